import { createHash } from 'node:crypto'
import { readVcards } from '#lib/address-book/vcard/read-vcards.ts'
import { writeVcard3 } from '#lib/address-book/vcard/write-vcard3.ts'
import { type Card, type CardProperty, type CardValue, preferred, textOf } from '#lib/mail/contacts/card.ts'

/** What every CardDAV server takes (RFC 6352 §5.1): vCard 3. */
export function writeCard(card: Card): string {
  return writeVcard3(card)
}

/** The one card that a resource holds (RFC 6352 §5.1); undefined for what is none, or several. */
export async function readCard(text: string): Promise<Card | undefined> {
  const found = await Array.fromAsync(readVcards(octetsOf(text)))
  const [first, ...more] = found
  return first && 'card' in first && more.length === 0 ? first.card : undefined
}

/** A card without a UID has one that follows from where it is: reading it again is no second card. */
export function withUid(card: Card, href: string): Card {
  if (textOf(preferred(card, 'uid')) !== '') return card
  const hex = createHash('sha256').update(href).digest('hex')
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return { properties: [...card.properties, { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${uuid}`] }] }
}

/** True when two cards say the same once they are written and read again, whatever their order, their dates of revision and who wrote them. */
export async function saySame(one: Card, other: Card): Promise<boolean> {
  return (await essenceOf(one)) === (await essenceOf(other))
}

const BY_THE_WAY = new Set(['rev', 'prodid', 'version'])

async function essenceOf(card: Card): Promise<string> {
  const { properties } = (await readCard(writeCard(card))) ?? card
  return JSON.stringify(properties.filter(({ name }) => !BY_THE_WAY.has(name)).map(lineOf).toSorted())
}

function lineOf({ group, name, parameters, values }: CardProperty): string {
  const sorted = Object.entries(parameters).map(([key, given]) => [key, given.toSorted()] as const).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([group ?? '', name, sorted, values.map(trimmed)])
}

/** `Ann;;;;` and `Ann` are one name. */
function trimmed(value: CardValue): CardValue {
  if (typeof value === 'string') return value
  const last = value.findLastIndex((component) => component.length > 0)
  return value.slice(0, last + 1)
}

async function* octetsOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
