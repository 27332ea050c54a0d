import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AddressBookStore, BookReader, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { openAddressBooks } from '#lib/address-book/store/stored-address-books.ts'
import type { OutsideBookStore } from '#lib/address-book/outside/outside-book-store.ts'
import { openOutsideBooks } from '#lib/address-book/outside/stored-outside-books.ts'
import { type DavAccount, type DavReach, PUBLIC_REACH } from '#lib/dav/client/exchange.ts'
import { RemoteBookClient } from '#lib/dav/client/remote-book.ts'
import { synchroniseBook } from '#lib/gateway/outside-books/sync/synchronise-book.ts'
import { NO_CARD, fieldsOfCard, withFields } from '#lib/mail/contacts/contact-fields.ts'
import { accountKey } from '#lib/session/account-identity.ts'

export const HERE: DavReach = { ...PUBLIC_REACH, allowed: ['loopback'] }

/** Somebody with a gateway of their own, one of whose books is like one of another server. */
export interface OutsidePerson {
  readonly store: AddressBookStore
  readonly outside: OutsideBookStore
  readonly who: BookReader
  readonly book: string
  /** What `client.put` and so on are asked with. */
  readonly client: RemoteBookClient
  sync(how?: { readonly mayRemoveMany?: boolean; readonly tellsAgain?: boolean }): Promise<void>
  add(name: string, uid?: string): Promise<KeptCard>
  rename(id: string, name: string): Promise<KeptCard>
  remove(id: string): Promise<void>
  /** By name. */
  cards(): Promise<readonly KeptCard[]>
  named(name: string): Promise<KeptCard>
  close(): Promise<void>
}

export async function outsidePerson(url: string, account: DavAccount): Promise<OutsidePerson> {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-outside-'))
  const [store, outside] = [await openAddressBooks(data), await openOutsideBooks(data)]
  const key = accountKey({ site: 'default', host: 'imap.example.test', port: 993, user: 'ann' })
  const who: BookReader = { account: key, user: 'ann', realm: 'test', names: ['ann'], groups: [] }
  const { id: book } = await store.createBook(who, 'Friends')
  const server = await outside.addServer(key, { address: url, user: account.user, sealed: '', found: [] })
  await outside.follow({ book, account: key, server: server.id, url, mayWrite: true })
  const client = new RemoteBookClient(url, account, HERE, new AbortController().signal)
  const cards = async (): Promise<readonly KeptCard[]> => {
    const { rows } = await store.list(who, book, { offset: 0, limit: 1000 })
    return Promise.all(rows.map((row) => store.card(who, row)))
  }
  const named = async (name: string): Promise<KeptCard> => {
    const found = (await cards()).find((card) => card.name === name)
    if (!found) throw new Error(`no ${name}`)
    return found
  }
  return {
    store, outside, who, book, client, cards, named,
    sync: async ({ mayRemoveMany = false, tellsAgain = false } = {}) => {
      const known = await outside.book(book)
      if (known) await synchroniseBook({ store, outside, who, book: known, client, pulse: async () => undefined, mayRemoveMany, tellsAgain })
    },
    add: (name, uid) => store.save(who, book, { properties: [...(uid === undefined ? [] : [{ name: 'uid', parameters: {}, type: 'uri', values: [uid] }]), { name: 'fn', parameters: {}, type: 'text', values: [name] }] }),
    rename: async (id, name) => {
      const { card, etag } = await store.card(who, { book, id })
      const fields = fieldsOfCard(card)
      return store.save(who, book, withFields(card ?? NO_CARD, { ...fields, texts: { ...fields.texts, name } }), { id, expected: etag })
    },
    remove: (id) => store.remove(who, { book, id }),
    close: async () => {
      await Promise.all([store.close(), outside.close()])
      await rm(data, { recursive: true, force: true })
    },
  }
}

export function vcard(uid: string, name: string, more = ''): string {
  return `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nN:;${name};;;\r\n${more}END:VCARD\r\n`
}
