import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressesOf, inOrder, kindOf, textOf } from '#lib/mail/contacts/card.ts'
import { birthdayOf } from '#lib/mail/contacts/birthday.ts'
import { photoOf } from '#lib/mail/contacts/photo.ts'
import { demoBooks } from './demo-books.ts'

const cards = demoBooks().flatMap((book) => book.cards)

test('the demonstration has people, groups in groups and photos, the same each time, and nobody who is real', () => {
  assert.deepEqual(demoBooks(), demoBooks())
  const addresses = cards.flatMap(addressesOf)
  assert.ok(addresses.length >= 15 && addresses.every((address) => address.endsWith('.example')))
  assert.ok(cards.flatMap((card) => inOrder(card, 'tel')).every((number) => textOf(number).startsWith('+999 ')))
  assert.equal(cards.filter(photoOf).length, 5)
  assert.equal(new Set(cards.map((card) => textOf(inOrder(card, 'uid')[0]))).size, cards.length)
})

test('whoever a group names is there', () => {
  const known = new Set(cards.map((card) => textOf(inOrder(card, 'uid')[0])))
  const members = cards.filter((card) => kindOf(card) === 'group').flatMap((card) => inOrder(card, 'member').map(textOf))
  assert.ok(members.length >= 19)
  for (const member of members) assert.ok(member.startsWith('mailto:') || known.has(member), member)
})

test('on any day a birthday is to come within thirty days', () => {
  const days = cards.flatMap((card) => birthdayOf(card) ?? []).map(({ month, day }) => Date.UTC(2027, month - 1, day) / 86_400_000).toSorted((one, other) => one - other)
  const gaps = days.map((day, at) => (days[at + 1] ?? (days[0] ?? 0) + 365) - day)
  assert.ok(Math.max(...gaps) < 30, String(Math.max(...gaps)))
})
