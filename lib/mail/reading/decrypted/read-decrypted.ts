import { safeFileName } from '../safe-file-name.ts'
import { visibleText } from '../visible-text.ts'
import { decodeBody, decodeText, decodeWords, latin1 } from './decode-entity.ts'

/*
 * What stood encrypted in a message, read where it was decrypted: in the browser, so without anything of Node. Smaller than lib/mime, and
 * with limits of its own; what it cannot tell apart is a file to be saved.
 */

export interface DecryptedText {
  readonly kind: 'text' | 'html'
  readonly text: string
  /** For HTML: the plain alternative that says the same, if there is one. */
  readonly plain?: string
}

export interface DecryptedFile {
  readonly name: string
  readonly octets: Uint8Array
  /** `type/subtype` as the message says, in small letters. */
  readonly type: string
  /** Its Content-ID without the brackets; '' where it has none. */
  readonly id: string
}

export interface DecryptedMessage {
  /** That of the encrypted header (RFC 9788); undefined where there is none. */
  readonly subject?: string
  readonly texts: readonly DecryptedText[]
  readonly files: readonly DecryptedFile[]
  /** A part that was signed before all was encrypted (RFC 3156 §6.1): exactly its octets, and its signature. */
  readonly signed?: { readonly content: Uint8Array; readonly signature: Uint8Array }
}

const DEPTH = 20
const PARTS = 200
const HEADER_OCTETS = 256 * 1024
/** Characters of one text that are shown; HTML has pictures among its words. */
const TEXT_LIMIT = { text: 256 * 1024, html: 2 * 1024 * 1024 }

interface Entity {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly encoding: string
  readonly disposition: string
  readonly fileName: string
  readonly id: string
  readonly subject: string | undefined
  readonly body: Uint8Array
}

/** The texts and files of a decrypted MIME entity. Never throws for what is broken. */
export function readDecrypted(octets: Uint8Array): DecryptedMessage {
  const root = readEntity(octets)
  const texts: DecryptedText[] = []
  const files: DecryptedFile[] = []
  walk(root, { texts, files, left: PARTS }, 0)
  const signed = signedIn(root)
  return { ...(root.subject === undefined ? {} : { subject: visibleText(root.subject) }), texts, files, ...(signed ? { signed } : {}) }
}

interface Found {
  readonly texts: DecryptedText[]
  readonly files: DecryptedFile[]
  left: number
}

function walk(entity: Entity, found: Found, depth: number): void {
  if (found.left-- <= 0) return
  const { type, parameters, body } = entity
  if (type.startsWith('multipart/') && depth < DEPTH && parameters.boundary) {
    const children = splitParts(body, parameters.boundary).map(readEntity)
    if (type === 'multipart/signed') return children[0] && walk(children[0], found, depth + 1)
    if (type === 'multipart/alternative') return alternative(children, found, depth)
    return children.forEach((child) => walk(child, found, depth + 1))
  }
  const content = decodeBody(body, entity.encoding)
  const isText = (type === 'text/plain' || type === 'text/html') && entity.disposition !== 'attachment'
  const kind = type === 'text/html' ? 'html' : 'text'
  if (isText) found.texts.push({ kind, text: decodeText(content, parameters.charset ?? '').replace(/\r\n?/g, '\n').slice(0, TEXT_LIMIT[kind]) })
  else if (type !== 'application/pgp-signature') found.files.push({ name: safeFileName(entity.fileName, `part-${found.files.length + 1}`), octets: content, type, id: entity.id })
}

/** RFC 2046 §5.1.4: the last one that is HTML is the richest, else the first that says anything. The files of all are files. */
function alternative(children: readonly Entity[], found: Found, depth: number): void {
  const readings = children.map((child) => {
    const reading: Found = { texts: [], files: found.files, left: found.left }
    walk(child, reading, depth + 1)
    found.left = reading.left
    return reading.texts
  })
  const plain = readings.find((texts) => texts.length > 0 && texts.every(({ kind }) => kind === 'text'))
  const rich = readings.findLast((texts) => texts.some(({ kind }) => kind === 'html'))
  const [same] = plain?.length === 1 && rich?.length === 1 ? plain : []
  found.texts.push(...(rich?.map((text) => (same ? { ...text, plain: same.text } : text)) ?? plain ?? []))
}

