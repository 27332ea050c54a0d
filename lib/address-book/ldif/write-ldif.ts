import { addressesOf, inOrder, kindOf, preferred, textOf } from '#lib/mail/contacts/card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import { photoOf } from '#lib/mail/contacts/photo.ts'
import { fieldText } from '../fields/field-text.ts'
import { fieldNamed } from '../fields/field.ts'
import { fromMailto } from '../file-members.ts'
import { WRITTEN } from './attributes.ts'
import { escapeDn } from './entry.ts'

/** RFC 2849 §2.10: no line need be longer. */
const LINE = 76

const NICKNAME = fieldNamed('nickname')
const NOTE = fieldNamed('note')

/** One card as an LDIF entry with the empty line behind it. Entries are named by their UID, so that groups can name them whatever comes first. */
export function writeEntry(card: Card): string {
  return kindOf(card) === 'group' ? writeGroup(card) : writePerson(card)
}

function writePerson(card: Card): string {
  const classes = ['top', 'person', 'organizationalPerson', 'inetOrgPerson', 'mozillaAbPersonAlpha']
  const [first, second, ...others] = addressesOf(card)
  const photo = photoOf(card)
  return entry([
    ['dn', dnOf(card)],
    ...classes.map((name) => ['objectclass', name] as const),
    ...WRITTEN.map(([attribute, field]) => [attribute, fieldText(card, field)] as const),
    ['mail', first ?? ''],
    ['mozillaSecondEmail', second ?? ''],
    ...others.map((address) => ['othermailbox', address] as const),
    ...inOrder(card, 'tel').map((tel) => [numberAttribute(tel.parameters.type ?? []), textOf(tel).replace(/^tel:/i, '')] as const),
    ...inOrder(card, 'url').map((url) => [(url.parameters.type ?? []).includes('home') ? 'mozillaHomeUrl' : 'mozillaWorkUrl', textOf(url)] as const),
    ...(photo ? [['jpegPhoto', photo.bytes] as const] : []),
  ])
}

function writeGroup(card: Card): string {
  const members = inOrder(card, 'member').map(textOf)
  return entry([
    ['dn', dnOf(card)],
    ['objectclass', 'top'],
    ['objectclass', 'groupOfNames'],
    ['cn', displayNameOf(card)],
    ['mozillaNickname', fieldText(card, NICKNAME)],
    ['description', fieldText(card, NOTE)],
    ...members.map((uri) => ['member', fromMailto(uri) === '' ? `uid=${escapeDn(uri)}` : `mail=${escapeDn(fromMailto(uri))}`] as const),
  ])
}

function dnOf(card: Card): string {
  const uid = textOf(preferred(card, 'uid'))
  if (uid !== '') return `uid=${escapeDn(uid)}`
  const [address] = addressesOf(card)
  return `cn=${escapeDn(displayNameOf(card))}${address === undefined ? '' : `,mail=${escapeDn(address)}`}`
}

function numberAttribute(types: readonly string[]): string {
  const has = (type: string) => types.some((one) => one.toLowerCase() === type)
  if (has('fax')) return 'facsimileTelephoneNumber'
  if (has('pager')) return 'pager'
  if (has('cell')) return 'mobile'
  return has('home') ? 'homePhone' : 'telephoneNumber'
}

function entry(attributes: readonly (readonly [string, string | Uint8Array])[]): string {
  return `${attributes.filter(([name, value]) => value.length > 0 || name === 'dn').map(([name, value]) => writeAttribute(name, value)).join('')}\r\n`
}

/** RFC 2849 SAFE-STRING as it is, anything else in base64: no value can end its line (threats D7). */
function writeAttribute(name: string, value: string | Uint8Array): string {
  const safe = typeof value === 'string' && /^[\x21-\x39\x3b\x3d-\x7f](?:[\x20-\x7f]*[\x21-\x7f])?$/.test(value)
  const line = safe ? `${name}: ${value}` : `${name}:: ${Buffer.from(typeof value === 'string' ? value.toWellFormed() : value).toString('base64')}`
  return `${line.slice(0, LINE)}${line.slice(LINE).replace(/.{1,75}/g, '\r\n $&')}\r\n`
}
