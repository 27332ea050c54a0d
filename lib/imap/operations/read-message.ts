import { attachmentsBeside } from '#lib/mail/reading/attachments.ts'
import { ownBodies } from '#lib/mail/reading/body-choice.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import type { Argument } from '../command.ts'
import { readBodyStructure } from '../reading/body-structure.ts'
import { BODY_STRUCTURE, fetchMessages, FLAGS, headerFields, INTERNAL_DATE, section, SIZE, UID, type Fetched } from '../reading/fetch.ts'
import type { OrderRequest } from '../order/mailbox-order.ts'
import { BODY_OCTETS, bodyItems, isBlank, readBodies, readOpaque, type ReadBody } from '../reading/read-bodies.ts'
import { mendNames } from '../reading/mend-names.ts'
import { summarize } from '../reading/message-summary.ts'
import { keepHtml, type Shown } from '../reading/kept-html.ts'
import { readRange } from '../reading/part-content.ts'
import { bodiesTold } from '../reading/told-bodies.ts'
import { requireSameMailbox, uidValidityOf } from '../same-mailbox.ts'
import { readNeighbours, type Neighbours } from './read-neighbours.ts'

/** A message as it was read for showing. */
export interface ReadMessage {
  readonly summary: MessageSummary
  readonly flags: readonly string[]
  /** The header block, at most as much of it as was to be read. */
  readonly header: Uint8Array
  readonly headerCut: boolean
  /** It is larger than what was to be read without being asked for: then it has no structure, bodies or excerpt here. */
  readonly isWithheld: boolean
  /** Undefined where the server's description could not be read; then `excerpt` is the beginning of the message. */
  readonly structure: BodyPart | undefined
  readonly bodies: readonly ReadBody[]
  /** Parts whose text lies in their S/MIME signature, or the beginning of them. */
  readonly opaque: readonly ReadBody[]
  /** The beginning of the source, for a message that shows nothing otherwise. */
  readonly excerpt: Uint8Array | undefined
  readonly neighbours: Neighbours
}

/** Together under 256 KB on the wire, whatever the size of the message (promise 5). */
const HEADER_OCTETS = 48 * 1024
/** Of a message that somebody writes on, or answers: what its header holds must not be lost. */
const WHOLE_HEADER_OCTETS = 2 * 1024 * 1024
/** What a message is nothing without, looked for behind those octets; and at most how much of it. */
const LATE_FIELDS = ['DATE', 'FROM', 'TO', 'SUBJECT', 'REPLY-TO', 'MESSAGE-ID']
const LATE_OCTETS = 16 * 1024
/** On top, where the bodies turned out to be blank. */
const EXCERPT_OCTETS = 32 * 1024

export interface ReadOptions {
  readonly prefer?: 'text' | undefined
  readonly charset?: string | undefined
  /** Octets (RFC822.SIZE): of a larger message only the header is fetched. */
  readonly askAbove?: number | undefined
  /** Reads two megabytes of the header. */
  readonly wholeHeader?: boolean | undefined
  /** Leaves out what only stands in for the message's own text, or beside it, and is an attachment. */
  readonly ownTexts?: boolean | undefined
  /** The index that the neighbours are taken from. */
  readonly order: OrderRequest
}

/** What shows a message: header, structure, and as much of the chosen bodies as a screen takes; two FETCHes where an index has told of it. Never sets \Seen. */
export async function readMessage(connections: AccountConnections, ref: MessageRef, options: ReadOptions): Promise<ReadMessage> {
  const shown = Promise.withResolvers<Shown>()
  const reading = readFromServer(connections, ref, options, shown.resolve)
  reading.catch(shown.reject)
  // Only whoever wants more than the text asks for a frame.
  if (options.prefer !== 'text') keepHtml(connections.views, ref, shown.promise)
  else shown.promise.catch(() => undefined)
  return reading
}

