import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Directory, type Asker } from '#lib/directory/directory.ts'
import { bookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { openAddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import { suggestContacts } from '#lib/gateway/address-book/suggest-contacts.ts'
import { suggest } from '#lib/gateway/directory/suggest.ts'
import { searchPeople } from '#lib/gateway/people/search-people.ts'
import { createLog } from '#lib/log/log.ts'
import { USUAL_ATTRIBUTES } from '#lib/mail/directory/directory-settings.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { findSlapd, startSlapd } from '#lib/testing/interop/slapd.ts'
import { Figures } from './figures.ts'
import { inventedPeople, type InventedPerson } from './invented-people.ts'

const BASE = 'dc=bench,dc=test'
const SILENT = createLog('error', () => undefined)
const ASKER: Asker = { user: 'alice', credentials: () => ({ user: 'alice', password: 'x' }) }
/** People who type at once, and how long a letter takes them. */
const TYPISTS = 100
const LETTER_MS = 200

/** Type-ahead: a book of 50,000 contacts, and a directory of 200,000 people asked by a hundred who type at once. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const figures = new Figures('people', print)
  await measureBook(figures, quick ? 5_000 : 50_000)
  if (findSlapd() === undefined) print('no slapd here: the directory is not measured')
  else await measureDirectory(figures, { count: quick ? 10_000 : 200_000, seconds: quick ? 3 : 20 })
  figures.write()
}

async function measureBook(figures: Figures, count: number): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-bench-people-'))
  const store = await openAddressBookStore(data)
  const of: ContactsOf = { store, who: bookReader({ account: accountKey({ site: 'default', host: 'localhost', port: 993, user: 'alice' }), user: 'alice', address: 'alice@bench.test' }, []) }
  try {
    const people = [...inventedPeople(count)]
    const [personal] = await store.books(of.who)
    for (const { first, last, address } of people) {
      await store.save(of.who, personal?.id ?? '', { properties: [{ name: 'fn', parameters: {}, type: 'text', values: [`${first} ${last}`] }, { name: 'email', parameters: {}, type: 'text', values: [address] }] })
    }
    const typed = people.filter((_, at) => at % Math.ceil(count / 100) === 0).flatMap(lettersOf)
    figures.record(`completion among ${count} contacts`, 'ms', await eachTimed(typed, (text) => suggestContacts(of, text, ({ kind }) => kind)))
    const sources = { contacts: of, directories: [], asker: ASKER, log: SILENT, titleOf: () => 'book', compare: (one: string, other: string) => one.localeCompare(other) }
    figures.record(`the search page among ${count} contacts`, 'ms', await eachTimed(typed.filter((_, at) => at % 5 === 4), (text) => searchPeople(sources, text)))
  } finally {
    await store.close()
    await rm(data, { recursive: true })
  }
}

interface Load {
  readonly count: number
  readonly seconds: number
}

async function measureDirectory(figures: Figures, { count, seconds }: Load): Promise<void> {
  const people = [...inventedPeople(count)]
  const slapd = await startSlapd({ base: BASE, ldif: [`dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: bench\no: x\n`, ...people.map(entryOf)].join('\n') })
  try {
    // With one identity answers are shared; where each asks as themselves, nothing is.
    for (const identity of [{ as: 'nobody' }, { as: 'person', dn: `uid=%u,${BASE}` }] as const) {
      const directory = new Directory({ name: 'bench', title: 'Bench', base: BASE, identity, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port: slapd.port, tls: 'none', verify: true, timeout: 5000 } })
      await typeAtOnce(figures, directory, { people, seconds, as: identity.as }).finally(() => directory.close())
    }
  } finally {
    await slapd.stop()
  }
}

async function typeAtOnce(figures: Figures, directory: Directory, { people, seconds, as }: { readonly people: readonly InventedPerson[]; readonly seconds: number; readonly as: string }): Promise<void> {
  const times: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000
  await Promise.all(Array.from({ length: TYPISTS }, async (_, typist) => {
    await pause((typist * LETTER_MS) / TYPISTS)
    const asker: Asker = { user: `p${typist}`, credentials: () => ({ user: `p${typist}`, password: 'secret' }) }
    for (let at = typist * 7919; performance.now() < end; at += 104_729) {
      for (const text of lettersOf(people[at % people.length] as InventedPerson)) {
        const start = performance.now()
        const answer = await suggest([directory], asker, text, SILENT)
        const took = performance.now() - start
        failed += answer.failed.length
        times.push(took)
        await pause(Math.max(0, LETTER_MS - took))
      }
    }
  }))
  figures.record(`type-ahead among ${people.length} people of a directory, ${TYPISTS} typing at once, asked as ${as}`, 'ms', times, { 'a second': Math.round(times.length / seconds), failed })
}

/** What somebody has typed after each letter from the second on. */
function lettersOf({ first, last }: InventedPerson): readonly string[] {
  const letters = [...`${first} ${last}`]
  return letters.slice(1, 8).map((_, at) => letters.slice(0, at + 2).join(''))
}

function entryOf({ first, last, address, uid }: InventedPerson): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  return `dn: uid=${uid},${BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn:: ${base64(`${first} ${last}`)}\nsn:: ${base64(last)}\ngivenName:: ${base64(first)}\nmail: ${address}\nuserPassword: secret\n`
}

async function eachTimed<T>(all: readonly T[], work: (each: T) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  for (const each of all) {
    const start = performance.now()
    await work(each)
    times.push(performance.now() - start)
  }
  return times
}
