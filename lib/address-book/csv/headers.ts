/** Column names in small letters, as the programs named write them, with the field that they fill; several names of one field between `|`. */
const COMMON = {
  'fn': 'display name|name|full name|anzeigename|voller name|file as',
  'n/given': 'first name|given name|firstname|vorname',
  'n/additional': 'middle name|additional name|middlename|weitere vornamen|zweiter vorname',
  'n/family': 'last name|family name|surname|lastname|nachname|familienname',
  'n/prefixes': 'name prefix|prefix|anrede',
  'n/suffixes': 'suffix|name suffix|namenszusatz',
  'nickname': 'nickname|nick name|short name|spitzname',
  'email': 'e-mail|email|mail|e-mail address|email address|primary email|e-mail-adresse|primäre e-mail-adresse|e-mail 2 address|e-mail 3 address|e-mail 2: adresse|e-mail 3: adresse|secondary email|additional email|sekundäre e-mail-adresse|zusätzliche e-mail-adresse|e-mail 2|e-mail 3',
  'tel': 'phone|telephone|phone number|telefon|telefonnummer|other phone|weiteres telefon|primary phone|haupttelefon|car phone|autotelefon|callback|radio phone',
  'tel@work': 'work phone|business phone|business phone 2|company main phone|telefon geschäftlich|telefon geschäftlich 2|telefon firma|tel. dienstlich|dienstlich',
  'tel@home': 'home phone|home phone 2|telefon privat|telefon (privat)|telefon privat 2|telefon (privat 2)|tel. privat',
  'tel@cell': 'mobile|mobile phone|mobile number|cell phone|mobiltelefon|mobiltelefon 2|mobil|handy|mobil-tel.-nr.',
  'tel@fax': 'fax|fax number|other fax|fax-nummer|weiteres fax',
  'tel@work,fax': 'business fax|work fax|fax geschäftlich',
  'tel@home,fax': 'home fax|fax privat',
  'tel@pager': 'pager|pager number|pager-nummer',
  'org/name': 'organization|organisation|company|organization name|organization 1 - name|firma',
  'org/unit': 'department|organization department|organization 1 - department|abteilung',
  'title': 'job title|organization title|organization 1 - title|position|arbeitstitel|funktion',
  'role': 'profession|role|occupation|beruf',
  'url': 'web page|website|url|homepage|webseite|personal web page',
  'url@work': 'web page 1|business web page|webseite 1',
  'url@home': 'web page 2|webseite 2',
  'bday': 'birthday|date of birth|geburtsdatum|geburtstag',
  'bday/year': 'birth year|geburtsjahr',
  'bday/month': 'birth month|geburtsmonat',
  'bday/day': 'birth day',
  'anniversary': 'anniversary|jahrestag',
  'related@spouse': 'spouse|partner|ehepartner|ehepartner/in',
  'related@child': 'children|kinder',
  'gender': 'gender|geschlecht',
  'categories': 'categories|labels|group membership|kategorien',
  'note': 'notes|note|notizen|comments|bemerkungen',
  'photo': 'photo',
  'uid': 'uid',
  'adr/whole': 'address|adresse|anschrift',
  'adr/street': 'street|straße|other street|weitere straße',
  'adr/extended': 'other street 2|weitere straße 2',
  'adr/box': 'po box|postfach|other address po box|weiteres postfach',
  'adr/city': 'city|ort|stadt|other city|weiterer ort',
  'adr/region': 'state|region|bundesland|other state|weiteres/r bundesland/kanton',
  'adr/code': 'zip|zip code|zipcode|postal code|plz|postleitzahl|other postal code|weitere postleitzahl',
  'adr/country': 'country|land|country/region|other country/region|weiteres/e land/region',
  'adr/street@home': 'home address|home street|straße privat|privat: adresse',
  'adr/extended@home': 'home address 2|home street 2|straße privat 2|privat: adresse 2',
  'adr/box@home': 'home address po box|postfach privat',
  'adr/city@home': 'home city|ort privat|privat: ort',
  'adr/region@home': 'home state|bundesland/kanton privat|region privat|privat: bundesland',
  'adr/code@home': 'home zipcode|home postal code|postleitzahl privat|privat: plz',
  'adr/country@home': 'home country|home country/region|land/region privat|privat: land',
  'adr/street@work': 'work address|business street|straße geschäftlich|dienstlich: adresse',
  'adr/extended@work': 'work address 2|business street 2|straße geschäftlich 2|dienstlich: adresse 2',
  'adr/box@work': 'business address po box|postfach geschäftlich',
  'adr/city@work': 'work city|business city|ort geschäftlich|dienstlich: ort',
  'adr/region@work': 'work state|business state|region geschäftlich|dienstlich: bundesland',
  'adr/code@work': 'work zipcode|business postal code|postleitzahl geschäftlich|dienstlich: plz',
  'adr/country@work': 'work country|business country/region|land/region geschäftlich|dienstlich: land',
  /** What says nothing about a person. */
  'ignore': 'e-mail type|e-mail 2 type|e-mail 3 type|e-mail: typ|e-mail-typ|e-mail 2: typ|e-mail 3: typ|priority|private|sensitivity|priorität|privat|vertraulichkeit|organization 1 - type',
} as const

