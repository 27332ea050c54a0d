import type { Address } from '#lib/mail/envelope.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { fieldValue, joinHeader, splitHeader, type HeaderLine } from './header-lines.ts'
import { mailDate } from './trace.ts'

/** Fields that a message does not carry away: hidden recipients, and the trace of another delivery. */
const REMOVED = new Set(['bcc', 'resent-bcc', 'return-path'])

/** The header of a submitted message as it is sent (RFC 6409 §8): Bcc removed, Date and Message-ID added where they are missing. */
export function completeHeader(header: Buffer, added: { readonly date: Date; readonly messageId: string }): Buffer {
  const lines = splitHeader(header)
  const names = new Set(lines.map((line) => line.name))
  const missing: HeaderLine[] = []
  if (!names.has('date')) missing.push({ name: 'date', raw: `Date: ${mailDate(added.date)}\r\n` })
  if (!names.has('message-id')) missing.push({ name: 'message-id', raw: `Message-ID: <${added.messageId}>\r\n` })
  const kept = lines.filter((line) => !REMOVED.has(line.name))
  if (missing.length === 0 && kept.length === lines.length) return header
  return joinHeader([...missing, ...kept])
}

/** The addresses in whose name a message speaks: From, or Resent-From of one that is passed on unchanged (RFC 5322 §3.6.6). */
export function authorAddresses(header: Buffer): readonly string[] {
  const lines = splitHeader(header)
  const resent = lines.filter((line) => line.name === 'resent-from')
  const authors = resent.length > 0 ? resent : lines.filter((line) => line.name === 'from')
  return authors.flatMap((line) => parseAddresses(fieldValue(line))).flatMap(membersOf)
}

function membersOf({ address, group }: Address): readonly string[] {
  return group ? group.flatMap(membersOf) : address === '' ? [] : [address]
}
