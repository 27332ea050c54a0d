/** Words that programs write for the type of an address or number, in small letters, with what they are in vCard 4. */
const KNOWN = new Map<string, readonly string[]>(Object.entries({
  home: ['home'],
  privat: ['home'],
  work: ['work'],
  arbeit: ['work'],
  geschäftlich: ['work'],
  business: ['work'],
  mobile: ['cell'],
  mobil: ['cell'],
  cell: ['cell'],
  'home fax': ['home', 'fax'],
  'fax privat': ['home', 'fax'],
  'work fax': ['work', 'fax'],
  'fax geschäftlich': ['work', 'fax'],
  fax: ['fax'],
  pager: ['pager'],
  spouse: ['spouse'],
  child: ['child'],
  parent: ['parent'],
  friend: ['friend'],
}))

export interface Label {
  readonly types: readonly string[]
  readonly preferred: boolean
  /** The words when they are no type that vCard knows. */
  readonly own?: string
}

/** What a label says; Google marks the preferred one by an asterisk. Words that stand for nothing in particular give none. */
export function readLabel(text: string): Label {
  const preferred = /^\s*\*\s/.test(text)
  const words = text.replace(/^\s*\*\s*/, '').trim()
  const known = KNOWN.get(words.toLowerCase())
  if (known !== undefined) return { types: known, preferred }
  return words === '' || /^(other|andere|internet|website|profile)$/i.test(words) ? { types: [], preferred } : { types: [], preferred, own: words }
}

/** The label of a property by its types, '' without any that has one. */
export function writeLabel(types: readonly string[]): string {
  const wanted = types.map((type) => type.toLowerCase()).filter((type) => type !== 'voice' && type !== 'pref')
  const found = [...KNOWN].find(([, known]) => known.length === wanted.length && known.every((type) => wanted.includes(type)))
  const word = found?.[0] ?? wanted.join(' ')
  return word.replace(/^./, (first) => first.toUpperCase())
}
