import { hash } from 'node:crypto'
import { type Card, preferred, textOf } from '#lib/mail/contacts/card.ts'

/** What says when and by what a card was written is not about whom. */
const ABOUT_THE_CARD = new Set(['rev', 'prodid', 'version'])

/** The card with a UID: its own, else one that follows from what it says (RFC 9562 §5.8), so that a file that is imported twice adds nobody twice. */
export function withContentUid(card: Card): Card {
  if (textOf(preferred(card, 'uid')) !== '') return card
  return { properties: [...card.properties, { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${contentUuid(card)}`] }] }
}

/** A UUID that every card with these properties has. */
export function contentUuid(card: Card): string {
  const hex = hash('sha256', contentOf(card), 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** True when they say the same, whenever and by whatever they were written. */
export function saysTheSame(one: Card, other: Card): boolean {
  return contentOf(one) === contentOf(other)
}

function contentOf({ properties }: Card): string {
  return JSON.stringify(properties.filter(({ name }) => !ABOUT_THE_CARD.has(name)).map(({ group = '', name, parameters, type, values }) => [group, name, parameters, type, values]))
}
