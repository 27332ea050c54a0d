import type { Address } from '#lib/mail/envelope.ts'
import { decodeText, encodeWords } from './encoded-words.ts'
import { scanAddresses, type ScannedMailbox } from './structure/address-scanner.ts'

/** RFC 5322 §3.2.3 atext with dots, and everything beyond ASCII (RFC 6531 §3.3). */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u

/** A display name that needs no quotes: words of atoms with single blanks between. */
const PLAIN_NAME = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?: [\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u

/**
 * The addresses of a header value in Unicode or of what a person typed (RFC 5322 §3.4, RFC 6531), decoded for people. Never throws:
 * what cannot be read is an Address with its text as name and an empty `address`. At most 5,000, or as many as
 * whoever must lose none asks for; a raw header value goes through `decodeRawOctets` first.
 */
export function parseAddresses(text: string, most?: number): Address[] {
  const addresses: Address[] = []
  let group: { name: string; address: ''; group: Address[] } | undefined
  for (const scanned of scanAddresses(text, most)) {
    if (scanned.kind === 'group-start') {
      group = { name: decodeText(scanned.name), address: '', group: [] }
      addresses.push(group)
    } else if (scanned.kind === 'group-end') group = undefined
    else (group ? group.group : addresses).push(decodedAddress(scanned))
  }
  return addresses
}

function decodedAddress({ name, local, domain }: ScannedMailbox): Address {
  return { name: decodeText(name), address: writeAddrSpec(local, withoutBlanks(domain)) }
}

/** No domain holds any; pasted text does, in all the forms that Unicode has. */
function withoutBlanks(domain: string): string {
  return domain.replace(/[\s\u200b-\u200f\u2060\0-\x1f\x7f]+/g, '')
}

/** `local@domain`, the local part quoted where it must be; the local part alone without a domain. */
function writeAddrSpec(local: string, domain: string): string {
  const clean = local.replace(/[\0-\x1f\x7f]/g, '')
  if (clean === '' && domain === '') return ''
  const written = DOT_ATOM.test(clean) ? clean : quote(clean)
  return domain === '' ? written : `${written}@${domain}`
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** The addresses as a person reads and types them: `Name <local@domain>, Group: a, b;`; parseAddresses takes them back. */
export function formatAddresses(addresses: readonly Address[]): string {
  return addresses.map(formatAddress).filter((text) => text !== '').join(', ')
}

/** One address or group for people; '' for one without name and address. */
export function formatAddress({ name, address, group }: Address): string {
  if (group) return `${formatName(name)}: ${formatAddresses(group)};`
  if (name === '') return address
  return `${formatName(name)} <${address}>`
}

function formatName(name: string): string {
  // Left as it is, a name that looks like an encoded word would come back as something else.
  if (name.includes('=?')) return encodeWords(name)
  return PLAIN_NAME.test(name) ? name : quote(name)
}
