import { isUtf8 } from 'node:buffer'

export interface DecodedLine {
  readonly text: string
  /** True when the octets are not UTF-8 and were taken for windows-1252. */
  readonly guessed: boolean
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })
const WINDOWS = new TextDecoder('windows-1252')

/** The text of a line: UTF-8, else windows-1252, which Latin-1 is a part of. */
export function decodeLine(octets: Uint8Array): DecodedLine {
  const guessed = !isUtf8(octets)
  return { text: (guessed ? WINDOWS : UTF8).decode(octets), guessed }
}
