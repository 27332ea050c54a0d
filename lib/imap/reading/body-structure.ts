import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { Address, Envelope } from '#lib/mail/envelope.ts'
import { parseDate } from '#lib/mime/date.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { decodeParameters } from '#lib/mime/parameters.ts'
import { normalizeEncoding } from '#lib/mime/transfer-encoding.ts'
import { isList, isToken, numberOf, octetsOf, type Value } from '../command.ts'

/** Stops a server that describes more parts than anybody opens (threats D13). */
const PARTS_LIMIT = 10_000

/** What all nodes of one tree share. */
interface Reading {
  /** Parts that may still be read. */
  left: number
  /** Of octets that name none. */
  readonly charset: string
}

/** What a node is besides its fields: where it stands. */
interface Place {
  readonly section: string
  /** What the sections of its children begin with: '' at the top, else with a dot at its end. */
  readonly prefix: string
}

/**
 * The MIME tree of FETCH BODYSTRUCTURE (RFC 9051 §7.5.2), values decoded, undeclared octets by `charset`; undefined for what is none. What a
 * server leaves out has the default that the RFC gives it.
 */
export function readBodyStructure(value: Value | undefined, charset = ''): BodyPart | undefined {
  if (!isList(value)) return undefined
  return readPart(value, { section: isList(value[0]) ? '' : '1', prefix: '' }, { left: PARTS_LIMIT, charset })
}

function readPart(node: readonly Value[], place: Place, reading: Reading): BodyPart {
  reading.left--
  return isList(node[0]) ? readMultipart(node, place, reading) : readLeaf(node, place, reading)
}

/** body-type-mpart: bodies, then the subtype, then extension data: parameters, disposition, language, location. */
function readMultipart(node: readonly Value[], { section, prefix }: Place, reading: Reading): BodyPart {
  const firstField = node.findIndex((value) => !isList(value))
  const bodies = firstField === -1 ? node : node.slice(0, firstField)
  const rest = firstField === -1 ? [] : node.slice(firstField)
  const children: BodyPart[] = []
  for (const [at, body] of bodies.entries()) {
    if (!isList(body) || reading.left <= 0) break
    const own = `${prefix}${at + 1}`
    children.push(readPart(body, { section: own, prefix: `${own}.` }, reading))
  }
  return {
    section,
    type: 'multipart',
    subtype: lower(rest[0]) || 'mixed',
    parameters: readParameters(rest[1], reading),
    id: '',
    description: '',
    encoding: '7bit',
    size: 0,
    ...readDisposition(rest[2], reading),
    language: readLanguages(rest[3]),
    location: plain(rest[4]),
    children,
  }
}

/** body-type-1part: type subtype parameters id description encoding size, then by type, then extension data with MD5 first. */
function readLeaf(node: readonly Value[], { section }: Place, reading: Reading): BodyPart {
  const [type, subtype] = [lower(node[0]) || 'text', lower(node[1]) || (lower(node[0]) === '' ? 'plain' : 'octet-stream')]
  const isMessage = type === 'message' && (subtype === 'rfc822' || subtype === 'global') && isList(node[8])
  const isText = type === 'text'
  const linesAt = isMessage ? 9 : isText ? 7 : undefined
  // Some servers leave the lines of a text out; then the extension data begins where they should be.
  const extension = linesAt === undefined ? 7 : numberOf(node[linesAt]) === undefined ? linesAt : linesAt + 1
  const lines = linesAt === undefined ? undefined : numberOf(node[linesAt])
  const inner = isMessage && isList(node[8]) && reading.left > 0 ? node[8] : undefined
  return {
    section,
    type,
    subtype,
    parameters: readParameters(node[2], reading),
    id: plain(node[3]),
    description: decodeHeaderText(plain(node[4]), reading.charset),
    encoding: normalizeEncoding(plain(node[5])),
    size: numberOf(node[6]) ?? 0,
    ...(lines === undefined ? {} : { lines }),
    ...readDisposition(node[extension + 1], reading),
    language: readLanguages(node[extension + 2]),
    location: plain(node[extension + 3]),
    // The message inside counts its parts from its own number on; a multipart in it is reached as its text (RFC 9051 §6.4.5.1).
    children: inner ? [readPart(inner, isList(inner[0]) ? { section: `${section}.TEXT`, prefix: `${section}.` } : { section: `${section}.1`, prefix: `${section}.1.` }, reading)] : [],
    ...(isMessage && isList(node[7]) ? { envelope: readEnvelope(node[7], reading) } : {}),
  }
}

/** FETCH ENVELOPE: date subject from sender reply-to to cc bcc in-reply-to message-id. */
function readEnvelope(node: readonly Value[], reading: Reading): Envelope {
  const time = parseDate(plain(node[0]))?.time
  return {
    ...(time === undefined ? {} : { date: new Date(time) }),
    subject: decodeHeaderText(plain(node[1]), reading.charset),
    from: readAddresses(node[2], reading),
    sender: readAddresses(node[3], reading),
    replyTo: readAddresses(node[4], reading),
    to: readAddresses(node[5], reading),
    cc: readAddresses(node[6], reading),
    bcc: readAddresses(node[7], reading),
    inReplyTo: plain(node[8]),
    messageId: plain(node[9]),
  }
}

/** Addresses with their groups: one without a host begins a group, one without both ends it. */
function readAddresses(value: Value | undefined, { charset }: Reading): readonly Address[] {
  if (!isList(value)) return []
  const addresses: Address[] = []
  let members: Address[] | undefined
  for (const item of value) {
    if (!isList(item)) continue
    const [name, local, host] = [decodeHeaderText(plain(item[0]), charset), plain(item[2]), plain(item[3])]
    if (host !== '') (members ?? addresses).push({ name, address: `${local}@${host}` })
    else if (local === '') members = undefined
    else {
      members = []
      addresses.push({ name: decodeHeaderText(local, charset), address: '', group: members })
    }
  }
  return addresses
}

function readParameters(value: Value | undefined, { charset }: Reading): Readonly<Record<string, string>> {
  if (!isList(value)) return {}
  const pairs: (readonly [string, string])[] = []
  for (let at = 0; at + 1 < value.length; at += 2) pairs.push([lower(value[at]), raw(value[at + 1])])
  return decodeParameters(pairs, charset)
}

function readDisposition(value: Value | undefined, reading: Reading): Pick<BodyPart, 'disposition'> {
  if (isToken(value)) return { disposition: { type: lower(value), parameters: {} } }
  if (!isList(value) || value.length === 0) return {}
  return { disposition: { type: lower(value[0]), parameters: readParameters(value[1], reading) } }
}

function readLanguages(value: Value | undefined): readonly string[] {
  const values = isList(value) ? value : [value]
  return values.map((language) => plain(language)).filter((language) => language !== '')
}

function lower(value: Value | undefined): string {
  return plain(value).toLowerCase()
}

function plain(value: Value | undefined): string {
  return raw(value).trim()
}

/** Octets as one character each, so that raw 8-bit values are decoded where their charset is known; quoted strings came as UTF-8. */
function raw(value: Value | undefined): string {
  return octetsOf(value)?.toString('latin1') ?? ''
}
