import { createHash, randomUUID } from 'node:crypto'
import { cardToEntry, type EntryAttributes } from '#lib/address-book/entries/card-to-entry.ts'
import { entryToCard, isGroupEntry } from '#lib/address-book/entries/entry-to-card.ts'
import type { AddressBookStore, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { columnsOf, rowOf } from '#lib/address-book/store/card-columns.ts'
import { DirectoryFailure } from '#lib/directory/directory-failure.ts'
import type { Asker, Directory } from '#lib/directory/directory.ts'
import { WriteProblem } from '#lib/directory/ldap-changes.ts'
import type { LdapEntry } from '#lib/directory/ldap-connection.ts'
import type { Log } from '#lib/log/log.ts'
import { type Card, kindOf, preferred, textOf } from '#lib/mail/contacts/card.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { derivedNumber } from '../people/derived-number.ts'
import { askDirectory } from '../directory/ask-directory.ts'
import { inOrderOfNames, withFurtherBook, type FurtherBook } from './further-book.ts'

/** The store with the books that directories keep of whoever asks, behind its own; of directories that keep none, nothing. */
export function withDirectoryBooks(store: AddressBookStore, directories: readonly Directory[], asker: Asker, log: Log): AddressBookStore {
  return directories.reduce((all, directory) => (directory.settings.book ? withFurtherBook(all, directoryBook(directory, asker, log)) : all), store)
}

/** A book whose contacts are entries of a directory. What an entry has no place for is refused by name, never left out. */
function directoryBook(directory: Directory, asker: Asker, log: Log): FurtherBook {
  const { name, title } = { ...directory.settings.book, name: directory.settings.name, title: directory.settings.book?.title ?? directory.settings.title }
  const id = shortId(`book ${name}`)
  const shelf = (): NonNullable<ReturnType<Directory['bookOf']>> => directory.bookOf(asker) ?? unavailable(title)
  const ask = async <T>(task: () => Promise<T>): Promise<T> => {
    const answer = await askDirectory(directory, async () => ({ value: await task() }), { log })
    return 'failure' in answer ? unavailable(title) : answer.value
  }
  const read = async (): Promise<Entries> => new Entries(id, await ask(() => shelf().entries()))

  return {
    book: { id, title, kind: 'directory', isOwn: true, right: 'write', owner: asker.user },
    cards: async () => (await read()).cards,
    save: async (card, replaced) => {
      const entries = await read()
      const named = replaced ? withUid(card, textOf(preferred(replaced.card, 'uid'))) : withUid(card, textOf(preferred(card, 'uid')) || `urn:uuid:${randomUUID()}`)
      const after = attributesOf(named, entries, title)
      if (!replaced && entries.dnOf(uidKey(textOf(preferred(named, 'uid')))) !== undefined) throw new GatewayError('conflict', 'uid', { refusal: { name: 'card-there' } })
      const dn = await ask(() => written(async () => {
        if (!replaced) return shelf().add(new Map([['objectClass', [classOf(named)]], ...after]), kindOf(named) === 'group' ? 'cn' : 'uid')
        const entry = entries.entryOf(replaced.id)
        return shelf().change(entry, cardToEntry(replaced.card, (uid) => entries.dnOf(uid)).attributes, after)
      }, title))
      const saved = await ask(() => shelf().entry(dn))
      if (!saved) throw new GatewayError('no-such-contact', 'entry')
      return new Entries(id, [saved], entries).cards[0] ?? unavailable(title)
    },
    remove: async (card) => {
      const entry = (await read()).entryOf(card.id)
      await ask(() => written(() => shelf().remove(entry), title))
    },
  }
}

/** Entries as cards, and both by each other. */
class Entries {
  readonly cards: readonly KeptCard[]
  readonly #entries = new Map<string, LdapEntry>()
  readonly #dnByUid = new Map<string, string>()
  readonly #uidByDn = new Map<string, string>()

  constructor(book: string, entries: readonly LdapEntry[], others?: Entries) {
    if (others) for (const [dn, uid] of others.#uidByDn) this.#uidByDn.set(dn, uid)
    for (const entry of entries) {
      const uid = uidOf(entry)
      this.#entries.set(idOf(entry), entry)
      this.#dnByUid.set(uidKey(uid), entry.dn)
      this.#uidByDn.set(plainDn(entry.dn), uid)
    }
    this.cards = inOrderOfNames(entries.map((entry) => keptCard(book, entry, entryToCard(entry, uidOf(entry), (dn) => this.#uidByDn.get(plainDn(dn))))))
  }

  dnOf(uid: string): string | undefined {
    return this.#dnByUid.get(uid)
  }

  entryOf(id: string): LdapEntry {
    const entry = this.#entries.get(id)
    if (!entry) throw new GatewayError('no-such-contact', 'entry')
    return entry
  }
}

function keptCard(book: string, entry: LdapEntry, card: Card): KeptCard {
  const created = timeOf(entry, 'createtimestamp')
  const row = rowOf({ ...columnsOf(card), book, id: idOf(entry), change: derivedNumber(JSON.stringify(card)), changed: timeOf(entry, 'modifytimestamp') || created })
  return { ...row, card, created }
}

/** By what the server calls the entry through all changes (RFC 4530), else by its name. */
function idOf({ dn, values }: LdapEntry): string {
  return shortId(String(values.get('entryuuid')?.[0] ?? plainDn(dn)))
}

const shortId = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

function uidOf(entry: LdapEntry): string {
  const own = isGroupEntry(entry) ? undefined : entry.values.get('uid')?.[0]
  return String(own ?? `urn:uuid:${String(entry.values.get('entryuuid')?.[0] ?? idOf(entry))}`)
}

function withUid(card: Card, uid: string): Card {
  return { properties: [{ name: 'uid', parameters: {}, type: 'uri', values: [uid] }, ...card.properties.filter(({ name }) => name !== 'uid')] }
}

const plainDn = (dn: string): string => dn.toLowerCase().replaceAll(/\s*([,=+])\s*/g, '$1')
const classOf = (card: Card): string => (kindOf(card) === 'group' ? 'groupOfNames' : 'inetOrgPerson')

/** GeneralizedTime (RFC 4517 §3.3.13) as milliseconds since 1970; 0 where there is none. */
function timeOf({ values }: LdapEntry, attribute: string): number {
  const text = String(values.get(attribute)?.[0] ?? '')
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/, '$1-$2-$3T$4:$5:$6Z')) || 0
}

function attributesOf(card: Card, entries: Entries, title: string): EntryAttributes {
  const { attributes, unheld } = cardToEntry(card, (uid) => entries.dnOf(uid))
  if (unheld.length > 0) throw new GatewayError('invalid', 'no place in an entry', { refusal: { name: 'book-cannot-hold', with: { title, fields: unheld } } })
  return attributes
}

/** What speaks against one change, in the words of address books. */
async function written<T>(write: () => Promise<T>, title: string): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof WriteProblem)) {
      if (error instanceof DirectoryFailure && error.kind === 'refused') throw new GatewayError('contacts-forbidden', 'directory', { cause: error })
      throw error
    }
    if (error.kind === 'gone') throw new GatewayError('no-such-contact', 'entry', { cause: error })
    if (error.kind === 'unfit') throw new GatewayError('invalid', 'entry', { cause: error, refusal: { name: 'book-takes-it-not', with: { title } } })
    throw new GatewayError('conflict', error.kind, { cause: error, refusal: { name: error.kind === 'there' ? 'card-there' : 'card-changed' } })
  }
}

function unavailable(title: string): never {
  throw new GatewayError('contacts-unavailable', 'directory', { refusal: { name: 'book-silent', with: { title } } })
}
