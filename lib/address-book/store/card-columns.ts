import { birthdayOf, dayOfYear, writeBirthday } from '#lib/mail/contacts/birthday.ts'
import type { CardRow } from '#lib/mail/contacts/book.ts'
import { addressesOf, type Card, type CardKind, inOrder, kindOf, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { sortTextOf } from '#lib/mail/contacts/names.ts'
import { folded, letterOf } from '#lib/mail/contacts/search-words.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Row } from '#lib/storage/storage.ts'
import { CARD_OCTETS } from './address-book-store.ts'

/** What is listed of a card, as long as its columns are. */
const NAME_LENGTH = 300

/** The columns of a row of a list. */
export const ROW_COLUMNS = 'book, id, uid, change, kind, name, address, organization, phone, birthday, photo, changed'

export interface CardColumns {
  readonly uid: string
  readonly kind: CardKind
  readonly name: string
  readonly sorts: string
  readonly letter: string
  readonly address: string
  readonly organization: string
  readonly phone: string
  readonly birthday: string
  /** `04-12`, or ''. */
  readonly day: string
  readonly photo: 0 | 1
  readonly content: string
}

/** What is kept of a card, which has a UID. Throws GatewayError 'too-large' beyond CARD_OCTETS. */
export function columnsOf(card: Card): CardColumns {
  const content = JSON.stringify(card)
  if (Buffer.byteLength(content) > CARD_OCTETS) throw new GatewayError('too-large', 'card', { refusal: { name: 'card-large', with: { kilobytes: CARD_OCTETS / 1024 } } })
  const name = nameOf(card)
  const sortText = plain(sortTextOf(card)) || name
  const birthday = birthdayOf(card)
  return {
    uid: uidOf(card),
    kind: kindOf(card),
    name,
    sorts: folded(sortText),
    letter: letterOf(sortText),
    address: plain(addressesOf(card)[0] ?? ''),
    organization: plain(textOf(preferred(card, 'org'))),
    phone: plain(textOf(preferred(card, 'tel')).replace(/^tel:/i, '')),
    birthday: birthday ? writeBirthday(birthday) : '',
    day: birthday ? dayOfYear(birthday) : '',
    photo: inOrder(card, 'photo').length > 0 ? 1 : 0,
    content,
  }
}

/** Its UID as cards are found by it. */
export function uidOf(card: Card): string {
  return uidKey(plain(textOf(preferred(card, 'uid'))))
}

export function rowOf(row: Row): CardRow {
  return {
    book: String(row.book),
    id: String(row.id),
    uid: String(row.uid),
    etag: String(row.change),
    kind: row.kind as CardKind,
    name: String(row.name),
    address: String(row.address),
    organization: String(row.organization),
    phone: String(row.phone),
    birthday: String(row.birthday),
    hasPhoto: row.photo === 1,
    changed: Number(row.changed),
  }
}

function nameOf(card: Card): string {
  const candidates = ['fn', 'n', 'nickname', 'org', 'email', 'tel'].map((name) => plain(textOf(preferred(card, name))))
  return candidates.find((text) => text !== '') ?? ''
}

/** One line that both storages take. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/\p{Surrogate}/gu, '\uFFFD').trim().slice(0, NAME_LENGTH)
}
