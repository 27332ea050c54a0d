import type { OctetString } from '../digest.ts'
import { firstValue, type HeaderField } from '../header.ts'
import { decodeParameters, parseRawStructured, type RawStructured } from '../parameters.ts'
import { normalizeEncoding } from '../transfer-encoding.ts'
import { trimBlanksEnd } from './blanks.ts'
import { BOUNDARY_LIMIT } from './limits.ts'
import { wireNString, wireString } from './wire-string.ts'

/** What the Content-* fields of a header block say of the body behind it. */
export interface Entity {
  /** Lower case, as is all but the wire forms. */
  readonly type: string
  readonly subtype: string
  /** '' where no usable one is named. */
  readonly boundary: string
  readonly encoding: string
  readonly charset: string
  /** `body-fld-param` of BODYSTRUCTURE. */
  readonly wireParameters: OctetString
  /** `body-fld-id SP body-fld-desc SP body-fld-enc`. */
  readonly wireFields: OctetString
  readonly wireMd5: OctetString
  /** `body-fld-dsp SP body-fld-lang SP body-fld-loc`. */
  readonly wireExtension: OctetString
}

const TOKEN = /^[a-z0-9!#$&^_.+'*%`{|}~-]{1,127}$/

/** RFC 2045 §5.2: what has no type is text in US-ASCII; RFC 2046 §5.1.5: in a digest it is a message. */
const DEFAULTS: Readonly<Record<'text' | 'message', RawStructured>> = {
  text: { value: 'text/plain', parameters: [['charset', 'us-ascii']] },
  message: { value: 'message/rfc822', parameters: [] },
}

/** Reads the Content-* fields; `fallback` is the kind of body where no type is named. */
export function readEntity(fields: readonly HeaderField[], fallback: 'text' | 'message'): Entity {
  const written = firstValue(fields, 'content-type')
  const content = written === undefined || written === '' ? DEFAULTS[fallback] : parseRawStructured(written)
  const [type, subtype] = readMediaType(content.value, content.parameters)
  const encoding = normalizeEncoding(firstValue(fields, 'content-transfer-encoding') ?? '')
  return {
    type,
    subtype,
    boundary: readBoundary(content.parameters),
    encoding,
    charset: readCharset(content.parameters),
    wireParameters: wireParameters(content.parameters),
    wireFields: [wireNString(firstValue(fields, 'content-id')), wireNString(firstValue(fields, 'content-description')), wireString(encoding)].join(' '),
    wireMd5: wireNString(firstValue(fields, 'content-md5')),
    wireExtension: wireExtension(fields),
  }
}

/** Type and subtype; text/plain stands for a text type that is misspelled, application/octet-stream for any other. */
function readMediaType(value: string, parameters: RawStructured['parameters']): readonly [string, string] {
  const [type = '', subtype = ''] = value.split('/')
  if (TOKEN.test(type) && TOKEN.test(subtype)) return [type, subtype]
  if (type === 'multipart' && readBoundary(parameters) !== '') return ['multipart', 'mixed']
  return type.startsWith('text') || type === 'plain' || type === '' ? ['text', 'plain'] : ['application', 'octet-stream']
}

function readBoundary(parameters: RawStructured['parameters']): string {
  const plain = parameters.find(([name]) => name === 'boundary')?.[1]
  const boundary = trimBlanksEnd(plain ?? decodeParameters(parameters.filter(([name]) => name.startsWith('boundary*')))['boundary'] ?? '')
  // A longer one could not be told from text without holding whole lines.
  return boundary.length > BOUNDARY_LIMIT ? '' : boundary
}

function readCharset(parameters: RawStructured['parameters']): string {
  const named = parameters.filter(([name]) => name === 'charset' || name.startsWith('charset*'))
  return named.length === 0 ? '' : (decodeParameters(named)['charset'] ?? '').toLowerCase().slice(0, 100)
}

/** `body-fld-param`: names and values as they are written, RFC 2231 forms included; the client decodes. */
function wireParameters(parameters: RawStructured['parameters']): OctetString {
  if (parameters.length === 0) return 'NIL'
  return `(${parameters.map(([name, value]) => `${wireString(name)} ${wireString(value)}`).join(' ')})`
}

function wireExtension(fields: readonly HeaderField[]): OctetString {
  return [wireDisposition(firstValue(fields, 'content-disposition')), wireLanguage(firstValue(fields, 'content-language')), wireNString(firstValue(fields, 'content-location'))].join(' ')
}

function wireDisposition(value: OctetString | undefined): OctetString {
  if (value === undefined || value === '') return 'NIL'
  const disposition = parseRawStructured(value)
  return `(${wireString(disposition.value)} ${wireParameters(disposition.parameters)})`
}

/** `body-fld-lang`: one or more language tags (RFC 3282). */
function wireLanguage(value: OctetString | undefined): OctetString {
  const tags = (value ?? '').replace(/\([^()]*\)/g, '').split(/[, \t]+/).filter((tag) => tag !== '')
  return tags.length === 0 ? 'NIL' : `(${tags.map(wireString).join(' ')})`
}

/** The same octets as plain text: a multipart that names no boundary, or in which it never comes. */
export function asText(entity: Entity): Entity {
  const parameters = entity.charset === '' ? 'NIL' : `("charset" ${wireString(entity.charset)})`
  return { ...entity, type: 'text', subtype: 'plain', boundary: '', wireParameters: parameters }
}

/** The same octets as a leaf that nobody looks into, if it is one that has something inside. */
export function asOpaque(entity: Entity): Entity {
  const hasInside = entity.type === 'multipart' || entity.type === 'message'
  return hasInside ? { ...entity, type: 'application', subtype: 'octet-stream', boundary: '', wireParameters: 'NIL' } : entity
}
