import type { Card } from '#lib/mail/contacts/card.ts'

/** Every card has these (RFC 6350 §6.2.1 and §6.7.9, RFC 2426 §3.1.2). */
const ALWAYS = ['version', 'uid', 'fn', 'n']

/** A card with these properties alone, named in small letters, and those that no card is without. */
export function withProperties({ properties }: Card, names: readonly string[]): Card {
  return { properties: properties.filter(({ name }) => names.includes(name) || ALWAYS.includes(name)) }
}
