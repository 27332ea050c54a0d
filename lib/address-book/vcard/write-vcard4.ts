import { displayNameOf } from '#lib/mail/contacts/names.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { ruleOf } from './property-rules.ts'
import { writeValues } from './values.ts'
import { writeLine } from './write-line.ts'

/** A card as vCard 4 (RFC 6350); reading it gives the same properties, dates without hyphens, and an FN where there was none, since one is required. */
export function writeVcard4(card: Card): string {
  const named: readonly CardProperty[] = card.properties.some(({ name }) => name === 'fn') ? [] : [{ name: 'fn', parameters: {}, type: 'text', values: [displayNameOf(card)] }]
  const lines = [...named, ...card.properties].filter(({ name }) => name !== 'version').flatMap(writeProperty)
  return `BEGIN:VCARD\r\nVERSION:4.0\r\n${lines.join('')}END:VCARD\r\n`
}

const DATES = new Set(['bday', 'anniversary', 'deathdate'])

/** RFC 6350 §4.3: a date has no hyphens between its parts, whatever a form or another format wrote. */
function withPlainDate(property: CardProperty): CardProperty {
  if (!DATES.has(property.name) || !property.type.startsWith('date')) return property
  return { ...property, values: property.values.map((value) => (typeof value === 'string' ? value.replace(/^(\d{4}|--)-(\d\d)-(\d\d)$|^(--\d\d)-(\d\d)$/, '$1$2$3$4$5') : value)) }
}

function writeProperty(given: CardProperty): string[] {
  const property = withPlainDate(given)
  const rule = ruleOf(property.name)
  const said = property.type === (rule?.type ?? 'unknown') ? {} : { valueType: property.type === 'unknown' ? 'text' : property.type }
  return writeValues(property.values, property.type, rule).map((value) => writeLine(property, value, { ...said, caret: true }))
}
