import type { Address } from '#lib/mail/envelope.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { parseHeader } from '#lib/mime/header.ts'

/** Text as it is compared: composed, and without case (RFC 3501 §6.4.4; RFC 5051 asks for little more). */
export function foldCase(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? text.normalize('NFC').toLowerCase() : text.toLowerCase()
}

/** True when `text` holds `wanted`, which is folded already. */
export function holdsText(text: string, wanted: string): boolean {
  return foldCase(text).includes(wanted)
}

/** Addresses as one text, so that a search finds names, addresses, and both together. */
export function addressText(addresses: readonly Address[]): string {
  return addresses.map(oneAddress).join(', ')
}

function oneAddress({ name, address, group }: Address): string {
  if (group) return `${name}: ${addressText(group)};`
  return name === '' ? address : `${name} <${address}>`
}

/** The decoded values of all fields of that name (in lower case) in a header block. */
export function readHeaderText(header: Uint8Array, field: string): readonly string[] {
  const fields = parseHeader(header).filter(({ name }) => name === field)
  return fields.map(({ value }) => decodeHeaderText(value))
}
