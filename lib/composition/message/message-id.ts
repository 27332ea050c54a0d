import { randomBytes } from 'node:crypto'
import { domainToASCII } from 'node:url'

/** A new Message-ID (RFC 5322 §3.6.4) in the domain of the sender's address; it tells nothing about the machine. */
export function makeMessageId(from: string): string {
  const domain = domainToASCII(from.slice(from.lastIndexOf('@') + 1))
  return `<${randomBytes(18).toString('base64url')}@${/^[A-Za-z0-9.-]+$/.test(domain) ? domain : 'localhost'}>`
}

const MESSAGE_ID = /<[^<>\s\p{Cc}]{1,900}>/gu

/** The message ids in a header value, in their order, without doubles; whatever else stands there is skipped. */
export function readMessageIds(value: string): readonly string[] {
  return [...new Set(value.slice(0, 200_000).match(MESSAGE_ID) ?? [])]
}

/**
 * References of an answer: the parent's References, else its In-Reply-To when that names exactly one, then the parent's own
 * Message-ID (RFC 5322 §3.6.4). A longer thread than `limit` keeps its first and its last.
 */
export function referencesOfReply(parent: { readonly messageId: string; readonly inReplyTo: string; readonly references: string }, limit: number): readonly string[] {
  const named = readMessageIds(parent.references)
  const answered = readMessageIds(parent.inReplyTo)
  const before = named.length > 0 ? named : answered.length === 1 ? answered : []
  const own = readMessageIds(parent.messageId).slice(0, 1)
  const all = [...new Set([...before.filter((id) => !own.includes(id)), ...own])]
  return all.length <= limit ? all : [...all.slice(0, 1), ...all.slice(all.length - limit + 1)]
}
