import { COMPOSITION_KINDS, FOLLOW_UPS, REPORTS, type CompositionKind, type FollowUp, type Reports } from '#lib/mail/composition.ts'
import { HEADERS_LENGTH } from '../composition-limits.ts'
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
}

export const DRAFT_HEADER = 'X-Postern-Draft'

/** The note as the value of a header field: base64 in pieces that fold. */
export function writeDraftNote(note: DraftNote): string {
  return Buffer.from(JSON.stringify(note)).toString('base64').replace(/.{60}(?=.)/g, '$& ')
}

/** The note of such a value; undefined when it is none. What it holds came from a mailbox, so each value is checked. */
export function readDraftNote(value: string): DraftNote | undefined {
  const letters = value.replace(/\s+/g, '')
  if (letters === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined
  const note = parse(Buffer.from(letters, 'base64').toString())
  if (!isRecord(note)) return undefined
  const { kind, original, typed, reports, followUp, headers } = note
  return {
    kind: COMPOSITION_KINDS.find((known) => known === kind) ?? 'new',
    reports: REPORTS.find((known) => known === reports) ?? 'none',
    followUp: FOLLOW_UPS.find((known) => known === followUp) ?? 'none',
    headers: isText(headers) ? headers.replaceAll('\0', '').slice(0, HEADERS_LENGTH) : '',
    ...(isRecord(original) && isText(original['mailbox']) && isText(original['id']) ? { original: { mailbox: original['mailbox'], id: original['id'] } } : {}),
    ...(isRecord(typed) ? { typed: { to: text(typed['to']), cc: text(typed['cc']), bcc: text(typed['bcc']), replyTo: text(typed['replyTo']) } } : {}),
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined // another program's field of the same name
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const text = (value: unknown): string => (isText(value) ? value.replace(/[\0\r\n]/g, ' ') : '')
