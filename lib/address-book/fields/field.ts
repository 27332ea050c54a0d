/**
 * A place in a card that a column of a table or an attribute of a directory entry fills, as one text that a form can hold:
 * `name[/part][@type[,type]][#slot]`, such as `n/given`, `tel@work,fax` or `adr/street#2`. Fields of one name and slot, or one name and
 * type, make one property.
 */
export interface Field {
  readonly name: FieldName
  readonly part: string
  readonly types: readonly string[]
  /** From 1; 0 without one. */
  readonly slot: number
}

/** Each property with the parts that it has; '' is the value as a whole. */
const PARTS = {
  fn: [''],
  n: ['family', 'given', 'additional', 'prefixes', 'suffixes'],
  nickname: [''],
  email: ['', 'label'],
  tel: ['', 'label'],
  adr: ['box', 'extended', 'street', 'city', 'region', 'code', 'country', 'label', 'whole'],
  org: ['name', 'unit'],
  title: [''],
  role: [''],
  url: ['', 'label'],
  impp: ['', 'label', 'service'],
  bday: ['', 'year', 'month', 'day'],
  anniversary: ['', 'year', 'month', 'day'],
  event: ['', 'label'],
  related: ['', 'label'],
  gender: [''],
  categories: [''],
  note: [''],
  photo: [''],
  uid: [''],
  /** Of no meaning to us: kept under its column's name. */
  keep: ['', 'label'],
  /** Left out, because whoever maps the columns says so. */
  ignore: [''],
} as const

export type FieldName = keyof typeof PARTS

const TYPES = new Set(['home', 'work', 'cell', 'fax', 'pager', 'voice', 'spouse', 'child', 'parent', 'friend'])

/** The field that a text names; undefined when it names none. */
export function parseField(text: string): Field | undefined {
  const [, name = '', part = '', types = '', slot = '0'] = /^([a-z]+)(?:\/([a-z]+))?(?:@([a-z,]+))?(?:#([1-9]\d?))?$/.exec(text) ?? []
  if (!Object.hasOwn(PARTS, name)) return undefined
  const known = name as FieldName
  const list = types === '' ? [] : types.split(',')
  if (!(PARTS[known] as readonly string[]).includes(part) || !list.every((type) => TYPES.has(type))) return undefined
  return { name: known, part, types: list, slot: Number(slot) }
}

/** Fields that the code itself names, parsed once. Throws for one that there is not, which is a mistake of ours. */
export function fieldNamed(text: string): Field {
  const field = parseField(text)
  if (field === undefined) throw new Error(`no field ${text}`)
  return field
}

const ADDRESS_PARTS = ['street', 'extended', 'box', 'city', 'region', 'code', 'country']

/** The fields that a page offers for a column, in the order in which it does. */
export const FIELDS: readonly string[] = [
  'ignore', 'keep', 'fn', 'n/prefixes', 'n/given', 'n/additional', 'n/family', 'n/suffixes', 'nickname',
  'email', 'email@home', 'email@work', 'tel', 'tel@cell', 'tel@home', 'tel@work', 'tel@fax', 'tel@home,fax', 'tel@work,fax', 'tel@pager',
  ...['@home', '@work'].flatMap((type) => [...ADDRESS_PARTS, 'whole'].map((part) => `adr/${part}${type}`)),
  'org/name', 'org/unit', 'title', 'role', 'url', 'url@home', 'url@work', 'impp', 'bday', 'bday/year', 'bday/month', 'bday/day',
  'anniversary', 'anniversary/year', 'anniversary/month', 'anniversary/day', 'related@spouse', 'related', 'gender', 'categories', 'note', 'photo', 'uid',
]
