import { isUtf8 } from 'node:buffer'
import { decodeOctets } from './charset.ts'
import { decodeTransferOctets } from './transfer-encoding.ts'

/** Longest text of one encoded word that is looked for; RFC 2047 allows 75 characters, real mail has whole subjects in one. */
const WORD_LIMIT = 2048

const ENCODED_WORD = new RegExp(`=\\?([^?\\s]{1,60})\\?([bq])\\?(.{0,${WORD_LIMIT}}?)\\?=`, 'gis')

/** Octets that one encoded word holds when we write it: 45 octets are 60 characters of base64. */
const OCTETS_PER_WORD = 45

interface Word {
  readonly charset: string
  readonly base64: boolean
  readonly text: string
}

/**
 * Text with its encoded words decoded (RFC 2047), forgiving what mailers do wrong: characters split over adjacent words,
 * words glued to text or holding blanks, unknown charsets.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text
  let decoded = ''
  let end = 0
  let run: Word[] = []
  for (const match of text.matchAll(ENCODED_WORD)) {
    const between = text.slice(end, match.index)
    const word = { charset: match[1] ?? '', base64: (match[2] ?? '').toLowerCase() === 'b', text: match[3] ?? '' }
    // RFC 2047 §6.2: blanks between two encoded words are not shown.
    const adjacent = run.length > 0 && between.trim() === ''
    if (!adjacent || !sameKind(run[0], word)) {
      decoded += decodeRun(run)
      run = []
    }
    if (!adjacent) decoded += between
    run.push(word)
    end = match.index + match[0].length
  }
  return decoded + decodeRun(run) + text.slice(end)
}

function sameKind(one: Word | undefined, other: Word): boolean {
  return one !== undefined && one.base64 === other.base64 && one.charset.toLowerCase() === other.charset.toLowerCase()
}

/** Adjacent words of one charset are joined as octets, since some mailers split characters between them. */
function decodeRun(words: readonly Word[]): string {
  const [first] = words
  if (!first) return ''
  const octets = first.base64 ? base64Octets(words) : Buffer.concat(words.map(qOctets))
  return decodeOctets(/^iso-2022-jp/i.test(first.charset) ? withoutEmptyShifts(octets) : octets, first.charset)
}

/** Each word returns to ASCII and the next one leaves it again; joined, TextDecoder takes that for an attack. */
function withoutEmptyShifts(octets: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(octets).toString('latin1').replace(/\x1b\([BJ]\x1b\$[@B]/g, ''), 'latin1')
}

function base64Octets(words: readonly Word[]): Uint8Array {
  // A word whose characters do not fill groups of four was cut in the middle of a group: the next one goes on with it.
  let joined = ''
  for (const { text } of words) {
    const letters = text.replace(/[^A-Za-z0-9+/=_-]/g, '')
    joined += letters
  }
  return decodeTransferOctets(Buffer.from(joined, 'latin1'), 'base64')
}

/** The "Q" encoding: quoted-printable with underscores for blanks (RFC 2047 §4.2). */
function qOctets({ text }: Word): Uint8Array {
  // Raw characters beyond ASCII are a misuse; those of one octet are kept as that octet.
  const raw = /[^\0-\xff]/.test(text) ? Buffer.from(text, 'utf8') : Buffer.from(text, 'latin1')
  const out = Buffer.allocUnsafe(raw.length)
  let length = 0
  for (let at = 0; at < raw.length; at++) {
    const octet = raw[at] ?? 0
    const hex = octet === 0x3d ? raw.toString('latin1', at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = Number.parseInt(hex, 16)
      at += 2
    } else out[length++] = octet === 0x5f ? 0x20 : octet
  }
  return out.subarray(0, length)
}

/**
 * A header value for people: raw octets beyond ASCII are read as UTF-8, else in `charset` (that of the body, say), else as
 * windows-1252 (or ISO-2022-JP by its escapes); encoded words are decoded and control characters become blanks. Takes unfolded
 * text, one character per octet or Unicode.
 */
export function decodeHeaderText(value: string, charset = ''): string {
  return decodeText(decodeRawOctets(value, charset))
}

/** Unicode text with its encoded words decoded, control characters as blanks, trimmed. */
export function decodeText(text: string): string {
  return decodeEncodedWords(text).replace(/[\0-\x1f\x7f]+/g, ' ').trim()
}

/** Undeclared octets of a header value as Unicode, by the rules of decodeHeaderText; text that already is Unicode stays as it is. */
export function decodeRawOctets(value: string, charset = ''): string {
  if (/\x1b[$(]/.test(value) && !/[^\0-\x7f]/.test(value)) return decodeOctets(Buffer.from(value, 'latin1'), 'iso-2022-jp')
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value
  const octets = Buffer.from(value, 'latin1')
  return isUtf8(octets) ? octets.toString('utf8') : decodeOctets(octets, /^utf-?8$/i.test(charset) ? '' : charset)
}

/** Text as it may stand in a header: unchanged when it is plain ASCII, else encoded words in UTF-8 with blanks between (RFC 2047 §2). */
export function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text
  const words: string[] = []
  let piece = ''
  let octets = 0
  const flush = (): void => {
    if (piece !== '') words.push(`=?utf-8?B?${Buffer.from(piece, 'utf8').toString('base64')}?=`)
    piece = ''
    octets = 0
  }
  // RFC 2047 §5: a character is never split between two words.
  for (const character of text) {
    const size = Buffer.byteLength(character, 'utf8')
    if (octets + size > OCTETS_PER_WORD) flush()
    piece += character
    octets += size
  }
  flush()
  return words.join(' ')
}
