import { displayNameOf } from '#lib/mail/contacts/names.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { ruleOf } from './property-rules.ts'
import { writeValues } from './values.ts'
import { writeLine } from './write-line.ts'

/** A card as vCard 4 (RFC 6350); reading it gives the same properties, and an FN where there was none, since one is required. */
export function writeVcard4(card: Card): string {
  const named: readonly CardProperty[] = card.properties.some(({ name }) => name === 'fn') ? [] : [{ name: 'fn', parameters: {}, type: 'text', values: [displayNameOf(card)] }]
  const lines = [...named, ...card.properties].filter(({ name }) => name !== 'version').flatMap(writeProperty)
  return `BEGIN:VCARD\r\nVERSION:4.0\r\n${lines.join('')}END:VCARD\r\n`
}

function writeProperty(property: CardProperty): string[] {
  const rule = ruleOf(property.name)
  const said = property.type === (rule?.type ?? 'unknown') ? {} : { valueType: property.type === 'unknown' ? 'text' : property.type }
  return writeValues(property.values, property.type, rule).map((value) => writeLine(property, value, { ...said, caret: true }))
}
