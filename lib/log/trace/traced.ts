import type { TracedProtocol } from './redactor.ts'
import type { Conversation, TraceBook } from './trace-book.ts'
import type { TraceSubject } from './trace-order.ts'

/** Begins a conversation of one account, which is written down while somebody asks for it. `changed` is told when that begins and ceases. */
export type Traced = (protocol: TracedProtocol, changed?: (isOn: boolean) => void) => Conversation

export function tracedBy(book: TraceBook, subject: TraceSubject): Traced {
  return (protocol, changed) => book.begin({ protocol, subject, ...(changed && { changed }) })
}
