import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { textOf } from '#lib/mail/contacts/card.ts'

/** An address as one compares it: no server in use tells capital letters apart. */
export function likeAddress(text: string): string {
  return text.trim().toLowerCase()
}

/** A number without what only groups its digits; `00` in front is `+`. */
export function likeNumber(text: string): string {
  return text.replace(/^tel:/i, '').replace(/;.*$/s, '').replace(/\(0\)/g, '').replace(/[\s()./\u00a0\u2010-\u2015-]+/g, '').replace(/^00/, '+').toLowerCase()
}

/** The words of a name without case, accents and order: `Doe, Jane` is `jane doe`; '' without any. */
export function likeName(text: string): string {
  const plain = text.slice(0, 500).toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}+/gu, '')
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !TITLES.has(word)).sort().join(' ')
}

const TITLES = new Set(['dr', 'prof', 'mr', 'mrs', 'ms', 'herr', 'frau', 'jr', 'sr'])

/** What two properties that say the same have in common. */
export function likeness({ name, type, values }: CardProperty): string {
  if (name === 'email') return likeAddress(textOf({ name, type, values, parameters: {} }))
  if (name === 'tel') return likeNumber(textOf({ name, type, values, parameters: {} }))
  return JSON.stringify(values)
}

/** The end of a number by which it is known with and without its country; '' for one too short to tell people apart. */
export function numberKey(text: string): string {
  const digits = likeNumber(text).replace(/\D/g, '')
  return digits.length < 7 ? '' : digits.slice(-9)
}

export function textsOf(card: Card, name: string): readonly string[] {
  return card.properties.filter((property) => property.name === name).map(textOf).filter((text) => text !== '')
}
