import type { ImapFlow } from 'imapflow'
import { atom, execute, isList, isToken, numberOf, octetsOf, sequence, textOf, type Argument, type Untagged, type Value, type ValueToken } from '../command.ts'

/** What FETCH said of one message; only what was asked for is there, and not even that on every server. */
export interface Fetched {
  readonly sequence: number
  uid: number
  flags: readonly string[]
  size: number
  /** INTERNALDATE as it stands. */
  internalDate: string
  modSeq: bigint | undefined
  /** BODYSTRUCTURE as it was parsed into tokens. */
  bodyStructure: Value | undefined
  /** The octets of sections, by section in upper case: `HEADER`, `1.2`, `2.MIME`, '' for all. */
  readonly sections: Map<string, Buffer>
}

/** Which messages: a set of UIDs or of sequence numbers. */
export interface FetchRange {
  readonly by: 'uid' | 'sequence'
  readonly set: string
}

export const UID = atom('UID')
export const FLAGS = atom('FLAGS')
export const SIZE = atom('RFC822.SIZE')
export const INTERNAL_DATE = atom('INTERNALDATE')
export const BODY_STRUCTURE = atom('BODYSTRUCTURE')

/** `BODY.PEEK[section]<start.length>`: never sets \Seen. '' is the whole message. */
export function section(name: string, range?: { readonly start: number; readonly length: number }): Argument {
  return { type: 'ATOM', value: 'BODY.PEEK', section: name === '' ? [] : [atom(name)], ...(range ? { partial: [range.start, range.length] } : {}) }
}

/** `BODY.PEEK[HEADER.FIELDS (names)]`: only these header fields, or only a range of their octets. */
export function headerFields(names: readonly string[], range?: { readonly start: number; readonly length: number }): Argument {
  return { type: 'ATOM', value: 'BODY.PEEK', section: [atom('HEADER.FIELDS'), names.map(atom)], ...(range ? { partial: [range.start, range.length] } : {}) }
}

/** The messages of the range, in the order in which the server told of them. Messages that have gone are left out. */
export async function fetchMessages(client: ImapFlow, range: FetchRange, items: readonly Argument[]): Promise<readonly Fetched[]> {
  const bySequence = new Map<string, Fetched>()
  await execute(client, range.by === 'uid' ? 'UID FETCH' : 'FETCH', [sequence(range.set), items], {
    FETCH: (untagged) => collect(bySequence, untagged),
  })
  return [...bySequence.values()]
}

/** A server may tell of one message in several responses, and of others that somebody just changed. */
function collect(bySequence: Map<string, Fetched>, { command, attributes }: Untagged): void {
  const values = attributes[1]
  if (!isList(values)) return
  let message = bySequence.get(command)
  if (!message) {
    message = { sequence: Number(command), uid: 0, flags: [], size: 0, internalDate: '', modSeq: undefined, bodyStructure: undefined, sections: new Map() }
    bySequence.set(command, message)
  }
  for (let at = 0; at + 1 < values.length; at += 2) {
    const name = values[at]
    if (isToken(name)) take(message, name, values[at + 1] ?? null)
  }
}

function take(message: Fetched, item: ValueToken, value: Value): void {
  const name = String(item.value ?? '').toUpperCase()
  if (item.section && name.startsWith('BODY')) {
    const octets = octetsOf(value)
    if (octets) message.sections.set(sectionName(item.section), octets)
    return
  }
  if (name === 'UID') message.uid = numberOf(value) ?? 0
  if (name === 'RFC822.SIZE') message.size = numberOf(value) ?? 0
  if (name === 'INTERNALDATE') message.internalDate = textOf(value) ?? ''
  if (name === 'BODYSTRUCTURE') message.bodyStructure = value
  if (name === 'FLAGS' && isList(value)) message.flags = value.map((flag) => textOf(flag) ?? '').filter((flag) => flag !== '')
  if (name === 'MODSEQ' && isList(value)) message.modSeq = modSeqOf(textOf(value[0]))
}

/** `HEADER.FIELDS (FROM)` and `HEADER` both count as the header that was asked for. */
function sectionName(parts: readonly Value[]): string {
  const name = (textOf(parts[0]) ?? '').toUpperCase()
  return name.startsWith('HEADER.FIELDS') ? 'HEADER' : name
}

function modSeqOf(digits: string | undefined): bigint | undefined {
  return digits !== undefined && /^[0-9]{1,19}$/.test(digits) ? BigInt(digits) : undefined
}
