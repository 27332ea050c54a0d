import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { Log } from '#lib/log/log.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { FoundPerson, PeopleOfSource } from '#lib/mail/people/found-person.ts'
import { formatAddress } from '#lib/mime/addresses.ts'
import type { ContactsOf } from '../address-book/contacts-of.ts'
import { askDirectory } from '../directory/ask-directory.ts'
import { listedEntry } from '../directory/listed-entry.ts'
import type { FailedDirectory } from '../directory/look-up.ts'
import { writtenAddress } from '../directory/written-address.ts'

/** Cards of all books together that are shown, and entries of each directory. */
const MOST_CARDS = 200
const MOST_ENTRIES = 50

/** Where is looked. */
export interface PeopleSources {
  /** Undefined where there are no address books. */
  readonly contacts: ContactsOf | undefined
  readonly directories: readonly Directory[]
  readonly asker: Asker
  readonly log: Log
  /** What a book is called. */
  readonly titleOf: (book: Book) => string
  /** The reader's order of names. */
  readonly compare: (one: string, other: string) => number
}

export interface FoundPeople {
  /** By their sources, books first; only such as know somebody. */
  readonly sources: readonly PeopleOfSource[]
  readonly count: number
  /** Whether the address books have others that fit, and the titles of the directories that have. */
  readonly moreCards: boolean
  readonly moreEntries: readonly string[]
  readonly failed: readonly FailedDirectory[]
  /** The address books could not be read. */
  readonly isWithoutBooks: boolean
  /** The titles of single books that could not be. */
  readonly unread: readonly string[]
}

/**
 * Looks into all address books and all directories at once. Whoever has the same address in several sources is one person, as the first of them has them, with the
 * titles of all; a source that cannot be asked says so, and the others answer all the same.
 */
export async function searchPeople(from: PeopleSources, text: string): Promise<FoundPeople> {
  const [books, directories] = await Promise.all([inBooks(from, text), Promise.all(from.directories.map((directory) => inDirectory(from, directory, text)))])
  const answers = [...books.answers, ...directories.flatMap((answer) => ('failure' in answer ? [] : [answer]))]
  const sources = mergedByAddress(answers.map(({ source }) => source))
  return {
    sources,
    count: sources.reduce((sum, { people }) => sum + people.length, 0),
    moreCards: books.hasMore,
    moreEntries: answers.flatMap(({ source, hasMore }) => (hasMore ? [source.title] : [])),
    failed: directories.flatMap((answer) => ('failure' in answer ? [answer] : [])),
    isWithoutBooks: books.isWithout,
    unread: books.unread,
  }
}

interface Answer {
  readonly source: PeopleOfSource
  readonly hasMore: boolean
}

interface InBooks {
  readonly answers: readonly Answer[]
  readonly hasMore: boolean
  readonly isWithout: boolean
  readonly unread: readonly string[]
}

async function inBooks({ contacts, titleOf, compare }: PeopleSources, text: string): Promise<InBooks> {
  if (!contacts) return { answers: [], hasMore: false, isWithout: false, unread: [] }
  const { store, who } = contacts
  try {
    const [books, { rows, total, unread = [] }] = await Promise.all([store.books(who), store.search(who, text, { offset: 0, limit: MOST_CARDS })])
    const byBook = Map.groupBy(rows, ({ book }) => book)
    const answers = books.flatMap((book): Answer[] => {
      const found = byBook.get(book.id)
      if (!found) return []
      const title = titleOf(book)
      return [{ source: { title, place: { book: book.id }, people: found.toSorted((one, other) => compare(one.name, other.name)).map((row) => listedCard(row, title)) }, hasMore: false }]
    })
    return { answers, hasMore: total > rows.length, isWithout: false, unread }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    return { answers: [], hasMore: false, isWithout: true, unread: [] }
  }
}

function listedCard({ book, id, kind, name, address, phone, organization }: CardRow, title: string): FoundPerson {
  const isGroup = kind === 'group'
  const written = isGroup || address === '' ? '' : formatAddress({ name: name === address ? '' : name, address })
  return { name: name || address, isGroup, address: isGroup ? '' : address, phone, organization: organization === name ? '' : organization, pick: { written, place: { book, card: id } }, sources: [title] }
}

async function inDirectory({ asker, log, compare }: PeopleSources, directory: Directory, text: string): Promise<Answer | FailedDirectory> {
  const { name, title } = directory.settings
  const answer = await askDirectory(directory, () => directory.search(text, asker, MOST_ENTRIES), { log })
  if ('failure' in answer) return { directory: name, title, failure: answer.failure }
  const people = answer.entries.map((entry) => listedEntry({ entry, written: writtenAddress(entry), sources: [title] }))
  return { source: { title, place: { directory: name }, people: people.toSorted((one, other) => compare(one.name, other.name)) }, hasMore: answer.hasMore }
}

/** Each address in the first source that has it; two of one source that share an address stay two. */
function mergedByAddress(sources: readonly PeopleOfSource[]): readonly PeopleOfSource[] {
  const titles = new Map<string, Set<string>>()
  const first = new Map<string, PeopleOfSource>()
  const keyOf = ({ address }: FoundPerson): string => address.toLowerCase()
  for (const source of sources) {
    for (const person of source.people) {
      const key = keyOf(person)
      if (key === '') continue
      if (!first.has(key)) first.set(key, source)
      titles.set(key, (titles.get(key) ?? new Set()).add(source.title))
    }
  }
  return sources.flatMap((source) => {
    const people = source.people.filter((person) => keyOf(person) === '' || first.get(keyOf(person)) === source).map((person) => ({ ...person, sources: [...(titles.get(keyOf(person)) ?? [source.title])] }))
    return people.length === 0 ? [] : [{ ...source, people }]
  })
}