/** `onShown` is told as soon as its bodies are there: its frame does not wait for who stands beside it. */
function readFromServer(connections: AccountConnections, ref: MessageRef, options: ReadOptions, onShown: (shown: Shown) => void): Promise<ReadMessage> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    const headerOctets = options.wholeHeader ? WHOLE_HEADER_OCTETS : HEADER_OCTETS
    // The text alone is another choice than the one that the index told of.
    const told = options.prefer === 'text' ? [] : bodyItems(bodiesTold(connections.views, ref, options.askAbove))
    const message = await fetchDescription(client, ref, [section('HEADER', { start: 0, length: headerOctets }), ...told])
    const start = message.sections.get('HEADER') ?? Buffer.alloc(0)
    const headerCut = start.length >= headerOctets
    const header = headerCut ? Buffer.concat([await lateFields(client, ref, start), start]) : start
    const isWithheld = options.askAbove !== undefined && message.size > options.askAbove
    const described = readBodyStructure(message.bodyStructure, options.charset)
    const structure = described && !isWithheld ? await mendNames(client, ref.uid, described, options.charset) : undefined
    const bodies = structure ? await readBodies(client, ref.uid, structure, { prefer: options.prefer, fetched: message.sections }) : []
    onShown({ structure, bodies })
    const opaque = structure ? await readOpaque(client, ref.uid, structure, bodies) : []
    const isEmpty = bodies.every(({ octets, plain }) => isBlank(octets) && (!plain || isBlank(plain.octets)))
    const hasAttachments = structure !== undefined && attachmentsBeside(structure, bodies.map(({ part }) => part)).some(({ size }) => size > 0)
    const needsExcerpt = !isWithheld && isEmpty && !hasAttachments
    return {
      summary: summarize({ ...message, sections: new Map([...message.sections, ['HEADER', header]]) }, described, uidValidityOf(client)),
      flags: message.flags,
      header,
      headerCut,
      isWithheld,
      structure,
      bodies: options.ownTexts && structure ? ownBodies(structure, bodies) : bodies,
      opaque,
      excerpt: needsExcerpt ? await readRange(client, { uid: ref.uid, section: '' }, { start: 0, length: bodies.length > 0 ? EXCERPT_OCTETS : BODY_OCTETS }) : undefined,
      neighbours: await readNeighbours(client, connections, { ref, sequence: message.sequence }, options.order),
    }
  })
}

/** Who, to whom, when and about what stands behind a wall of other fields: fetched by name. */
async function lateFields(client: ImapFlow, ref: MessageRef, start: Uint8Array): Promise<Uint8Array> {
  const fields = parseHeader(start)
  const names = LATE_FIELDS.filter((name) => firstValue(fields, name.toLowerCase()) === undefined)
  if (names.length === 0) return new Uint8Array(0)
  const found = await fetchMessages(client, { by: 'uid', set: String(ref.uid) }, [UID, headerFields(names, { start: 0, length: LATE_OCTETS })])
  const late = found.find(({ uid }) => uid === ref.uid)?.sections.get('HEADER')?.toString('latin1') ?? ''
  return Buffer.from(late.replace(/[^\n]*$/, '').replace(/(?:\r?\n)+$/, '\r\n').replace(/^\r\n$/, ''), 'latin1')
}

/** A structure that the client's parser refuses loses its message from the answer: then once more without. */
async function fetchDescription(client: ImapFlow, ref: MessageRef, sections: readonly Argument[]): Promise<Fetched> {
  const items = [UID, FLAGS, SIZE, INTERNAL_DATE, ...sections]
  const range = { by: 'uid', set: String(ref.uid) } as const
  for (const asked of [[...items, BODY_STRUCTURE], items]) {
    const message = (await fetchMessages(client, range, asked)).find(({ uid, sections }) => uid === ref.uid && sections.has('HEADER'))
    if (message) return message
  }
  throw new GatewayError('no-such-message')
}
