import type { Address } from '#lib/mail/envelope.ts'
import { hasFlag, MDN_SENT } from '#lib/mail/flags.ts'
import type { MessageView, ReceiptView } from '#lib/mail/reading/message-view.ts'
import { saysSpam } from '#lib/mail/reading/spam-verdict.ts'
import type { Authentication } from '#lib/mail/reading/trust/authentication-results.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'

export interface ReceiptRequest {
  readonly headers: MessageView['headers']
  readonly flags: readonly string[]
  readonly isDraft: boolean
  readonly from: readonly Address[]
  readonly authentication: Authentication | undefined
}

export interface ReceiptPolicy {
  readonly receipts: 'ask' | 'never' | 'known'
  /** The reader's own addresses, in small letters: nobody asks oneself. */
  readonly own: ReadonlySet<string>
}

/** Lists, robots and whole mailings ask nobody in particular. */
const TO_MANY = /^list-(?:id|post|help|unsubscribe|subscribe|owner|archive)$/i

/**
 * Who asks to be told that the message was read (RFC 8098 §2.1), where an answer is right at all: one address, and that from which the message came by
 * its Return-Path; never a list, spam, what the mail server disproved, and never a second time. Without a Return-Path only the reader can decide.
 */
export function receiptView({ headers, flags, isDraft, from, authentication }: ReceiptRequest, { receipts, own }: ReceiptPolicy): { readonly receipt?: ReceiptView } {
  const values = (name: string): readonly string[] => headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value)
  const [asked, ...more] = values('disposition-notification-to')
  if (receipts === 'never' || asked === undefined || more.length > 0 || isDraft || hasFlag(flags, MDN_SENT)) return {}
  if (from.some(({ address }) => own.has(address.toLowerCase()))) return {}
  if (headers.some(({ name }) => TO_MANY.test(name)) || /^\s*(?:list|bulk|junk)/i.test(values('precedence')[0] ?? '') || !/^\s*(?:no\b|$)/i.test(values('auto-submitted')[0] ?? '')) return {}
  if (saysSpam(headers) || authentication?.isDisproved) return {}
  const [to, ...others] = parseAddresses(asked.slice(0, 2_000))
  if (!to || others.length > 0 || to.group || !/^[^@\s<>]+@[^@\s<>]+$/.test(to.address)) return {}
  const path = values('return-path')[0]
  const returnPath = path === undefined ? undefined : path.replace(/^\s*<|>\s*$/g, '').trim().toLowerCase()
  if (returnPath !== undefined && returnPath !== to.address.toLowerCase()) return {}
  return { receipt: { to: to.address, isAutomatic: receipts === 'known' && returnPath !== undefined } }
}
