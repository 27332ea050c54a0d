import type { Card } from '#lib/mail/contacts/card.ts'
import { fieldText } from '../fields/field-text.ts'
import { fieldNamed } from '../fields/field.ts'
import type { Field } from '../fields/field.ts'
import { writeRow } from './write-row.ts'

/** The columns of a table: what each is called and the field that it shows. */
export type Layout = readonly (readonly [header: string, field: string])[]

/** Numbered columns: an address, a number and so on with its label. */
function slots(count: number, columns: Layout): Layout {
  return Array.from({ length: count }, (_, at) => columns.map(([header, field]) => [header.replace('#', String(at + 1)), `${field}#${at + 1}`] as const)).flat()
}

const NUMBERED: Layout = [
  ...slots(4, [['E-mail # - Label', 'email/label'], ['E-mail # - Value', 'email']]),
  ...slots(4, [['Phone # - Label', 'tel/label'], ['Phone # - Value', 'tel']]),
  ...slots(2, [['Address # - Label', 'adr/label'], ['Address # - Formatted', 'adr/whole'], ['Address # - Street', 'adr/street'], ['Address # - City', 'adr/city'], ['Address # - PO Box', 'adr/box'], ['Address # - Region', 'adr/region'], ['Address # - Postal Code', 'adr/code'], ['Address # - Country', 'adr/country'], ['Address # - Extended Address', 'adr/extended']]),
  ...slots(2, [['Website # - Label', 'url/label'], ['Website # - Value', 'url']]),
]

/** Google's columns since 2024. */
export const GOOGLE: Layout = [
  ['First Name', 'n/given'], ['Middle Name', 'n/additional'], ['Last Name', 'n/family'], ['Name Prefix', 'n/prefixes'], ['Name Suffix', 'n/suffixes'], ['Nickname', 'nickname'], ['File As', 'fn'],
  ['Organization Name', 'org/name'], ['Organization Title', 'title'], ['Organization Department', 'org/unit'], ['Birthday', 'bday'], ['Notes', 'note'], ['Labels', 'categories'],
  ...NUMBERED,
]

/** Our own: Google's numbered ones, which lose least, behind names that anyone understands. */
export const PLAIN: Layout = [
  ['Display Name', 'fn'], ['First Name', 'n/given'], ['Middle Name', 'n/additional'], ['Last Name', 'n/family'], ['Name Prefix', 'n/prefixes'], ['Name Suffix', 'n/suffixes'], ['Nickname', 'nickname'],
  ['Organization', 'org/name'], ['Department', 'org/unit'], ['Job Title', 'title'], ['Role', 'role'], ['Birthday', 'bday'], ['Anniversary', 'anniversary'], ['Gender', 'gender'], ['Categories', 'categories'], ['Notes', 'note'],
  ...NUMBERED,
]

function place(words: string, type: string, names: readonly string[]): Layout {
  return ['street', 'extended', 'city', 'region', 'code', 'country'].map((part, at) => [`${words} ${names[at] ?? ''}`, `adr/${part}@${type}`] as const)
}

export const THUNDERBIRD: Layout = [
  ['First Name', 'n/given'], ['Last Name', 'n/family'], ['Display Name', 'fn'], ['Nickname', 'nickname'], ['Primary Email', 'email#1'], ['Secondary Email', 'email#2'], ['Screen Name', 'ignore'],
  ['Work Phone', 'tel@work'], ['Home Phone', 'tel@home'], ['Fax Number', 'tel@fax'], ['Pager Number', 'tel@pager'], ['Mobile Number', 'tel@cell'],
  ...place('Home', 'home', ['Address', 'Address 2', 'City', 'State', 'ZipCode', 'Country']),
  ...place('Work', 'work', ['Address', 'Address 2', 'City', 'State', 'ZipCode', 'Country']),
  ['Job Title', 'title'], ['Department', 'org/unit'], ['Organization', 'org/name'], ['Web Page 1', 'url@work'], ['Web Page 2', 'url@home'],
  ['Birth Year', 'bday/year'], ['Birth Month', 'bday/month'], ['Birth Day', 'bday/day'], ['Custom 1', 'ignore'], ['Custom 2', 'ignore'], ['Custom 3', 'ignore'], ['Custom 4', 'ignore'], ['Notes', 'note'],
]

export const OUTLOOK: Layout = [
  ['Title', 'n/prefixes'], ['First Name', 'n/given'], ['Middle Name', 'n/additional'], ['Last Name', 'n/family'], ['Suffix', 'n/suffixes'], ['Company', 'org/name'], ['Department', 'org/unit'], ['Job Title', 'title'],
  ...place('Business', 'work', ['Street', 'Street 2', 'City', 'State', 'Postal Code', 'Country/Region']),
  ...place('Home', 'home', ['Street', 'Street 2', 'City', 'State', 'Postal Code', 'Country/Region']),
  ['Business Fax', 'tel@work,fax'], ['Business Phone', 'tel@work'], ['Home Fax', 'tel@home,fax'], ['Home Phone', 'tel@home'], ['Mobile Phone', 'tel@cell'], ['Pager', 'tel@pager'],
  ['Anniversary', 'anniversary'], ['Birthday', 'bday'], ['Categories', 'categories'], ['E-mail Address', 'email#1'], ['E-mail 2 Address', 'email#2'], ['E-mail 3 Address', 'email#3'], ['Gender', 'gender'], ['Nickname', 'nickname'], ['Notes', 'note'], ['Spouse', 'related@spouse'], ['Web Page', 'url'],
]

/** A table of cards, headers first. The last numbered column of a kind in a layout with `lists` holds the rest too. */
export async function* writeTable(cards: AsyncIterable<Card> | Iterable<Card>, layout: Layout, lists: boolean): AsyncGenerator<string> {
  const columns = layout.map(([, text]) => fieldNamed(text))
  const last = (field: Field) => lists && !columns.some(({ name, slot }) => name === field.name && slot > field.slot)
  // Excel takes UTF-8 for something else without the mark.
  yield `\ufeff${writeRow(layout.map(([header]) => header))}`
  for await (const card of cards) yield writeRow(columns.map((field) => fieldText(card, field, last(field))))
}
