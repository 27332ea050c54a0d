import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { joinName, splitName } from '#lib/mail/contacts/names.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { decodeText } from '#lib/mime/encoded-words.ts'
import { FileMembers, mailto } from '../file-members.ts'
import type { MemberName } from '../file-members.ts'
import { decodeLine } from '../octets/decode-line.ts'
import { octetLines } from '../octets/octet-lines.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import { unfoldLines } from '../octets/unfold-lines.ts'
import { utf8Octets } from '../octets/utf8-octets.ts'
import { READ_LIMITS, Remarks, excerptOf } from '../read-result.ts'
import type { ReadLimits, ReadResult } from '../read-result.ts'

/**
 * The entries of a PINE or Alpine address book: nickname, full name, address or list in parentheses, Fcc, comment, with TABs between; a line
 * that begins with a blank goes on. Lists are groups and come last. An Fcc is kept as X-PINE-FCC.
 */
export async function* readPine(input: AsyncIterable<Uint8Array>, limits: ReadLimits = READ_LIMITS): AsyncGenerator<ReadResult> {
  const members = new FileMembers()
  const lines = octetLines(utf8Octets(input), limits.recordOctets)
  for await (const batch of unfoldLines(lines, { by: 'space', joint: 'blank', vcard: false }, limits.recordOctets)) {
    for (const line of batch) {
      const result = readEntry(line, members)
      if (result) yield result
    }
  }
  yield* members.end()
}

function readEntry(line: OctetLine, members: FileMembers): ReadResult | undefined {
  const { text, guessed } = decodeLine(line.octets)
  if (text.trim() === '' && !line.cut) return undefined
  const excerpt = excerptOf(text)
  if (line.cut) return { line: line.number, problem: 'too-large', excerpt }
  // Pine marks what it deletes and takes it away some weeks later.
  if (/^#DELETED-/i.test(text)) return { line: line.number, problem: 'deleted', excerpt }
  const fields = text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').split('\t').map((field) => field.trim())
  const [nickname = '', name = '', address = '', fcc = '', ...comments] = fields
  if (fields.length < 2) return { line: line.number, problem: 'unreadable', excerpt }
  const remarks = new Remarks()
  if (guessed) remarks.add(line.number, 'encoding-guessed', text)
  const isList = address.startsWith('(')
  const fullName = decodeText(name)
  const properties = [
    ...(isList ? [property('kind', 'group')] : []),
    ...(isList ? [property('fn', fullName || nickname || 'list')] : names(fullName)),
    ...(nickname === '' ? [] : [property('nickname', nickname)]),
    ...(isList ? [] : email(address, line.number, remarks)),
    ...(fcc === '' ? [] : [property('x-pine-fcc', fcc)]),
    ...(comments.join(' ') === '' ? [] : [property('note', decodeText(comments.join(' ')))]),
  ]
  if (properties.length === 0) return { line: line.number, problem: 'empty', excerpt }
  const card = members.known(nickname.toLowerCase(), withName(properties, address))
  if (!isList) return { line: line.number, card, remarks: remarks.all() }
  return members.hold({ line: line.number, card, remarks: remarks.all(), members: splitList(address.replace(/^\(|\)$/g, '')).map(toMember) })
}

function property(name: string, value: CardProperty['values'][number]): CardProperty {
  return { name, parameters: {}, type: 'text', values: [value] }
}

/** Pine sorts by what is written `Family, Given` and shows it the other way round. */
function names(fullName: string): CardProperty[] {
  if (fullName === '') return []
  const parts = splitName(fullName)
  if (!fullName.includes(', ')) return [property('fn', fullName)]
  return [property('fn', joinName(parts)), property('n', [parts.family, parts.given, '', '', ''])]
}

function email(text: string, line: number, remarks: Remarks): CardProperty[] {
  if (text === '') return []
  const [read] = parseAddresses(text)
  if (read === undefined || read.address === '') {
    remarks.add(line, 'unreadable', text)
    return []
  }
  return [property('email', read.address)]
}

/** With FN, from the address's own words or its nickname where the full name is empty. */
function withName(properties: readonly CardProperty[], address: string): Card {
  if (properties.some(({ name }) => name === 'fn')) return { properties }
  const [read] = parseAddresses(address)
  const nickname = properties.find(({ name }) => name === 'nickname')?.values[0]
  return { properties: [property('fn', read?.name || (typeof nickname === 'string' ? nickname : '') || read?.address || ''), ...properties] }
}

/** The members between commas that stand outside of quotation marks. */
function splitList(list: string): string[] {
  const members: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at <= list.length; at++) {
    if (list[at] === '\\') at += 1
    else if (list[at] === '"') quoted = !quoted
    else if (at === list.length || (list[at] === ',' && !quoted)) {
      members.push(list.slice(from, at).trim())
      from = at + 1
    }
  }
  if (from < list.length) members.push(list.slice(from).trim())
  return members.filter((text) => text !== '')
}

function toMember(text: string): MemberName {
  const [read] = parseAddresses(text)
  const address = mailto(read?.address ?? '')
  if (address === undefined) return { key: text.toLowerCase() }
  return { key: text.toLowerCase(), address, isAddress: true, name: read?.name ?? '' }
}
