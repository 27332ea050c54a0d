import { CARDS_AT_ONCE } from '#lib/address-book/store/card-names.ts'
import { readVcards } from '#lib/address-book/vcard/read-vcards.ts'
import { writeVcard3 } from '#lib/address-book/vcard/write-vcard3.ts'
import { writeVcard4 } from '#lib/address-book/vcard/write-vcard4.ts'
import { DavRefused, type DavBook, type DavCard, type DavChanges, type DavLibrary, type DavRow, type Precondition } from '#lib/dav/library.ts'
import { mayManage, mayWrite, type Book } from '#lib/mail/contacts/book.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import type { ContactsOf } from '../address-book/contacts-of.ts'
import { inDavWords } from './in-dav-words.ts'

export interface LibraryOwner {
  readonly contacts: ContactsOf
  /** As they sign in. */
  readonly user: string
  /** What the site is called. */
  readonly title: string
  /** What a book is called in their language. */
  readonly titleOf: (book: Book) => string
}

/** More changes than a book can have cards and marks are never asked for. */
const MOST_CHANGES = 10_000_000

/** The address books of one person for the length of one request: every book that they may read but the collected addresses, which no program needs. */
export class AddressBookLibrary implements DavLibrary {
  readonly user: string
  readonly title: string
  readonly #contacts: ContactsOf
  readonly #titleOf: (book: Book) => string
  #known: Promise<readonly Book[]> | undefined

  constructor({ contacts, user, title, titleOf }: LibraryOwner) {
    this.user = user
    this.title = title
    this.#contacts = contacts
    this.#titleOf = titleOf
  }

  async books(): Promise<readonly DavBook[]> {
    return (await this.#books()).map((book) => ({
      id: book.id,
      name: book.name,
      title: this.#titleOf(book),
      mayWrite: mayWrite(book),
      mayManage: mayManage(book) && book.kind === 'further',
      mayDelete: book.isOwn && book.kind === 'further',
      change: book.change,
    }))
  }

  async *rows(name: string): AsyncGenerator<DavRow> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    for await (const row of allOf((after) => inDavWords(() => store.namesAfter(who, book, after)))) yield tagged(row, book)
  }

  async *cards(name: string): AsyncGenerator<DavCard> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    for await (const card of allOf((after) => inDavWords(() => store.namedAfter(who, book, after)))) yield tagged(card, book)
  }

  async *named(name: string, names: readonly string[]): AsyncGenerator<DavCard> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    const once = [...new Set(names)]
    for (let at = 0; at < once.length; at += CARDS_AT_ONCE) {
      for (const card of await inDavWords(() => store.named(who, book, once.slice(at, at + CARDS_AT_ONCE)))) yield tagged(card, book)
    }
  }

  async changes(name: string, since: number, most: number): Promise<DavChanges | undefined> {
    const { store, who } = this.#contacts
    const book = await this.#bookNamed(name)
    const isAhead = since > book.change
    // What the site gives everybody has no past: it is as it is, or another one.
    if (isAhead || (book.kind === 'site' && since !== 0 && since !== book.change)) return undefined
    const changes = await inDavWords(() => store.namesSince(who, book.id, since, Math.min(most, MOST_CHANGES)))
    return { ...changes, changed: changes.changed.map((row) => tagged(row, book.id)) }
  }

  async save(name: string, card: string, content: Card, mayReplace: Precondition): Promise<{ readonly isNew: boolean }> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    return inDavWords(() => store.saveNamed(who, { book, name: card }, content, untagged(mayReplace, book)))
  }

  async remove(name: string, card: string, mayReplace: Precondition): Promise<void> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    return inDavWords(() => store.removeNamed(who, { book, name: card }, untagged(mayReplace, book)))
  }

  async createBook(name: string, title: string): Promise<void> {
    const { store, who } = this.#contacts
    await inDavWords(() => store.createNamedBook(who, name, title))
  }

  async renameBook(name: string, title: string): Promise<void> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    await inDavWords(() => store.renameBook(who, book, title))
  }

  async deleteBook(name: string): Promise<void> {
    const { store, who } = this.#contacts
    const book = await this.#idOf(name)
    await inDavWords(() => store.deleteBook(who, book))
  }

  async readCard(text: string): Promise<Card | undefined> {
    const [first, ...more] = await Array.fromAsync(readVcards(once(Buffer.from(text))))
    return more.length === 0 ? first?.card : undefined
  }

  writeCard(card: Card, version: '3.0' | '4.0'): string {
    return version === '4.0' ? writeVcard4(card) : writeVcard3(card)
  }

  #books(): Promise<readonly Book[]> {
    const { store, who } = this.#contacts
    return (this.#known ??= inDavWords(async () => (await store.books(who)).filter(({ kind }) => kind !== 'collected')))
  }

  async #bookNamed(name: string): Promise<Book> {
    const book = (await this.#books()).find((each) => each.name === name)
    if (!book) throw new DavRefused(404)
    return book
  }

  async #idOf(name: string): Promise<string> {
    return (await this.#bookNamed(name)).id
  }
}

/** An etag of the store is one of its book; where a book was deleted and another has its name, theirs must differ. */
function tagged<Row extends DavRow>(row: Row, book: string): Row {
  return { ...row, etag: `${book.slice(0, 8)}-${row.etag}` }
}

function untagged(mayReplace: Precondition, book: string): Precondition {
  return (etag) => mayReplace(etag === undefined ? undefined : tagged({ name: '', changed: 0, etag }, book).etag)
}

/** Every one of a book, a part at a time, by name. */
async function* allOf<Row extends DavRow>(next: (after: string) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let rows = await next(''); rows.length > 0; rows = await next(rows.at(-1)?.name ?? '')) yield* rows
}

async function* once(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets
}
