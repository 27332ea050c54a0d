import type { Uid } from '#lib/mail/uid.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'

/** What a client has asked to hear of by NOTIFY (RFC 5465), until it asks for something else. */
export interface Notifier {
  /** Of the selected mailbox; undefined for nothing. */
  readonly selected: SelectedEvents | undefined
  /** There is something of other mailboxes to tell. */
  readonly hasNews: boolean
  tell(out: ResponseWriter): Promise<void>
  /** The session itself has changed these names: that is no news to its client. */
  adopt(names: readonly string[]): Promise<void>
  /** Whether the client wants to hear of annotations of that mailbox, of the server where it is ''. */
  wantsAnnotations(mailbox: string): Promise<boolean>
  end(): void
}

export interface SelectedEvents {
  /** What is expunged waits for a command that allows it (RFC 5465 §6.1.2). */
  readonly delayed: boolean
  readonly flags: boolean
  /** Tells what was asked for of new messages. */
  readonly tellNew: (out: ResponseWriter, uids: readonly Uid[]) => Promise<void>
}
