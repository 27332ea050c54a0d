import { casemap } from '#lib/mail/casemap.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { fieldReader } from '#lib/mime/header.ts'

/** Text as it is compared: by i;unicode-casemap (RFC 5255 §4.2). */
export const foldCase: (text: string) => string = casemap

/** True when `text` holds `wanted`, which is folded already. */
export function holdsText(text: string, wanted: string): boolean {
  return foldCase(text).includes(wanted)
}

/** Reads the decoded values of all fields of that name (in lower case) from header blocks. */
export function headerTextReader(field: string): (header: Uint8Array) => readonly string[] {
  const read = fieldReader(field)
  return (header) => read(header).map((value) => decodeHeaderText(value))
}