/** Columns of Google by number: `E-mail 1 - Value`, and with `Type` for `Label` until 2024. */
const NUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^e-?mail (\d\d?) - (?:type|label)$/, 'email/label'],
  [/^e-?mail (\d\d?) - value$/, 'email'],
  [/^phone (\d\d?) - (?:type|label)$/, 'tel/label'],
  [/^phone (\d\d?) - value$/, 'tel'],
  [/^address (\d\d?) - (?:type|label)$/, 'adr/label'],
  [/^address (\d\d?) - formatted$/, 'adr/whole'],
  [/^address (\d\d?) - street$/, 'adr/street'],
  [/^address (\d\d?) - city$/, 'adr/city'],
  [/^address (\d\d?) - po box$/, 'adr/box'],
  [/^address (\d\d?) - region$/, 'adr/region'],
  [/^address (\d\d?) - postal code$/, 'adr/code'],
  [/^address (\d\d?) - country$/, 'adr/country'],
  [/^address (\d\d?) - extended address$/, 'adr/extended'],
  [/^website (\d\d?) - (?:type|label)$/, 'url/label'],
  [/^website (\d\d?) - value$/, 'url'],
  [/^relation (\d\d?) - (?:type|label)$/, 'related/label'],
  [/^relation (\d\d?) - value$/, 'related'],
  [/^event (\d\d?) - (?:type|label)$/, 'event/label'],
  [/^event (\d\d?) - value$/, 'event'],
  [/^im (\d\d?) - (?:type|label)$/, 'impp/label'],
  [/^im (\d\d?) - service$/, 'impp/service'],
  [/^im (\d\d?) - value$/, 'impp'],
  [/^custom field (\d\d?) - (?:type|label)$/, 'keep/label'],
  [/^custom field (\d\d?) - value$/, 'keep'],
]

const BY_NAME = new Map(Object.entries(COMMON).flatMap(([field, names]) => names.split('|').map((name) => [name, field] as const)))

/** The field that each column fills, by its name: one that nobody knows is kept under it, one without a name is left out. */
export function guessMapping(headers: readonly string[]): readonly string[] {
  const names = headers.map((header) => header.trim().toLowerCase().replace(/\s+/g, ' '))
  const outlook = names.some((name) => name === 'business street' || name === 'e-mail display name')
  const parted = names.includes('geburtsjahr')
  return names.map((name) => {
    // Outlook's title stands before the name; Thunderbird's German day of birth is called as Outlook's whole date.
    if (name === 'title' || name === 'titel') return outlook ? 'n/prefixes' : 'title'
    if (name === 'geburtstag' && parted) return 'bday/day'
    return numbered(name) ?? BY_NAME.get(name) ?? (name === '' ? 'ignore' : 'keep')
  })
}

function numbered(name: string): string | undefined {
  for (const [pattern, field] of NUMBERED) {
    const slot = pattern.exec(name)?.[1]
    if (slot !== undefined && Number(slot) > 0) return `${field}#${Number(slot)}`
  }
  return undefined
}
