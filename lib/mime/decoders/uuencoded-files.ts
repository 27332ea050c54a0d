import { decodeLine } from './uuencode.ts'

/** A file that stands in a text, by uuencode (POSIX.1-2017, uuencode, "UUEncode Standard output format"). */
export interface UuencodedFile {
  /** As its first line says; '' is never one. */
  readonly name: string
  /** Where its first line begins in the text. */
  readonly start: number
  /** Behind its last line. */
  readonly end: number
  /** Octets. */
  readonly size: number
  /** Where its lines of content are. */
  readonly content: { readonly start: number; readonly end: number }
}

/** Files that are looked for in one text. */
const FILES_LIMIT = 100
const NAME_LIMIT = 255

const BEGINS = /^begin [0-7]{3,4} (?=\S)([^\n]*[^\s\n])[ \t]*$/gm

/**
 * The files in a text with LF line ends. Only what can be nothing else: from `begin`, at the beginning of a line and with a mode, every line is what its first letter says, up to
 * the line of length zero and `end`. Where the text breaks off (`cut`) in the middle of such lines, that is a file too; its size is what is there. Everything else stays text.
 */
export function findUuencoded(text: string, { cut = false }: { readonly cut?: boolean } = {}): readonly UuencodedFile[] {
  const files: UuencodedFile[] = []
  BEGINS.lastIndex = 0
  for (let found = BEGINS.exec(text); found && files.length < FILES_LIMIT; found = BEGINS.exec(text)) {
    const read = readContent(text, found.index + found[0].length, cut)
    if (!read) continue
    files.push({ name: (found[1] ?? '').slice(0, NAME_LIMIT), start: found.index, ...read })
    BEGINS.lastIndex = read.end
  }
  return files
}

/** The text without those files. */
export function withoutFiles(text: string, files: readonly UuencodedFile[]): string {
  let rest = ''
  let from = 0
  for (const { start, end } of files) {
    rest += text.slice(from, start)
    from = end
  }
  return rest + text.slice(from)
}

/** Its octets. */
export function decodeUuencoded(text: string, { content, size }: UuencodedFile): Uint8Array {
  const octets = new Uint8Array(size)
  let at = 0
  for (const { start, end } of linesOf(text, content.start, content.end)) {
    const line = decodeLine(text.slice(start, end))
    octets.set(line, at)
    at += line.length
  }
  return octets
}

function readContent(text: string, behindFirst: number, cut: boolean): Omit<UuencodedFile, 'name' | 'start'> | undefined {
  const start = behindFirst + 1
  let size = 0
  for (const line of linesOf(text, start, text.length)) {
    const isLast = line.next >= text.length
    const length = lengthOf(text, line)
    if (length === 0) return size > 0 ? ending(text, { start, end: line.start }, line.next, size) : undefined
    // The last line of what breaks off may be half a line.
    if (length === undefined && !(cut && isLast && size > 0)) return undefined
    if (length !== undefined) size += length
    if (isLast) return cut && size > 0 ? { end: text.length, size, content: { start, end: length === undefined ? line.start : text.length } } : undefined
  }
  return undefined
}

/** With `end` behind the line of length zero it is a file. */
function ending(text: string, content: UuencodedFile['content'], at: number, size: number): Omit<UuencodedFile, 'name' | 'start'> | undefined {
  const end = /^end[ \t]*(?:\n|$)/.exec(text.slice(at, at + 100))
  return end ? { end: at + end[0].length, size, content } : undefined
}

interface Line {
  readonly start: number
  readonly end: number
  /** Where the next one begins. */
  readonly next: number
}

function* linesOf(text: string, from: number, to: number): Generator<Line> {
  for (let start = from; start < to; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    yield { start, end, next: end + 1 }
    start = end + 1
  }
}

/** Characters that may follow what a line holds: a sum, blanks. */
const MORE = 3

/** Octets that the line says it holds and can hold; mail takes blanks from the end of lines, which are zeros. Undefined for a line that is none. */
function lengthOf(text: string, { start, end }: Line): number | undefined {
  // The line of length zero may have lost its blank.
  if (start === end) return 0
  const length = sixBits(text.charCodeAt(start))
  const letters = Math.ceil(length / 3) * 4
  const held = end - start - 1
  if (length > 45 || held > letters + MORE) return undefined
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x60) return undefined
  }
  // A line of zeros may be its length alone; one that lost more than half of itself otherwise is a word.
  return held === 0 || held >= letters / 2 ? length : undefined
}

function sixBits(code: number): number {
  return (code - 32) & 63
}
