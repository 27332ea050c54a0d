import { randomBytes, randomUUID } from 'node:crypto'
import type { Card } from '#lib/mail/contacts/card.ts'
import { wordsOfQuestion } from '#lib/mail/contacts/search-words.ts'
import type { Row, Storage } from '#lib/storage/storage.ts'
import { type BookReader, COLLECTED_ADDRESSES, type ContactSuggestion, type UsedAddress } from './address-book-store.ts'
import { ensureGiven, givenBook, readableBooks } from './books.ts'
import { LAST, withWords } from './find-cards.ts'
import { listed } from './listed.ts'
import { dropCard, writeCard } from './write-cards.ts'

/** What was written to so long ago counts half. */
const HALF_LIFE = 30 * 86_400_000
/** A use in this moment, in thousandths of a half-life: scores of different days compare as they are. */
const momentOf = (at: number): number => Math.round((at / HALF_LIFE) * 1000)

/** One use more: two uses of today count as one of a month later. */
function withUse(score: number, at: number): number {
  const moment = momentOf(at)
  return Math.max(score, moment) + Math.round(1000 * Math.log2(1 + 2 ** (-Math.abs(score - moment) / 1000)))
}

export async function recordUse(tx: Storage, who: BookReader, used: readonly UsedAddress[], at: number): Promise<void> {
  await ensureGiven(tx, who)
  const books = listed((await readableBooks(tx, who)).map(({ id }) => id))
  for (const { name, address: written } of used) {
    const address = written.toLowerCase()
    const row = await tx.get('SELECT score FROM used_address WHERE account = ? AND address = ?', [who.account, address])
    const score = row ? withUse(Number(row.score), at) : momentOf(at)
    await tx.run('INSERT INTO used_address (account, address, score) VALUES (?, ?, ?) ON CONFLICT (account, address) DO UPDATE SET score = excluded.score', [who.account, address, score])
    const known = await tx.get(`SELECT 1 AS one FROM card_address WHERE address = ? AND book IN ${books.marks}`, [address, ...books.values])
    if (!known) await writeCard(tx, { book: givenBook(who.account, 'collected'), id: randomBytes(16).toString('base64url') }, collectedCard(name, written), at)
  }
  await forgetOldest(tx, who.account)
}

async function forgetOldest(tx: Storage, account: string): Promise<void> {
  const { many } = (await tx.get('SELECT count(*) AS many FROM used_address WHERE account = ?', [account])) as Row
  const over = Number(many) - COLLECTED_ADDRESSES
  if (over <= 0) return
  const book = givenBook(account, 'collected')
  for (const { address } of await tx.all('SELECT address FROM used_address WHERE account = ? ORDER BY score, address LIMIT ?', [account, over])) {
    await tx.run('DELETE FROM used_address WHERE account = ? AND address = ?', [account, String(address)])
    const cards = await tx.all('SELECT card.id, card.uid FROM card_address JOIN card ON card.number = card_address.card WHERE card_address.address = ? AND card_address.book = ?', [String(address), book])
    for (const { id, uid } of cards) await dropCard(tx, { book, id: String(id) }, String(uid))
  }
}

function collectedCard(name: string, address: string): Card {
  const text = (property: string, value: string) => ({ name: property, parameters: {}, type: 'text', values: [value] })
  return { properties: [text('fn', name || address), text('email', address), { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${randomUUID()}`] }] }
}

/** Words looked at for one suggestion: a card is often found by several of its words. */
const WORDS_EACH = 6

export async function suggest(tx: Storage, who: BookReader, text: string, limit: number): Promise<readonly ContactSuggestion[]> {
  const words = wordsOfQuestion(text)
  const [first, ...more] = words
  if (first === undefined) return []
  const books = (await readableBooks(tx, who)).map(({ id }) => id)
  const found = new Map<string, ContactSuggestion>()
  const add = (suggestion: ContactSuggestion): void => {
    const key = suggestion.isGroup ? suggestion.card : suggestion.address.toLowerCase()
    if (key !== '' && !found.has(key)) found.set(key, suggestion)
  }
  for (const row of await usedOnes(tx, who.account, { books, words, limit })) add(suggestionOf(row, String(row.written)))
  for (const book of books) {
    if (found.size >= limit) break
    const others = withWords('card_word.card', more)
    const rows = await tx.all(
      `SELECT card.book, card.id, card.kind, card.name, card.address, card.number FROM card_word JOIN card ON card.number = card_word.card WHERE card_word.book = ? AND card_word.word >= ? AND card_word.word < ?${others.sql} ORDER BY card_word.word, card_word.card LIMIT ?`,
      [book, first, first + LAST, ...others.params, limit * WORDS_EACH],
    )
    for (const row of rows) add(suggestionOf(row, await meantAddress(tx, row, first)))
  }
  return [...found.values()].slice(0, limit)
}

function usedOnes(tx: Storage, account: string, { books, words, limit }: { readonly books: readonly string[]; readonly words: readonly string[]; readonly limit: number }): Promise<readonly Row[]> {
  const among = listed(books)
  const having = withWords('card_address.card', words)
  return tx.all(
    `SELECT card.book, card.id, card.kind, card.name, card_address.written FROM used_address JOIN card_address ON card_address.address = used_address.address JOIN card ON card.number = card_address.card WHERE used_address.account = ? AND card_address.book IN ${among.marks}${having.sql} ORDER BY used_address.score DESC LIMIT ?`,
    [account, ...among.values, ...having.params, limit],
  )
}

/** The address that begins as was typed, else the preferred one. */
async function meantAddress(tx: Storage, row: Row, typed: string): Promise<string> {
  if (row.kind === 'group' || String(row.address).toLowerCase().startsWith(typed)) return String(row.address)
  const meant = await tx.get('SELECT written FROM card_address WHERE card = ? AND address >= ? AND address < ?', [Number(row.number), typed, typed + LAST])
  return String(meant?.written ?? row.address)
}

function suggestionOf(row: Row, address: string): ContactSuggestion {
  const isGroup = row.kind === 'group'
  return { name: String(row.name), address: isGroup ? '' : address, book: String(row.book), card: String(row.id), isGroup }
}
