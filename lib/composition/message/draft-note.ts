import { COMPOSITION_KINDS, FOLLOW_UPS, REPORTS, type CompositionKind, type FollowUp, type Reports } from '#lib/mail/composition.ts'
import { promisify } from 'node:util'
import { deflate, inflateSync } from 'node:zlib'
import { HEADERS_LENGTH, HTML_LENGTH } from '../composition-limits.ts'
import type { TypedFields } from '../kept-composition.ts'

/** What a draft's ordinary header cannot say, kept beside it in a field of our own. */
export interface DraftNote {
  readonly kind: CompositionKind
  readonly original?: { readonly mailbox: string; readonly id: string }
  /** Address fields word for word, when they hold something that is no address yet. */
  readonly typed?: Pick<TypedFields, 'to' | 'cc' | 'bcc' | 'replyTo'>
  readonly reports: Reports
  readonly followUp: FollowUp
  /** Header lines, word for word. */
  readonly headers: string
  /** Where the copy of what is sent goes, where that was chosen. */
  readonly copyTo?: string
  /** Further messages of the original's mailbox that are forwarded beside it. */
  readonly others?: readonly string[]
  /** Of a message in text: the HTML that its text has replaced. */
  readonly html?: string
  /** Under which Content-ID that HTML knows each attachment, in their order; '' for none. */
  readonly pictures?: readonly string[]
}

export const DRAFT_HEADER = 'X-Postern-Draft'

/** Letters of all values of a note together: what reads the header of a draft reads more. */
const NOTE_LENGTH = 1_000_000
/** Letters of one value: with its folding still less than is read of a field. */
const VALUE_LENGTH = 180_000
/** A shorter note stands as it is. */
const DEFLATED_FROM = 2_000
/** Octets that a note is inflated to at most. */
const NOTE_OCTETS = 8 * 1024 * 1024

/**
 * The note as the values of header fields of that name: base64 in pieces that fold. One that would be too long goes without the HTML; undefined for one
 * that is too long all the same.
 */
export async function writeDraftNote(note: DraftNote): Promise<readonly string[] | undefined> {
  const letters = await encodeNote(note)
  if (letters.length > NOTE_LENGTH) {
    const { html, pictures: _, ...rest } = note
    return html === undefined ? undefined : writeDraftNote(rest)
  }
  const values = letters.match(new RegExp(`.{1,${VALUE_LENGTH}}`, 'g')) ?? []
  return values.map((value) => value.replace(/.{60}(?=.)/g, '$& '))
}

async function encodeNote(note: DraftNote): Promise<string> {
  const json = Buffer.from(JSON.stringify(note))
  return (json.length < DEFLATED_FROM ? json : await promisify(deflate)(json)).toString('base64')
}

/** The note of such values, one behind the other; undefined when it is none. What it holds came from a mailbox, so each value is checked. */
export function readDraftNote(value: string): DraftNote | undefined {
  const letters = value.replace(/\s+/g, '')
  if (letters === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined
  const note = parse(Buffer.from(letters, 'base64'))
  if (!isRecord(note)) return undefined
  const { kind, original, typed, reports, followUp, headers, others, html, pictures, copyTo } = note
  return {
    kind: COMPOSITION_KINDS.find((known) => known === kind) ?? 'new',
    reports: REPORTS.find((known) => known === reports) ?? 'none',
    followUp: FOLLOW_UPS.find((known) => known === followUp) ?? 'none',
    headers: isText(headers) ? headers.replaceAll('\0', '').slice(0, HEADERS_LENGTH) : '',
    ...(isRecord(original) && isText(original['mailbox']) && isText(original['id']) ? { original: { mailbox: original['mailbox'], id: original['id'] } } : {}),
    ...(isRecord(typed) ? { typed: { to: text(typed['to']), cc: text(typed['cc']), bcc: text(typed['bcc']), replyTo: text(typed['replyTo']) } } : {}),
    ...(isText(copyTo) ? { copyTo: text(copyTo).slice(0, 1_000) } : {}),
    ...(isTexts(others) ? { others } : {}),
    ...(isText(html) && html.length <= HTML_LENGTH * 2 ? { html } : {}),
    ...(isTexts(pictures) ? { pictures } : {}),
  }
}

function parse(octets: Buffer): unknown {
  try {
    return JSON.parse((octets[0] === JSON_BEGINS ? octets : inflateSync(octets, { maxOutputLength: NOTE_OCTETS })).toString())
  } catch {
    return undefined // another program's field of the same name
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
/** `{`, with which no zlib stream begins (RFC 1950 §2.2). */
const JSON_BEGINS = 0x7b
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText)
const isText = (value: unknown): value is string => typeof value === 'string'
const text = (value: unknown): string => (isText(value) ? value.replace(/[\0\r\n]/g, ' ') : '')
