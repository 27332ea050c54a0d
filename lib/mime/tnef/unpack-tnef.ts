import { decodeOctets } from '../charset.ts'
import { readCompressedRtf } from './compressed-rtf.ts'
import { readProperties, UNICODE, type MapiProperty } from './mapi-properties.ts'
import { OctetCursor } from './octet-cursor.ts'

/** A file that Outlook packed into winmail.dat. */
export interface PackedFile {
  /** As the sender called it; '' when it has no name. */
  readonly name: string
  /** `type/subtype` where the sender said one, in lower case. */
  readonly mediaType: string
  /** A view of the packed octets. */
  readonly content: Uint8Array
}

/** Files that are unpacked of one message, and messages inside each other that are looked into: bounds on what one part costs. */
export const FILES_LIMIT = 500
const DEPTH_LIMIT = 5

const SIGNATURE = 0x223e9f78
const ATTACHMENT_BEGINS = 0x00069002
const ATTACHMENT_TITLE = 0x00018010
const ATTACHMENT_DATA = 0x0006800f
const ATTACHMENT_PROPERTIES = 0x00069005
const MESSAGE_PROPERTIES = 0x00069003
const MESSAGE_TEXT = 0x0002800c
const CODEPAGE = 0x00069007

const LONG_NAME = 0x3707
const SHORT_NAME = 0x3704
const DISPLAY_NAME = 0x3001
const MEDIA_TYPE = 0x370e
const DATA = 0x3701
const TEXT = 0x1000
const RTF = 0x1009
const HTML = 0x1013

/**
 * The files in a TNEF stream ([MS-OXTNEF]), the text of the message among them where it is in there. Damaged input is read as far as
 * it goes and never an error; undefined for what is no TNEF at all. Content is not copied, but for RTF, which is compressed in there.
 */
export function unpackTnef(octets: Uint8Array): readonly PackedFile[] | undefined {
  return unpack(octets, 0)
}

interface Draft {
  name: string
  mediaType: string
  content: Uint8Array | undefined
}

function unpack(octets: Uint8Array, depth: number): readonly PackedFile[] | undefined {
  const cursor = new OctetCursor(octets)
  if (cursor.uint32() !== SIGNATURE) return undefined
  cursor.uint16()
  const state: Reading = { files: [], charset: 'windows-1252', depth, draft: undefined }
  while (cursor.left > 0 && state.files.length < FILES_LIMIT) {
    const [level, attribute, length] = [cursor.uint8(), cursor.uint32(), cursor.uint32()]
    const value = level === undefined || attribute === undefined || length === undefined ? undefined : cursor.take(length)
    if (attribute === undefined || !value) break
    // A checksum that does not fit is no reason to show less.
    cursor.uint16()
    takeAttribute(state, attribute, value)
  }
  finishDraft(state)
  return state.files.slice(0, FILES_LIMIT)
}

interface Reading {
  readonly files: PackedFile[]
  charset: string
  readonly depth: number
  draft: Draft | undefined
}

function takeAttribute(state: Reading, attribute: number, value: Buffer): void {
  switch (attribute) {
    case CODEPAGE:
      state.charset = charsetOf(value.length >= 4 ? value.readUInt32LE(0) : 0)
      return
    case ATTACHMENT_BEGINS:
      finishDraft(state)
      state.draft = { name: '', mediaType: '', content: undefined }
      return
    case ATTACHMENT_TITLE:
      if (state.draft && state.draft.name === '') state.draft.name = text(value, state.charset)
      return
    case ATTACHMENT_DATA:
      if (state.draft) state.draft.content = value
      return
    case ATTACHMENT_PROPERTIES:
      if (state.draft) takeAttachmentProperties(state, state.draft, readProperties(value))
      return
    case MESSAGE_TEXT:
      addText(state, 'message.txt', 'text/plain', Buffer.from(text(value, state.charset)))
      return
    case MESSAGE_PROPERTIES:
      takeMessageProperties(state, readProperties(value))
      return
    default:
  }
}

function takeAttachmentProperties(state: Reading, draft: Draft, properties: readonly MapiProperty[]): void {
  const named = (id: number): string => propertyText(properties, id, state.charset)
  draft.name = named(LONG_NAME) || draft.name || named(SHORT_NAME) || named(DISPLAY_NAME)
  draft.mediaType = named(MEDIA_TYPE).toLowerCase()
  const data = properties.find(({ id }) => id === DATA)?.value
  if (!data) return
  // An object begins with the GUID of what it is; a message in it is TNEF once more.
  const inner = state.depth < DEPTH_LIMIT ? unpack(data.subarray(16), state.depth + 1) : undefined
  if (inner) state.files.push(...inner)
  else draft.content ??= data
}

function takeMessageProperties(state: Reading, properties: readonly MapiProperty[]): void {
  addText(state, 'message.txt', 'text/plain', Buffer.from(propertyText(properties, TEXT, state.charset)))
  const html = properties.find(({ id }) => id === HTML)?.value
  if (html) addText(state, 'message.html', 'text/html', html)
  const packed = properties.find(({ id }) => id === RTF)?.value
  const rtf = packed && readCompressedRtf(packed)
  if (rtf) addText(state, 'message.rtf', 'text/rtf', rtf)
}

function addText(state: Reading, name: string, mediaType: string, content: Uint8Array): void {
  if (content.length > 0 && !state.files.some((file) => file.name === name)) state.files.push({ name, mediaType, content })
}

function finishDraft(state: Reading): void {
  const { draft } = state
  state.draft = undefined
  if (draft?.content) state.files.push({ name: draft.name, mediaType: /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,100}$/.test(draft.mediaType) ? draft.mediaType : 'application/octet-stream', content: draft.content })
}

function propertyText(properties: readonly MapiProperty[], wanted: number, charset: string): string {
  const property = properties.find(({ id }) => id === wanted)
  return property ? text(property.value, property.type === UNICODE ? 'utf-16le' : charset) : ''
}

/** Up to the NUL that ends it. */
function text(octets: Uint8Array, charset: string): string {
  return decodeOctets(octets, charset).split('\0', 1)[0] ?? ''
}

function charsetOf(codepage: number): string {
  if (codepage === 65001) return 'utf-8'
  if (codepage === 932) return 'shift_jis'
  if (codepage === 936) return 'gbk'
  return codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : codepage >= 437 && codepage <= 950 ? `cp${codepage}` : 'windows-1252'
}
