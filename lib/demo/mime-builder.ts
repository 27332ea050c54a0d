import { deflateSync } from 'node:zlib'

/** One MIME entity: header lines without their ends, and a body with CRLF lines. */
export interface Entity {
  readonly headers: readonly string[]
  readonly body: Buffer
}

const CRLF = '\r\n'

/** Lines of a JavaScript text as they are in mail. */
export function crlf(text: string): string {
  return text.replace(/\r?\n/g, CRLF)
}

/** text/plain in UTF-8; ASCII goes as it is, the rest quoted-printable. */
export function plain(text: string): Entity {
  return textEntity('text/plain', `${text.trim()}\n`)
}

/** text/html in UTF-8. */
export function html(text: string): Entity {
  return textEntity('text/html', `${text.trim()}\n`)
}

/** text/plain; format=flowed (RFC 3676): paragraphs are given as one line each. */
export function flowed(text: string): Entity {
  const lines = text.trim().split('\n').flatMap((line) => wrapFlowed(line))
  const entity = textEntity('text/plain', `${lines.join('\n')}\n`)
  return { ...entity, headers: entity.headers.map((line) => (line.startsWith('Content-Type') ? `${line}; format=flowed` : line)) }
}

function wrapFlowed(line: string): readonly string[] {
  if (line === '' || line.startsWith('>') || line === '-- ') return [line]
  const lines: string[] = []
  let rest = line
  while (rest.length > 72) {
    const space = rest.lastIndexOf(' ', 71)
    if (space <= 0) break
    lines.push(rest.slice(0, space + 1)) // the blank at its end says that the paragraph goes on
    rest = rest.slice(space + 1)
  }
  return [...lines, rest]
}

function textEntity(type: string, text: string): Entity {
  const ascii = /^[\x00-\x7f]*$/.test(text) && !/[^\n]{200}/.test(text)
  const body = ascii ? Buffer.from(crlf(text), 'latin1') : Buffer.from(quotedPrintable(Buffer.from(crlf(text), 'utf8')), 'latin1')
  return { headers: [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${ascii ? '7bit' : 'quoted-printable'}`], body }
}

/** Octets that are already in their charset, in base64: `octets` is hexadecimal or a buffer. */
export function textInCharset(charset: string, octets: Buffer, encoding: 'base64' | '8bit' | 'quoted-printable' | '7bit' = 'base64'): Entity {
  const body = encoding === 'base64' ? Buffer.from(base64Lines(octets)) : encoding === 'quoted-printable' ? Buffer.from(quotedPrintable(octets)) : octets
  return { headers: [`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`], body }
}

/** An attachment in base64. */
export function attachment(type: string, name: string, octets: Buffer, disposition: 'attachment' | 'inline' = 'attachment'): Entity {
  const headers = [`Content-Type: ${type}${parameter('name', name)}`, `Content-Disposition: ${disposition}${parameter('filename', name)}`, 'Content-Transfer-Encoding: base64']
  return { headers, body: Buffer.from(base64Lines(octets), 'latin1') }
}

/** The entity with more header lines. */
export function withHeaders(entity: Entity, ...headers: readonly string[]): Entity {
  return { headers: [...entity.headers, ...headers], body: entity.body }
}

// RFC 2231 where a name is not ASCII.
function parameter(name: string, value: string): string {
  if (value === '') return ''
  if (/^[\x20-\x7e]*$/.test(value)) return `;\r\n\t${name}="${value.replace(/["\\]/g, '\\$&')}"`
  return `;\r\n\t${name}*=utf-8''${encodeURIComponent(value).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

/** multipart/`subtype` of these parts. The boundary only has to be none of their lines. */
export function multipart(subtype: string, parts: readonly Entity[], parameters = '', boundary = `=_${subtype}_${parts.length}_boundary`): Entity {
  // The line end in front of a boundary belongs to the boundary (RFC 2046 §5.1.1), so a part keeps the one that it ends with.
  const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}${CRLF}${part.headers.map((line) => line + CRLF).join('')}${CRLF}`), part.body, Buffer.from(CRLF)])
  return {
    headers: ['MIME-Version: 1.0', `Content-Type: multipart/${subtype};${parameters === '' ? '' : ` ${parameters};`} boundary="${boundary}"`],
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--${CRLF}`)]),
  }
}

/** message/rfc822 around a whole message. */
export function messageEntity(message: Buffer): Entity {
  return { headers: ['Content-Type: message/rfc822', 'Content-Disposition: inline'], body: message }
}

/** RFC 2045 §6.7. */
export function quotedPrintable(octets: Buffer): string {
  return octets.toString('latin1').split('\r\n').map(quotedLine).join(CRLF)
}

function quotedLine(line: string): string {
  let out = ''
  let width = 0
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at)
    const literal = (code >= 33 && code <= 126 && code !== 61) || ((code === 32 || code === 9) && at < line.length - 1)
    const piece = literal ? line[at] ?? '' : `=${code.toString(16).toUpperCase().padStart(2, '0')}`
    if (width + piece.length > 75) {
      out += `=${CRLF}`
      width = 0
    }
    out += piece
    width += piece.length
  }
  return out
}

/** Base64 in lines of 76. */
export function base64Lines(octets: Buffer): string {
  const lines: string[] = []
  for (let at = 0; at < octets.length; at += 57) lines.push(octets.toString('base64', at, at + 57))
  return `${lines.join(CRLF)}${CRLF}`
}

/** A header value whose words that are not ASCII are encoded (RFC 2047), folded where it is long. */
export function headerText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return fold(text)
  const words: string[] = []
  let piece = ''
  for (const char of text) {
    if (Buffer.byteLength(piece + char) > 42) {
      words.push(encodedWord(piece))
      piece = ''
    }
    piece += char
  }
  return [...words, encodedWord(piece)].join(`${CRLF} `)
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`
}

function fold(text: string): string {
  const lines: string[] = []
  let rest = text
  while (rest.length > 72) {
    const space = rest.lastIndexOf(' ', 72)
    const cut = space > 0 ? space : rest.indexOf(' ', 72)
    if (cut <= 0) break
    lines.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...lines, rest].join(CRLF)
}

/** Deflates in the form that PNG and PDF use. */
export function deflate(octets: Buffer): Buffer {
  return deflateSync(octets, { level: 9 })
}
