import type { PageWords } from '#lib/i18n/words.ts'

/** What a column of a table means, in the reader's words; `field` is a text that names a place in a card, such as `tel@work,fax`. */
export function fieldLabel({ contacts, transfer }: PageWords, field: string): string {
  const [, name = '', part = '', types = '', slot = ''] = /^([a-z]+)(?:\/([a-z]+))?(?:@([a-z,]+))?(?:#([0-9]+))?$/.exec(field) ?? []
  const { fields, kinds } = contacts
  const own = transfer.fields
  const bases: Readonly<Record<string, string>> = {
    ignore: own.ignore,
    keep: own.keep,
    fn: fields.name,
    'n/prefixes': fields.prefix,
    'n/given': fields.given,
    'n/additional': fields.additional,
    'n/family': fields.family,
    'n/suffixes': fields.suffix,
    nickname: fields.nickname,
    email: fields.email,
    tel: fields.phone,
    adr: fields.postal,
    'adr/whole': fields.postal,
    'adr/box': own.box,
    'adr/extended': own.extended,
    'adr/street': fields.street,
    'adr/city': fields.city,
    'adr/region': fields.region,
    'adr/code': fields.code,
    'adr/country': fields.country,
    'org/name': fields.organization,
    'org/unit': fields.unit,
    title: fields.title,
    role: own.role,
    url: fields.url,
    impp: own.impp,
    'impp/service': own.service,
    bday: fields.birthday,
    anniversary: own.anniversary,
    event: own.event,
    related: own.related,
    gender: own.gender,
    categories: own.categories,
    note: fields.note,
    photo: contacts.photo,
    uid: own.uid,
  }
  const kindNames: Readonly<Record<string, string>> = { ...kinds, pager: own.pager, spouse: own.spouse }
  const whole = bases[name] ?? name
  const parts: Readonly<Record<string, string>> = { year: own.year, month: own.month, day: own.day }
  const named = part === 'label' ? own.label({ field: whole }) : parts[part] !== undefined ? own.part({ field: whole, part: parts[part] }) : (bases[part === '' ? name : `${name}/${part}`] ?? whole)
  const typed = types === '' ? named : `${named} (${types.split(',').map((type) => kindNames[type] ?? type).join(', ')})`
  return slot === '' ? typed : `${typed} ${slot}`
}
