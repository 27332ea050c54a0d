import { kindOf } from '#lib/mail/contacts/card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { displayNameOf, nameOf } from '#lib/mail/contacts/names.ts'
import { fromDataUri, isBinary } from './binary-values.ts'
import { toOldProperty } from './old-properties.ts'
import { oldRuleOf } from './property-rules.ts'
import { writeValues } from './values.ts'
import { writeLine } from './write-line.ts'

/** A card as vCard 3 (RFC 2426), which requires FN and N; groups as Apple's address book writes them. Preferences but the first are kept as a parameter. */
export function writeVcard3(card: Card): string {
  const isGroup = kindOf(card) === 'group'
  const lines = withNames(card).flatMap((property) => (property.name === 'version' ? [] : writeProperty(property, isGroup)))
  return `BEGIN:VCARD\r\nVERSION:3.0\r\n${lines.join('')}END:VCARD\r\n`
}

function withNames(card: Card): readonly CardProperty[] {
  const has = (name: string) => card.properties.some((property) => property.name === name)
  const { family, given, additional, prefixes, suffixes } = nameOf(card)
  return [
    ...(has('fn') ? [] : [{ name: 'fn', parameters: {}, type: 'text', values: [displayNameOf(card)] }]),
    ...(has('n') ? [] : [{ name: 'n', parameters: {}, type: 'text', values: [[family, given, additional, prefixes, suffixes]] }]),
    ...card.properties,
  ]
}

function writeProperty(property: CardProperty, isGroup: boolean): string[] {
  const [value] = property.values
  const data = isBinary(property.name) && typeof value === 'string' ? fromDataUri(value) : undefined
  if (data) {
    const { type, ...others } = property.parameters
    const types = [...(data.type === '' ? [] : [data.type]), ...(type ?? [])]
    return [writeLine({ ...property, parameters: { encoding: ['b'], ...(types.length > 0 && { type: types }), ...others } }, data.base64, { caret: false })]
  }
  const old = toOldProperty(property, isGroup)
  const { 'sort-as': sortAs, ...parameters } = old.parameters
  const key = old.name === 'n' && sortAs !== undefined ? [writeLine({ name: 'sort-string', parameters: {}, type: 'text', values: [] }, writeValues([sortAs.join(' ')], 'text', undefined).join(''), { caret: false })] : []
  const rule = oldRuleOf(old.name)
  const written = { ...old, parameters: old.name === 'n' ? parameters : old.parameters }
  const said = valueTypeOf(written, rule?.type)
  return [...writeValues(old.values, old.type, rule).map((text) => writeLine(written, text, { ...(said !== undefined && { valueType: said }), caret: false })), ...key]
}

/** What VALUE says in vCard 3: nothing where it is what one expects, `uri` for a picture elsewhere (RFC 2426 §3.1.4). */
function valueTypeOf({ name, type }: CardProperty, usual: string | undefined): string | undefined {
  if (isBinary(name) && type === 'uri') return 'uri'
  if (type === (usual ?? 'unknown')) return undefined
  return type === 'unknown' ? 'text' : type
}
