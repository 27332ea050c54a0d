import type { Address } from '#lib/mail/envelope.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { AddressFieldName } from '#lib/mail/refusal.ts'
import { formatAddress, parseAddresses } from '#lib/mime/addresses.ts'
import { ADDRESSES_LIMIT } from '#lib/mime/structure/address-scanner.ts'
import { domainToASCII } from 'node:url'
import { separateAddresses } from './separate-addresses.ts'
import { ADDRESS_FIELD_LENGTH, RECIPIENT_LIMIT } from '../composition-limits.ts'
import type { TypedFields } from '../kept-composition.ts'

/** The addresses of a composition, ready for its header and for the envelope. */
export interface CheckedAddresses {
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  readonly replyTo: readonly Address[]
  /** To, Cc and Bcc without doubles; domains in their ASCII form where the local part is ASCII. */
  readonly recipients: readonly string[]
}

const ADDRESS_FIELDS = ['to', 'cc', 'bcc', 'replyTo'] as const satisfies readonly AddressFieldName[]
type AddressField = AddressFieldName
type AddressTexts = Pick<TypedFields, AddressField>

/** RFC 5321 §4.5.3.1: a local part of 64 octets; a path of 256 with its angle brackets. */
const LOCAL_PART_LENGTH = 64
const ADDRESS_LENGTH = 254
/** A longer name would make header lines beyond 998 characters. */
const NAME_LENGTH = 300

/**
 * The addresses that were typed. Throws GatewayError('invalid') that names every one that cannot be used and its
 * field, or says that there is no recipient; 'too-large' beyond 10,000 recipients.
 */
export function checkAddresses(texts: AddressTexts): CheckedAddresses {
  const parsed = parseFields(texts)
  const addresses = ADDRESS_FIELDS.flatMap((field) => flatten(parsed[field]).filter(isUnusableIn(texts[field])).map((address) => ({ text: asTyped(address, texts[field]), field })))
  if (addresses.length > 0) throw new GatewayError('invalid', 'addresses', { refusal: { name: 'addresses-unusable', with: { addresses } } })
  const recipients = [...new Map([...parsed.to, ...parsed.cc, ...parsed.bcc].flatMap((address) => flatten([address])).map(envelopeEntry)).values()]
  if (recipients.length === 0) throw new GatewayError('invalid', 'no recipient', { refusal: { name: 'no-recipient' } })
  if (recipients.length > RECIPIENT_LIMIT) {
    throw new GatewayError('too-large', 'recipients', { refusal: { name: 'recipients-many', with: { most: RECIPIENT_LIMIT, count: recipients.length } } })
  }
  return { ...parsed, recipients }
}

/** The addresses of a draft: those that can be used, as many of a field as are read of one, and whether that is all that was typed. */
export function draftAddresses(texts: AddressTexts): Omit<CheckedAddresses, 'recipients'> & { readonly complete: boolean } {
  const parsed = parseFields(texts)
  const usable = (field: AddressField): readonly Address[] => parsed[field].map(onlyUsableIn(texts[field])).filter((address) => address !== undefined).slice(0, ADDRESSES_LIMIT)
  // Whoever reads the header of a draft reads so many of a field.
  const complete = ADDRESS_FIELDS.every((field) => flatten(parsed[field]).length <= ADDRESSES_LIMIT && !flatten(parsed[field]).some(isUnusableIn(texts[field])))
  return { to: usable('to'), cc: usable('cc'), bcc: usable('bcc'), replyTo: usable('replyTo'), complete }
}

/** Every address of a field, however many: what is too much is refused, and never cut. */
function parseFields(texts: AddressTexts): Record<AddressField, readonly Address[]> {
  const all = (text: string): readonly Address[] => parseAddresses(separateAddresses(text), ADDRESS_FIELD_LENGTH)
  return { to: all(texts.to), cc: all(texts.cc), bcc: all(texts.bcc), replyTo: all(texts.replyTo) }
}

