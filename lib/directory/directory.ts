import { createHash } from 'node:crypto'
import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import type { DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { Breaker } from './breaker.ts'
import { DirectoryFailure } from './directory-failure.ts'
import { DirectoryBook } from './directory-book.ts'
import { isBelow, withUser } from './distinguished-name.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { anythingFilter, completionFilter, queryFilter, WRITTEN_TO, writeFilter, type Filter } from './filter.ts'
import { LdapConnection, type LdapEntry, type LdapFound, type LdapSearch } from './ldap-connection.ts'
import { followed } from './referral.ts'
import { WriteProblem } from './ldap-changes.ts'
import { attributesOf, BINARY_ATTRIBUTES, detailAttributesOf, readCertificate, readDetails, readEntry, readPhoto } from './read-entry.ts'

/** What a directory found; `hasMore` where it has others that fit. */
export interface Found {
  readonly entries: readonly DirectoryEntry[]
  readonly hasMore: boolean
}

/** Whoever looks somebody up. */
export interface Asker {
  readonly user: string
  readonly credentials: () => Credentials
}

/** An answer is given again for so long: whoever types a letter and takes it back asks the same. */
const FRESH_MS = 30_000
const MOST_REMEMBERED = 500
/** Connections of one directory; who comes when all are busy waits, as long as an answer may take. */
const MOST_CONNECTIONS = 8
/** The same where each person has one of their own: whoever types again need not sign in again. */
const MOST_PERSONAL = 128
/** A connection that nobody used for so long is closed. */
const IDLE_MS = 60_000

interface Held {
  readonly identity: string
  readonly opened: Promise<LdapConnection>
  isBusy: boolean
  usedAt: number
}

/** One directory of a site: connections that are kept for a while, and answers that are kept for a moment. Everything that goes wrong is a DirectoryFailure. */
export class Directory {
  readonly settings: DirectorySettings
  /** For whoever waits: Directory itself asks whenever it is told to. */
  readonly breaker: Breaker
  readonly #now: () => number
  readonly #answers = new Map<string, { readonly at: number; readonly found: Promise<Found> }>()
  readonly #held = new Set<Held>()
  readonly #books = new Map<string, { readonly book: DirectoryBook; readonly identity: Identity }>()
  readonly #waiting: (() => void)[] = []
  readonly #sweeping: NodeJS.Timeout

  constructor(settings: DirectorySettings, now: () => number = () => performance.now()) {
    this.settings = settings
    this.#now = now
    this.breaker = new Breaker(now)
    this.#sweeping = setInterval(() => this.#sweep(), IDLE_MS / 2).unref()
  }

  /** Those that fit; nothing where nothing is asked. */
  async lookUp(query: DirectoryQuery, asker: Asker, limit: number): Promise<Found> {
    return this.#find(queryFilter(query, this.settings.attributes, WRITTEN_TO), { asker, limit, scope: query.scope })
  }

  /** Those whose names or addresses begin with the words typed so far. */
  async complete(text: string, asker: Asker, limit: number): Promise<Found> {
    return this.#find(completionFilter(text, this.settings.attributes, WRITTEN_TO), { asker, limit, scope: 'sub' })
  }

  /** Those whom a search for anything means: by beginnings of names and addresses, or by a telephone number. */
  async search(text: string, asker: Asker, limit: number): Promise<Found> {
    return this.#find(anythingFilter(text, this.settings.attributes, WRITTEN_TO), { asker, limit, scope: 'sub' })
  }

  /** All that is told of one entry; undefined where it is not below the base, not there (any more), or neither a person nor a group. */
  async read(dn: string, asker: Asker): Promise<DirectoryDetails | undefined> {
    const found = await this.#entry(dn, asker, detailAttributesOf(this.settings))
    return found && readDetails(found, this.settings)
  }

  /** A photo (RFC 2798 §2.6) or a certificate (RFC 4523 §2.1) of an entry, as its octets stand there. */
  async octets(dn: string, which: 'photo' | 'certificate', asker: Asker): Promise<Uint8Array | undefined> {
    const found = await this.#entry(dn, asker, BINARY_ATTRIBUTES)
    return found && (which === 'photo' ? readPhoto(found) : readCertificate(found))
  }

  /** The book that whoever asks keeps in it; undefined where the directory keeps none. The same one each time, for as long as it is used. */
  bookOf(asker: Asker): DirectoryBook | undefined {
    const { book } = this.settings
    if (!book) return undefined
    const identity = this.#identityOf(asker)
    const base = withUser(book.base, asker.user)
    const key = JSON.stringify([identity.key, base])
    // The credentials of who asks now: those of an earlier session may be gone.
    const known = this.#books.get(key)?.book ?? new DirectoryBook({ base, isMade: book.isMade }, (task) => this.#run(this.#books.get(key)?.identity ?? identity, task), this.#now)
    this.#books.delete(key)
    this.#books.set(key, { book: known, identity })
    const [oldest] = this.#books.keys()
    if (this.#books.size > MOST_REMEMBERED && oldest !== undefined) this.#books.delete(oldest)
    return known
  }

  /** Gives that person another password, over a connection of their own with the present one. Throws PasswordRefused, too; DirectoryFailure 'credentials' where the present one is another. */
  async changePassword({ user }: Asker, present: string, next: string): Promise<void> {
    const { identity, server } = this.settings
    if (identity.as !== 'person') throw new DirectoryFailure('credentials', 'nobody is asked here as themselves')
    const connection = await LdapConnection.open(server, { user: withUser(identity.dn, user), password: present })
    await connection.changePassword(present, next).finally(() => connection.close())
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping)
    await Promise.all([...this.#held].map((held) => this.#drop(held)))
  }

  async #find(filter: Filter | undefined, { asker, limit, scope }: { readonly asker: Asker; readonly limit: number; readonly scope: LdapSearch['scope'] }): Promise<Found> {
    if (!filter) return { entries: [], hasMore: false }
    const identity = this.#identityOf(asker)
    const key = JSON.stringify([identity.key, scope, limit, writeFilter(filter)])
    const known = this.#answers.get(key)
    if (known && this.#now() - known.at < FRESH_MS) return known.found
    const search: LdapSearch = { base: this.settings.base, scope, filter, limit, attributes: attributesOf(this.settings) }
    const found = this.#ask(identity, search).then((answer) => this.#goOn(identity, search, answer)).then(({ entries, hasMore }) => ({ entries: entries.map((entry) => readEntry(entry, this.settings)), hasMore }))
    this.#answers.delete(key)
    this.#answers.set(key, { at: this.#now(), found })
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > MOST_REMEMBERED && oldest !== undefined) this.#answers.delete(oldest)
    // What failed is asked again.
    found.catch(() => this.#answers.delete(key))
    return found
  }

  /** What the servers add to which the directory refers, as far as they may be asked. One that does not answer leaves something out, which is told. */
  async #goOn({ credentials }: Identity, search: LdapSearch, answer: LdapFound): Promise<Pick<LdapFound, 'entries' | 'hasMore'>> {
    const answers = await Promise.allSettled(followed(answer.references, this.settings.server).map(async ({ server, base = search.base }) => {
      const connection = await LdapConnection.open(server, credentials?.())
      return connection.search({ ...search, base }).finally(() => connection.close())
    }))
    const all = [answer, ...answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))]
    const entries = all.flatMap((each) => each.entries)
    return { entries: entries.slice(0, search.limit), hasMore: all.length <= answers.length || entries.length > search.limit || all.some(({ hasMore }) => hasMore) }
  }

  /** By its name alone (RFC 4511 §4.5.1.2, baseObject). */
  async #entry(dn: string, asker: Asker, attributes: readonly string[]): Promise<LdapEntry | undefined> {
    if (!isBelow(dn, this.settings.base)) return undefined
    const search: LdapSearch = { base: dn, scope: 'base', filter: WRITTEN_TO, limit: 1, attributes, binary: BINARY_ATTRIBUTES }
    const { entries } = await this.#ask(this.#identityOf(asker), search).catch((error: unknown) => {
      if (error instanceof DirectoryFailure && error.kind === 'no-such-base') return { entries: [] }
      throw error
    })
    return entries[0]
  }

  async #ask(identity: Identity, search: LdapSearch): Promise<LdapFound> {
    return this.#run(identity, (connection) => connection.search(search))
  }

  async #run<T>(identity: Identity, task: (connection: LdapConnection) => Promise<T>): Promise<T> {
    const held = await this.#take(identity)
    try {
      return await task(await held.opened)
    } catch (error) {
      // That an entry is not there any more, or not to be written so, says nothing against the connection.
      if (!(error instanceof WriteProblem) && (!(error instanceof DirectoryFailure) || error.kind !== 'no-such-base')) void this.#drop(held)
      throw error
    } finally {
      held.isBusy = false
      held.usedAt = this.#now()
      this.#waiting.shift()?.()
    }
  }

  /** An idle connection of that identity, or a new one; where there are as many as may be, an idle one of somebody else's makes room. */
  async #take(identity: Identity): Promise<Held> {
    const deadline = this.#now() + this.settings.server.timeout
    const most = this.settings.identity.as === 'person' ? MOST_PERSONAL : MOST_CONNECTIONS
    for (;;) {
      const idle = [...this.#held].filter(({ isBusy }) => !isBusy)
      const own = idle.find((held) => held.identity === identity.key)
      if (own) {
        // At once, before anything is waited for: it is nobody else's from here on.
        own.isBusy = true
        if ((await own.opened).isUsable) return own
        void this.#drop(own)
      } else if (this.#held.size < most || idle[0]) {
        if (this.#held.size >= most && idle[0]) void this.#drop(idle[0])
        const held: Held = { identity: identity.key, opened: LdapConnection.open(this.settings.server, identity.credentials?.()), isBusy: true, usedAt: this.#now() }
        held.opened.catch(() => undefined) // told to whoever asked
        this.#held.add(held)
        return held
      } else await this.#turn(deadline)
    }
  }

  async #turn(deadline: number): Promise<void> {
    const left = deadline - this.#now()
    if (left <= 0) throw new DirectoryFailure('timeout', 'all connections are busy')
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #identityOf({ user, credentials }: Asker): Identity {
    const { identity } = this.settings
    if (identity.as === 'nobody') return { key: '', credentials: undefined }
    if (identity.as === 'service') return { key: 'service', credentials: () => ({ user: identity.dn, password: identity.password }) }
    const dn = withUser(identity.dn, user)
    // Another password is another identity: nobody goes on with what somebody else has proved.
    const proof = createHash('sha256').update(credentials().password).digest('base64url')
    return { key: `${dn}\n${proof}`, credentials: () => ({ user: dn, password: credentials().password }) }
  }

  async #drop(held: Held): Promise<void> {
    if (!this.#held.delete(held)) return
    await held.opened.then((connection) => connection.close(), () => undefined) // one that never opened needs no end
  }

  #sweep(): void {
    for (const held of this.#held) if (!held.isBusy && this.#now() - held.usedAt > IDLE_MS) void this.#drop(held)
    for (const [key, { at }] of this.#answers) if (this.#now() - at > FRESH_MS) this.#answers.delete(key)
  }
}

interface Identity {
  readonly key: string
  readonly credentials: (() => Credentials) | undefined
}
