import type { Address } from '../envelope.ts'
import type { MessageNotice, MessageView } from './message-view.ts'
import { readAuthentication } from './trust/authentication-results.ts'
import { isLookalikeLabel } from './trust/lookalike.ts'

interface Claimed {
  readonly from: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly headers: MessageView['headers']
  /** Names under which the reader's own mail server writes Authentication-Results; nobody else's count (RFC 8601 §7.1). */
  readonly trusted: readonly string[]
}

export type SenderDoubt = Extract<MessageNotice, 'sender-unproven' | 'sender-lookalike' | 'reply-elsewhere'>

/** Why the reader should look twice at who wrote (threats D14). */
export function senderDoubts({ from, replyTo, headers, trusted }: Claimed): readonly SenderDoubt[] {
  const senders = people(from)
  return [
    ...(readAuthentication(headers, trusted)?.isDisproved ? (['sender-unproven'] as const) : []),
    ...(senders.some(({ address }) => isLookalike(domainOf(address))) ? (['sender-lookalike'] as const) : []),
    ...(answersElsewhere(senders, people(replyTo)) && !isFromList(headers) ? (['reply-elsewhere'] as const) : []),
  ]
}

function people(addresses: readonly Address[]): readonly Address[] {
  return addresses.flatMap((address) => address.group ?? [address]).filter(({ address }) => address.includes('@'))
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** True for a domain that may be read as another one, or that is written in its ASCII form (RFC 5891), which nobody can read. */
function isLookalike(domain: string): boolean {
  return domain.split('.').some((label) => label.startsWith('xn--') || isLookalikeLabel(label))
}

/** True where answers go to another domain than any of those that the message says it is from. */
function answersElsewhere(senders: readonly Address[], replyTo: readonly Address[]): boolean {
  const own = senders.map(({ address }) => domainOf(address))
  return own.length > 0 && replyTo.some(({ address }) => !own.some((domain) => isRelated(domain, domainOf(address))))
}

function isRelated(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}

/** Lists have answers sent to themselves, and say that they are one (RFC 2919, RFC 2369). */
function isFromList(headers: Claimed['headers']): boolean {
  return headers.some(({ name }) => /^list-(id|post)$/i.test(name))
}