function onlyUsableIn(typed: string): (address: Address) => Address | undefined {
  const isUnusable = isUnusableIn(typed)
  return (address) => {
    if (address.group) return { ...address, group: address.group.filter((member) => !isUnusable(member)) }
    return isUnusable(address) ? undefined : address
  }
}

/** Groups give way to their members. */
function flatten(addresses: readonly Address[]): readonly Address[] {
  return addresses.flatMap((address) => address.group ?? [address])
}

/** The parser forgives what old messages hold; what a person typed goes nowhere unless it is what they typed. */
function isUnusableIn(typed: string): (address: Address) => boolean {
  const comments = new Set<string>()
  const withoutComments = separateAddresses(typed).replace(QUOTED_OR_COMMENT, (piece, comment?: string) => {
    if (comment === undefined) return piece
    comments.add(comment.replaceAll(/\\(.)/gu, '$1').trim())
    return ''
  })
  const written = withoutComments.replace(/<\s+/g, '<').replace(/\s+>/g, '>')
  // Under a name that stands in a comment an address has no angle brackets (RFC 5322 §3.4, the form of RFC 822).
  const form = ({ name, address }: Address): string => (name === '' || (comments.has(name) && !written.includes(`<${address}>`)) ? address : `<${address}>`)
  // They come in their order: each is looked for behind the one before.
  let at = 0
  const isWritten = (text: string): boolean => {
    const found = written.indexOf(text, at)
    if (found < 0) return written.includes(text)
    at = found
    return true
  }
  return (address) => !isWritten(form(address)) || !isUsable(address)
}

/** A comment within another one is none that anybody types. */
const QUOTED_OR_COMMENT = /"(?:[^"\\]|\\.)*"|\(((?:[^()\\]|\\.)*)\)/gu

function isUsable({ name, address }: Address): boolean {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 1 || name.length > NAME_LENGTH || Buffer.byteLength(address) > ADDRESS_LENGTH || Buffer.byteLength(local) > LOCAL_PART_LENGTH) return false
  if (/[\p{Cc}<>]/u.test(address)) return false
  return isDomain(domain)
}

/** A host name that can be looked up, or an address literal (RFC 5321 §4.1.3). */
function isDomain(domain: string): boolean {
  if (/^\[(?:IPv6:[0-9A-Fa-f:.]{2,45}|[0-9.]{7,15})\]$/.test(domain)) return true
  const ascii = domainToASCII(domain)
  return /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/.test(ascii)
}

/** What the person will recognise: the piece of the field that it was read from, else how it was read. */
function asTyped(address: Address, typed: string): string {
  const at = address.address.lastIndexOf('@')
  const words = (address.name || address.address.slice(0, at).replace(/^"|"$/g, '')).trim()
  const pieces = typed.split(/[,;]/)
  // A local part of nothing, or with a backslash, is read as another one than was typed.
  const piece = pieces.find((text) => words !== '' && text.includes(words)) ?? pieces.find((text) => at >= 0 && !/\w@/.test(text) && text.includes(address.address.slice(at)))
  return piece?.trim() ?? (address.address === '' ? address.name : formatAddress(address))
}

/** The address for RCPT TO under a key that is the same for the same mailbox. */
function envelopeEntry({ address }: Address): readonly [key: string, recipient: string] {
  const recipient = envelopeAddress(address)
  const at = recipient.lastIndexOf('@')
  return [`${recipient.slice(0, at)}@${recipient.slice(at + 1).toLowerCase()}`, recipient]
}

/** The address as an SMTP envelope carries it: an internationalized domain in ASCII (RFC 5891), unless the local part needs SMTPUTF8 anyway. */
export function envelopeAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (/[^\0-\x7f]/.test(local) || !/[^\0-\x7f]/.test(domain)) return address
  return `${local}@${domainToASCII(domain)}`
}
