import { type Card, type CardProperty, textOf } from '#lib/mail/contacts/card.ts'
import { memberValue } from '#lib/mail/contacts/members.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Storage } from '#lib/storage/storage.ts'
import type { BookReader, CardState, Joining, KeptCard } from './address-book-store.ts'
import { permitted } from './books.ts'
import { dropCard, keptCard, keptOf, writeCard } from './write-cards.ts'

/** Groups of a book that are looked at for members that became another card. */
const MOST_GROUPS = 500

/** One card in the place of several; groups that name one of these name it from now on. */
export async function joinCards(tx: Storage, who: BookReader, { book, kept, others, card }: Joining): Promise<KeptCard> {
  await permitted(tx, who, book, 'write')
  const first = await unchanged(tx, book, kept)
  const uids = new Set<string>()
  for (const other of others) {
    const { uid } = await unchanged(tx, book, other)
    await dropCard(tx, { book, id: other.id }, uid)
    uids.add(uid)
  }
  const saved = await writeCard(tx, { book, id: kept.id }, card)
  const groups = await tx.all("SELECT * FROM card WHERE book = ? AND kind = 'group' LIMIT ?", [book, MOST_GROUPS])
  for (const group of groups.map(keptOf)) {
    const changed = withMember(group.card, uids, first.uid)
    if (changed) await writeCard(tx, group, changed)
  }
  return saved
}

async function unchanged(tx: Storage, book: string, { id, expected }: CardState): Promise<KeptCard> {
  const card = await keptCard(tx, { book, id })
  if (card.etag !== expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  return card
}

/** The group with one member where it had any of those; undefined where it had none. */
function withMember({ properties }: Card, uids: ReadonlySet<string>, uid: string): Card | undefined {
  const names = (property: CardProperty, ...any: readonly string[]): boolean => property.name === 'member' && any.includes(uidKey(textOf(property)))
  if (!properties.some((property) => names(property, ...uids))) return undefined
  const place = properties.findIndex((property) => names(property, uid, ...uids))
  const kept = properties.flatMap((property, at) => (at === place ? [{ ...property, values: [memberValue({ uid })] }] : names(property, uid, ...uids) ? [] : [property]))
  return { properties: kept }
}

/** Remembers that these, by their uids, are not the same. */
export async function setApart(tx: Storage, who: BookReader, book: string, uids: readonly string[]): Promise<void> {
  await permitted(tx, who, book, 'write')
  const keys = [...new Set(uids.map(uidKey))].toSorted()
  for (const [at, one] of keys.entries()) for (const other of keys.slice(at + 1)) await tx.run('INSERT INTO card_apart (book, one, other) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [book, one, other])
}

/** The pairs that are not the same, each in the order of its uids. */
export async function apartIn(tx: Storage, who: BookReader, book: string): Promise<readonly (readonly [string, string])[]> {
  await permitted(tx, who, book, 'read')
  return (await tx.all('SELECT one, other FROM card_apart WHERE book = ?', [book])).map(({ one, other }) => [String(one), String(other)])
}
