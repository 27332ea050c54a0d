import { fieldNamed } from '../fields/field.ts'
import type { Field } from '../fields/field.ts'

/** Attributes of inetOrgPerson (RFC 2798) and of Mozilla's address book, in small letters, with the field that they fill. */
const FIELDS: Readonly<Record<string, string>> = {
  cn: 'fn', commonname: 'fn', displayname: 'fn', givenname: 'n/given', gn: 'n/given', sn: 'n/family', surname: 'n/family', initials: 'keep', personaltitle: 'n/prefixes', generationqualifier: 'n/suffixes',
  mail: 'email', rfc822mailbox: 'email', mozillasecondemail: 'email', othermailbox: 'email', xmozillaanyphone: 'tel',
  mozillanickname: 'nickname', xmozillanickname: 'nickname', nickname: 'nickname',
  telephonenumber: 'tel@work', homephone: 'tel@home', mobile: 'tel@cell', cellphone: 'tel@cell', carphone: 'tel@cell', mobiletelephonenumber: 'tel@cell', pager: 'tel@pager', pagerphone: 'tel@pager',
  facsimiletelephonenumber: 'tel@fax', fax: 'tel@fax',
  street: 'adr/street@work', streetaddress: 'adr/street@work', mozillaworkstreet2: 'adr/extended@work', l: 'adr/city@work', locality: 'adr/city@work', localityname: 'adr/city@work', st: 'adr/region@work', region: 'adr/region@work',
  postalcode: 'adr/code@work', zip: 'adr/code@work', c: 'adr/country@work', co: 'adr/country@work', countryname: 'adr/country@work', postofficebox: 'adr/box@work', postaladdress: 'adr/whole', homepostaladdress: 'adr/whole@home',
  mozillahomestreet: 'adr/street@home', mozillahomestreet2: 'adr/extended@home', mozillahomelocalityname: 'adr/city@home', mozillahomestate: 'adr/region@home', mozillahomepostalcode: 'adr/code@home', mozillahomecountryname: 'adr/country@home',
  o: 'org/name', company: 'org/name', organizationname: 'org/name', ou: 'org/unit', department: 'org/unit', orgunit: 'org/unit', title: 'title', employeetype: 'role',
  mozillaworkurl: 'url@work', workurl: 'url@work', mozillahomeurl: 'url@home', homeurl: 'url@home', labeleduri: 'url', url: 'url',
  birthyear: 'bday/year', birthmonth: 'bday/month', birthday: 'bday/day', anniversaryyear: 'anniversary/year', anniversarymonth: 'anniversary/month', anniversaryday: 'anniversary/day',
  description: 'note', notes: 'note', info: 'note', businesscategory: 'categories',
}

/** What says how an entry is kept and nothing about whom it is of. */
const IGNORED = new Set(['objectclass', 'modifytimestamp', 'createtimestamp', 'creatorsname', 'modifiersname', 'entrycsn', 'structuralobjectclass', 'subschemasubentry', 'hassubordinates', 'userpassword', 'mozillausehtmlmail', 'xmozillausehtmlmail', 'changetype', 'entrydn'])

const BY_NAME = new Map(Object.entries(FIELDS).map(([attribute, field]) => [attribute, fieldNamed(field)]))
const KEEP = fieldNamed('keep')
const IGNORE = fieldNamed('ignore')

/** The field of an attribute: `keep` for one that nobody knows, `ignore` for one that is not about the person. */
export function fieldOf(attribute: string): Field {
  return IGNORED.has(attribute) ? IGNORE : (BY_NAME.get(attribute) ?? KEEP)
}

/** The attributes that a card is written as, in their order: those of Mozilla's address book, which Thunderbird reads. */
export const WRITTEN: readonly (readonly [attribute: string, field: Field])[] = ([
  ['cn', 'fn'], ['givenName', 'n/given'], ['sn', 'n/family'], ['mozillaNickname', 'nickname'],
  ['street', 'adr/street@work'], ['mozillaWorkStreet2', 'adr/extended@work'], ['l', 'adr/city@work'], ['st', 'adr/region@work'], ['postalCode', 'adr/code@work'], ['c', 'adr/country@work'],
  ['mozillaHomeStreet', 'adr/street@home'], ['mozillaHomeStreet2', 'adr/extended@home'], ['mozillaHomeLocalityName', 'adr/city@home'], ['mozillaHomeState', 'adr/region@home'], ['mozillaHomePostalCode', 'adr/code@home'], ['mozillaHomeCountryName', 'adr/country@home'],
  ['title', 'title'], ['o', 'org/name'], ['ou', 'org/unit'], ['birthyear', 'bday/year'], ['birthmonth', 'bday/month'], ['birthday', 'bday/day'], ['description', 'note'],
] as const).map(([attribute, field]) => [attribute, fieldNamed(field)] as const)
