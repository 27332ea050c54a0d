import { casemap } from '#lib/mail/casemap.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { parseHeader } from '#lib/mime/header.ts'

/** Text as it is compared: by i;unicode-casemap (RFC 5255 §4.2). */
export const foldCase: (text: string) => string = casemap

/** True when `text` holds `wanted`, which is folded already. */
export function holdsText(text: string, wanted: string): boolean {
  return foldCase(text).includes(wanted)
}

/** The decoded values of all fields of that name (in lower case) in a header block. */
export function readHeaderText(header: Uint8Array, field: string): readonly string[] {
  const fields = parseHeader(header).filter(({ name }) => name === field)
  return fields.map(({ value }) => decodeHeaderText(value))
}