function signedIn({ type, parameters, body }: Entity): DecryptedMessage['signed'] {
  if (type !== 'multipart/signed' || !parameters.boundary) return undefined
  const [content, signature, ...more] = splitParts(body, parameters.boundary)
  if (!content || !signature || more.length > 0) return undefined
  const last = readEntity(signature)
  return last.type === 'application/pgp-signature' ? { content, signature: decodeBody(last.body, last.encoding) } : undefined
}

function readEntity(octets: Uint8Array): Entity {
  const head = latin1(octets.subarray(0, HEADER_OCTETS))
  const blank = /^\r?\n|\r?\n\r?\n/.exec(head)
  const end = blank ? blank.index : head.length
  const header = new TextDecoder().decode(octets.subarray(0, end)).replace(/\r?\n(?=[ \t])/g, '')
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(header)?.[1]?.trim() ?? ''
  const [type = '', parameters] = withParameters(field('content-type'))
  const [disposition, more] = withParameters(field('content-disposition'))
  const subject = field('subject')
  return {
    type: type || 'text/plain',
    parameters,
    encoding: field('content-transfer-encoding').toLowerCase(),
    disposition,
    fileName: more.filename ?? parameters.name ?? '',
    id: field('content-id').replace(/^<|>$/g, ''),
    subject: subject === '' ? undefined : decodeWords(subject),
    body: blank ? octets.subarray(blank.index + blank[0].length) : new Uint8Array(),
  }
}

/** `type/subtype; name=value`, with continued and percent-encoded values (RFC 2231). */
function withParameters(field: string): readonly [string, Readonly<Record<string, string>>] {
  const [first = '', ...rest] = field.match(/(?:[^;"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  const parameters: Record<string, string> = Object.create(null) as Record<string, string>
  for (const each of rest) {
    const at = each.indexOf('=')
    if (at < 0) continue
    const name = each.slice(0, at).trim().toLowerCase()
    const value = each.slice(at + 1).trim().replace(/^"([^]*)"$/, (_, inside: string) => inside.replace(/\\(.)/g, '$1'))
    const plain = name.replace(/\*\d*\*?$/, '')
    parameters[plain] = (parameters[plain] ?? '') + (name.endsWith('*') ? percentDecoded(value) : decodeWords(value))
  }
  return [first.trim().toLowerCase(), parameters]
}

function percentDecoded(value: string): string {
  const text = value.replace(/^[^']*'[^']*'/, '')
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The parts of a multipart, each with its header, without the line break that belongs to the delimiter (RFC 2046 §5.1.1). */
function splitParts(body: Uint8Array, boundary: string): readonly Uint8Array[] {
  const text = latin1(body)
  const mark = `--${boundary}`
  const starts: { readonly line: number; readonly next: number; readonly closes: boolean }[] = []
  for (let at = text.indexOf(mark); at >= 0 && starts.length <= PARTS; at = text.indexOf(mark, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue
    const end = text.indexOf('\n', at)
    const rest = text.slice(at + mark.length, end < 0 ? text.length : end).trimEnd()
    if (rest !== '' && rest !== '--') continue
    starts.push({ line: at, next: end < 0 ? text.length : end + 1, closes: rest !== '' })
    if (rest !== '') break
  }
  return starts.flatMap(({ next, closes }, index) => {
    if (closes) return []
    const until = starts[index + 1]?.line ?? text.length + 1
    const end = until - (text[until - 2] === '\r' ? 2 : 1)
    return [body.subarray(next, Math.max(next, end))]
  })
}
