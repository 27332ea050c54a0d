import assert from 'node:assert/strict'
import { appendFileSync, existsSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sortUids, type SortCriterion } from '#lib/imap-server/search/order/sort.ts'
import { runSearch } from '#lib/imap-server/search/run-search.ts'
import type { SearchKey, SearchScope } from '#lib/imap-server/search/search-program.ts'
import { madeThreads, type ThreadAlgorithm } from '#lib/imap-server/search/threading/kept-threads.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { DiskMailStore } from '#lib/mail-store/disk/disk-mail-store.ts'
import { openDiskStores, type DiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { SEARCH_INDEX, SEARCH_INDEX_FILES } from '#lib/mail-store/disk/search-index/index-files.ts'
import { SearchIndex } from '#lib/mail-store/disk/search-index/search-index.ts'
import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'

/** Octets of a page of SQLite. */
const PAGE = 4096

/** alice's INBOX below that directory, searched with the index and without it. */
export class IndexedAccount {
  readonly #directory: string
  #stores: DiskStores
  #store: DiskMailStore
  #inbox: Mailbox

  private constructor(directory: string, opened: { readonly stores: DiskStores; readonly store: DiskMailStore; readonly inbox: Mailbox }) {
    this.#directory = directory
    this.#stores = opened.stores
    this.#store = opened.store
    this.#inbox = opened.inbox
  }

  static async open(directory: string): Promise<IndexedAccount> {
    return new IndexedAccount(directory, await open(directory))
  }

  get folder(): string {
    return join(this.#directory, 'alice')
  }

  async append(contents: readonly Buffer[]): Promise<void> {
    await this.#inbox.append(arriving(contents))
  }

  /** Removes the messages at these places, counted round, and with `isSwept` their contents at once. */
  async expunge(places: readonly number[], isSwept: boolean): Promise<void> {
    const uids = await this.#inbox.uids()
    if (uids.length === 0) return
    const gone = places.map((place) => uids[place % uids.length]!)
    await this.#inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
    await this.#inbox.expunge(gone)
    if (isSwept) await this.#store.sweep()
  }

  /** Copies the messages at these places, counted round. */
  async copy(places: readonly number[]): Promise<void> {
    const uids = await this.#inbox.uids()
    if (uids.length > 0) await this.#inbox.copy([...new Set(places.map((place) => uids[place % uids.length]!))], this.#inbox)
  }

  async fill(): Promise<void> {
    await this.#store.fillIndex()
  }

  /** Indexes so many contents and then stops; with `isKilled` before anything of it is committed. */
  async fillPartly(count: number, isKilled: boolean): Promise<void> {
    await this.reopen(async () => {
      const index = SearchIndex.open(this.folder)
      let left = count
      const pause = async (): Promise<void> => {
        left--
        if (left <= 0 && isKilled) throw new Error('killed')
        if (left <= 0) index.stop()
      }
      // What was damaged before may be found before the end.
      await index.fillSome(pause).catch((error: Error) => assert.match(error.message, /^(?:killed|database disk image is malformed|file is not a database)$/))
      index.close()
    })
  }

  /** Deletes the index while nobody has it open. */
  async dropIndex(): Promise<void> {
    await this.reopen(() => SEARCH_INDEX_FILES.forEach((file) => rmSync(join(this.folder, file), { force: true })))
  }

  /** Writes nonsense over one page of the index, `at` a share of its length; undefined cuts it off in the middle of its header. */
  async damageIndex(at: number | undefined): Promise<void> {
    await this.reopen(() => {
      const file = join(this.folder, SEARCH_INDEX)
      if (!existsSync(file)) return
      const { size } = statSync(file)
      if (at === undefined) rmSync(file)
      if (at === undefined) return appendFileSync(file, 'SQLite format')
      const handle = openSync(file, 'r+')
      writeSync(handle, Buffer.alloc(PAGE, 'nonsense'), 0, PAGE, Math.floor((at * size) / PAGE) * PAGE)
      closeSync(handle)
    })
  }

  async reopen(meanwhile: () => unknown = () => undefined): Promise<void> {
    await this.#stores.close()
    await meanwhile()
    const { stores, store, inbox } = await open(this.#directory)
    this.#stores = stores
    this.#store = store
    this.#inbox = inbox
  }

  /** What a client is told; throws where a search without the index finds something else. */
  async search(key: SearchKey): Promise<readonly Uid[]> {
    const uids = await this.#inbox.uids()
    const found = await runSearch(scopeOf(this.#inbox, uids), key, 0)
    assert.deepEqual(found, await runSearch(scopeOf(this.#unaided(uids), uids), key, 0), JSON.stringify(key))
    return found
  }

  /** Throws where these messages are sorted otherwise than without the index; true where the index has told how. */
  async sort(uids: readonly Uid[], criteria: readonly SortCriterion[]): Promise<boolean> {
    assert.deepEqual(await sortUids(this.#inbox, uids, criteria), await sortUids(this.#unaided(uids), uids, criteria), JSON.stringify(criteria))
    return (await this.#inbox.sortNumbers(uids, criteria.map(({ key }) => key))) !== undefined
  }

  /** Throws where these messages are threaded otherwise than without the index; true where the index has told how. */
  async thread(uids: readonly Uid[], algorithm: ThreadAlgorithm): Promise<boolean> {
    assert.equal(await madeThreads(this.#inbox, uids, algorithm), await madeThreads(this.#unaided(uids), uids, algorithm), algorithm)
    return (await this.#inbox.threadNumbers(uids, false)) !== undefined
  }

  uids(): Promise<readonly Uid[]> {
    return this.#inbox.uids()
  }

  async close(): Promise<void> {
    await this.#stores.close()
  }

  #unaided(uids: readonly Uid[]): Mailbox {
    const { name, uidValidity } = this.#inbox
    const unaided = { name, uidValidity, messages: this.#inbox.messages.bind(this.#inbox), fields: this.#inbox.fields.bind(this.#inbox), content: this.#inbox.content.bind(this.#inbox), mayHold: async () => uids }
    const nothing = { sortNumbers: async () => undefined, threadNumbers: async () => undefined }
    return { ...unaided, ...nothing } as Partial<Mailbox> as Mailbox
  }
}

async function open(directory: string): Promise<{ readonly stores: DiskStores; readonly store: DiskMailStore; readonly inbox: Mailbox }> {
  const stores = await openDiskStores(directory, { indexedFrom: 0 })
  const store = (await stores.of('alice')) as DiskMailStore
  return { stores, store, inbox: (await store.mailbox('INBOX')) as Mailbox }
}

function scopeOf(mailbox: Mailbox, uids: readonly Uid[]): SearchScope {
  return { mailbox, uids: () => uids, resolve: () => uids, isRecent: () => false }
}

async function* arriving(contents: readonly Buffer[]): AsyncGenerator<NewMessage> {
  for (const octets of contents) {
    yield { flags: [], internalDate: new Date(octets.length * 1000), size: octets.length, content: async function* () { yield octets } }
  }
}
