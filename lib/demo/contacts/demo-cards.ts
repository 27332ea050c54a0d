import { createHash } from 'node:crypto'
import type { Card, CardProperty, CardValue } from '#lib/mail/contacts/card.ts'
import { drawPortrait } from '../draw-portrait.ts'

/** Somebody who does not exist, as a few words say it. */
export interface DemoContact {
  readonly given: string
  readonly family: string
  readonly address: string
  readonly phone?: string
  readonly organization?: string
  readonly title?: string
  /** `1958-03-02`, or `--03-02` where the year is nobody's business. */
  readonly birthday?: string
  readonly nickname?: string
  readonly note?: string
  readonly street?: readonly [street: string, city: string, code: string, country: string]
  readonly hasPhoto?: true
}

/** A contact as a card: the same one each time. */
export function personCard({ given, family, address, phone, organization, title, birthday, nickname, note, street, hasPhoto }: DemoContact): Card {
  const name = [given, family].filter((part) => part !== '').join(' ')
  const [line, city, code, country] = street ?? ['', '', '', '']
  return {
    properties: [
      text('uid', uidOf(name), 'uri'),
      text('fn', name),
      text('n', [family, given, '', '', '']),
      text('email', address, 'text', { type: ['home'] }),
      ...(phone === undefined ? [] : [text('tel', phone, 'text', { type: ['cell'] })]),
      ...(organization === undefined ? [] : [text('org', [organization])]),
      ...(title === undefined ? [] : [text('title', title)]),
      ...(nickname === undefined ? [] : [text('nickname', nickname)]),
      ...(birthday === undefined ? [] : [text('bday', birthday, 'date-and-or-time')]),
      ...(street === undefined ? [] : [text('adr', ['', '', line, city, '', code, country], 'text', { type: ['home'] })]),
      ...(note === undefined ? [] : [text('note', note)]),
      ...(hasPhoto === true ? [text('photo', `data:image/png;base64,${Buffer.from(drawPortrait(name.length + family.length)).toString('base64')}`, 'uri')] : []),
    ],
  }
}

/** A group of contacts by their names, of groups by theirs, and of bare addresses. */
export function groupCard(name: string, members: readonly string[]): Card {
  return {
    properties: [text('uid', uidOf(name), 'uri'), text('kind', 'group'), text('fn', name), ...members.map((member) => text('member', member.includes('@') ? `mailto:${member}` : uidOf(member), 'uri'))],
  }
}

/** The same for one name each time. */
function uidOf(name: string): string {
  const hex = createHash('sha256').update(`demonstration ${name}`).digest('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function text(name: string, value: CardValue, type = 'text', parameters: CardProperty['parameters'] = {}): CardProperty {
  return { name, parameters, type, values: [value] }
}
