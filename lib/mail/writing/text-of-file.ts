/** Octets of a file that is looked at at all: four for each character that a message may hold (BODY_LENGTH). */
export const TEXT_FILE_OCTETS = 8_000_000

const MARKS: readonly (readonly [mark: readonly number[], charset: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/**
 * The text of a file that names no character set: UTF-16 by its byte order mark, UTF-8 when it is valid UTF-8, else windows-1252, as messages
 * without one are read. Lines end with LF. Undefined when it holds a NUL, and so is no text.
 */
export function textOfFile(octets: Uint8Array): string | undefined {
  const marked = MARKS.find(([mark]) => mark.every((octet, at) => octets[at] === octet))
  const text = marked ? new TextDecoder(marked[1]).decode(octets) : unmarkedText(octets)
  return text.includes('\0') ? undefined : text.replaceAll(/\r\n?/g, '\n')
}

function unmarkedText(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return new TextDecoder('windows-1252').decode(octets)
  }
}

/** What was typed with that text below it, on a line of its own. */
export function textBelow(typed: string, text: string): string {
  return typed === '' || /[\r\n]$/.test(typed) ? typed + text : `${typed}\n${text}`
}
