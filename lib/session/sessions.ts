import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { openStorage, type Row, type Storage } from '#lib/storage/storage.ts'
import { sealData, unsealData } from 'iron-session'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { seal, unseal } from './credential-box.ts'
import { loadSealingKeys, passwordsOf } from './sealing-keys.ts'
import type { SignedIn } from './signed-in.ts'

/** What a session keeps of a sign-in. */
export interface NewSession {
  readonly account: string
  readonly address: string
  readonly imap: ServerAddress
  readonly smtp: ServerAddress
  readonly credentials: Credentials
  readonly onPublicComputer: boolean
}

export interface SessionLimits {
  readonly idleMilliseconds: number
  readonly totalMilliseconds: number
}

/** The limits of an account's sessions, asked each time because they may change; without an account, the longest of all. */
export type LimitsOf = (account?: string) => SessionLimits

/** A session as others than its owner may know it. Milliseconds since 1970; `seenAt` to the minute. */
export interface OpenSession {
  readonly account: string
  readonly madeAt: number
  readonly seenAt: number
}

/** An administrator’s session in which somebody’s mail was read to help them. */
export interface SupportVisit {
  /** Says nothing by itself. */
  readonly id: string
  /** The administrator’s user name. */
  readonly by: string
  /** Milliseconds since 1970. */
  readonly begunAt: number
  /** It has neither run out nor been ended. */
  readonly isOpen: boolean
}

interface CookieContent {
  readonly id: string
  readonly key: string
}

const MIGRATIONS = [
  `CREATE TABLE session (
    id_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX session_by_account ON session (account)',
  'ALTER TABLE session ADD COLUMN on_public_computer INTEGER NOT NULL DEFAULT 0',
  `CREATE TABLE support_visit (
    id_hash TEXT PRIMARY KEY,
    server TEXT NOT NULL,
    person TEXT NOT NULL,
    administrator TEXT NOT NULL,
    begun_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX support_visit_by_person ON support_visit (server, person)',
]

/** So long people can see who has opened their mail. */
const VISITS_KEPT = 90 * 24 * 3_600_000

/** On a computer that others use, who leaves without signing out is signed out after so long. */
const PUBLIC_IDLE = 10 * 60_000
/** A row is touched no more often, so that reading mail does not write to the disk at each click. */
const TOUCH_AFTER = 60_000
/** A browser's own limit for one cookie; ours are a third of it. */
const COOKIE_LIMIT = 4096
const ID = /^[A-Za-z0-9_-]{43}$/
/** More than one gateway serves at a time. */
const LISTED_SESSIONS = 20_000
/** Opening a seal costs half a millisecond; a row is still asked for at each request, so a remembered cookie proves nothing. */
const REMEMBERED_COOKIES = 2000

/**
 * Who is signed in. The cookie holds a random id and a key; the row holds the credentials encrypted under that key: neither
 * a stolen cookie nor a stolen database opens a mailbox, and deleting the row signs out everywhere.
 */
export class Sessions {
  readonly #storage: Storage
  readonly #passwords: Record<string, string>
  readonly #limitsOf: LimitsOf
  readonly #now: () => number
  /** What cookies hold, by a hash of the cookie. */
  readonly #opened = new Map<string, CookieContent>()

  constructor(storage: Storage, passwords: Record<string, string>, limits: SessionLimits | LimitsOf, now: () => number = Date.now) {
    this.#storage = storage
    this.#passwords = passwords
    this.#limitsOf = typeof limits === 'function' ? limits : () => limits
    this.#now = now
  }

  /** Opens the sessions of a data directory: `gateway/sessions.sqlite` and `gateway/session-keys.json` in it. */
  static async open(data: string, limits: SessionLimits | LimitsOf, now: () => number = Date.now): Promise<Sessions> {
    const folder = path.join(data, 'gateway')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const keys = await loadSealingKeys(path.join(folder, 'session-keys.json'), now(), (typeof limits === 'function' ? limits() : limits).totalMilliseconds)
    return new Sessions(await openStorage(path.join(folder, 'sessions.sqlite'), MIGRATIONS), passwordsOf(keys), limits, now)
  }

  /** Begins a session; answers it with the value of its cookie. Forgets sessions that have run out. One in which an administrator acts for somebody is noted for them first. */
  async begin(session: NewSession): Promise<{ readonly signedIn: SignedIn; readonly cookie: string }> {
    const now = this.#now()
    const id = randomBytes(32).toString('base64url')
    const key = randomBytes(32)
    const { account, ...kept } = session
    const longest = this.#limitsOf()
    await this.#storage.run('DELETE FROM session WHERE seen_at < ? OR made_at < ?', [now - longest.idleMilliseconds, now - longest.totalMilliseconds])
    if (session.credentials.actsFor !== undefined) await this.#noteVisit(id, session.imap, session.credentials.actsFor, session.credentials.user)
    await this.#storage.run('INSERT INTO session (id_hash, account, sealed, made_at, seen_at, on_public_computer) VALUES (?, ?, ?, ?, ?, ?)', [
      hash(id),
      account,
      seal(JSON.stringify(kept), key, id),
      now,
      now,
      Number(session.onPublicComputer),
    ])
    const content: CookieContent = { id, key: key.toString('base64url') }
    const cookie = await sealData(content, { password: this.#passwords, ttl: this.#cookieLife() })
    return { signedIn: signedIn(id, account, kept), cookie }
  }

  /** Who that cookie says is signed in; undefined when it is forged, has run out or was signed out. */
  async find(cookie: string | undefined): Promise<SignedIn | undefined> {
    return this.#find(cookie, true)
  }

  /** The same by the way, which is no use of the session: it runs out as if nobody had asked. */
  async look(cookie: string | undefined): Promise<SignedIn | undefined> {
    return this.#find(cookie, false)
  }

  async #find(cookie: string | undefined, isUse: boolean): Promise<SignedIn | undefined> {
    const content = await this.#open(cookie)
    if (!content) return undefined
    const { id } = content
    const row = await this.#storage.get('SELECT account, sealed, made_at, seen_at, on_public_computer FROM session WHERE id_hash = ?', [hash(id)])
    if (!row || typeof row.account !== 'string' || !(row.sealed instanceof Uint8Array)) return undefined
    const now = this.#now()
    if (this.#hasRunOut(row, now)) {
      await this.end(id)
      return undefined
    }
    const kept = unseal(row.sealed, Buffer.from(content.key, 'base64url'), id)
    if (kept === undefined) return undefined
    if (isUse && now - Number(row.seen_at) > TOUCH_AFTER) await this.#storage.run('UPDATE session SET seen_at = ? WHERE id_hash = ?', [now, hash(id)])
    return signedIn(id, row.account, JSON.parse(kept) as Omit<NewSession, 'account'>)
  }

  /** Goes on with other credentials of the same account, under the same cookie. False when the session has ended meanwhile. */
  async changeCredentials(cookie: string | undefined, credentials: Credentials): Promise<boolean> {
    const content = await this.#open(cookie)
    if (!content) return false
    const { id } = content
    const key = Buffer.from(content.key, 'base64url')
    const row = await this.#storage.get('SELECT sealed FROM session WHERE id_hash = ?', [hash(id)])
    const kept = row?.sealed instanceof Uint8Array ? unseal(row.sealed, key, id) : undefined
    if (kept === undefined) return false
    const changed = { ...(JSON.parse(kept) as Omit<NewSession, 'account'>), credentials }
    return (await this.#storage.run('UPDATE session SET sealed = ? WHERE id_hash = ?', [seal(JSON.stringify(changed), key, id), hash(id)])).changes === 1
  }

  /** Signs that session out, on every device that holds its cookie. */
  async end(id: string): Promise<void> {
    for (const [name, content] of this.#opened) if (content.id === id) this.#opened.delete(name)
    await this.#storage.run('DELETE FROM session WHERE id_hash = ?', [hash(id)])
  }

  /** True while that session has neither run out nor been ended. */
  async isOpen(id: string): Promise<boolean> {
    const row = await this.#storage.get('SELECT account, made_at, seen_at, on_public_computer FROM session WHERE id_hash = ?', [hash(id)])
    return row !== undefined && !this.#hasRunOut(row, this.#now())
  }

  /** True while the account has a session, on whatever device. */
  async hasSession(account: string): Promise<boolean> {
    return (await this.#storage.get('SELECT 1 AS found FROM session WHERE account = ? LIMIT 1', [account])) !== undefined
  }

  /** Which administrators have opened the mail of somebody there in the last 90 days, the newest first; `names` are all by which that server knows them, in small letters. */
  async supportVisits(imap: ServerAddress, names: readonly [string, string]): Promise<readonly SupportVisit[]> {
    const now = this.#now()
    const rows = await this.#storage.all(
      'SELECT v.id_hash, v.administrator, v.begun_at, s.account, s.made_at, s.seen_at, s.on_public_computer FROM support_visit v LEFT JOIN session s ON s.id_hash = v.id_hash WHERE v.server = ? AND v.person IN (?, ?) AND v.begun_at > ? ORDER BY v.begun_at DESC LIMIT 50',
      [serverName(imap), ...names, now - VISITS_KEPT],
    )
    return rows.map((row) => ({ id: String(row.id_hash).slice(0, 12), by: String(row.administrator), begunAt: Number(row.begun_at), isOpen: row.account !== null && !this.#hasRunOut(row, now) }))
  }

  async #noteVisit(id: string, imap: ServerAddress, person: string, administrator: string): Promise<void> {
    const now = this.#now()
    await this.#storage.run('DELETE FROM support_visit WHERE begun_at < ?', [now - VISITS_KEPT])
    await this.#storage.run('INSERT INTO support_visit (id_hash, server, person, administrator, begun_at) VALUES (?, ?, ?, ?, ?)', [hash(id), serverName(imap), person.toLowerCase(), administrator, now])
  }

  /** Everybody's sessions that have not run out, the one seen last first; at most 20,000. */
  async list(): Promise<readonly OpenSession[]> {
    const now = this.#now()
    const rows = await this.#storage.all('SELECT account, made_at, seen_at, on_public_computer FROM session ORDER BY seen_at DESC LIMIT ?', [LISTED_SESSIONS])
    return rows.filter((row) => !this.#hasRunOut(row, now)).map((row) => ({ account: String(row.account), madeAt: Number(row.made_at), seenAt: Number(row.seen_at) }))
  }

  /** How many sessions there are, but for those that have outlived the longest limit. */
  async count(): Promise<number> {
    const { idleMilliseconds, totalMilliseconds } = this.#limitsOf()
    const now = this.#now()
    const row = await this.#storage.get('SELECT count(*) AS sessions FROM session WHERE seen_at >= ? AND made_at >= ?', [now - idleMilliseconds, now - totalMilliseconds])
    return Number(row?.['sessions'] ?? 0)
  }

  /** Signs an account out on every device; answers how many sessions it had. */
  async endAll(account: string): Promise<number> {
    return (await this.#storage.run('DELETE FROM session WHERE account = ?', [account])).changes
  }

  /** Signs an account out everywhere but in the session of that id; answers how many sessions have ended. */
  async endOthers(account: string, id: string): Promise<number> {
    return (await this.#storage.run('DELETE FROM session WHERE account = ? AND id_hash <> ?', [account, hash(id)])).changes
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }

  async #open(cookie: string | undefined): Promise<CookieContent | undefined> {
    if (cookie === undefined || cookie === '' || cookie.length > COOKIE_LIMIT) return undefined
    const name = hash(cookie)
    const known = this.#opened.get(name)
    if (known) return known
    const content = await unsealData<Partial<CookieContent>>(cookie, { password: this.#passwords, ttl: this.#cookieLife() })
    const { id, key } = content
    if (typeof id !== 'string' || !ID.test(id) || typeof key !== 'string' || !ID.test(key)) return undefined
    this.#remember(name, { id, key })
    return { id, key }
  }

  #hasRunOut(row: Row, now: number): boolean {
    const { idleMilliseconds, totalMilliseconds } = this.#limitsOf(String(row.account))
    const idle = row.on_public_computer === 1 ? Math.min(idleMilliseconds, PUBLIC_IDLE) : idleMilliseconds
    return now - Number(row.seen_at) > idle || now - Number(row.made_at) > totalMilliseconds
  }

  /** Seconds: the row tells when a session has run out, the cookie only when none can be left. */
  #cookieLife(): number {
    return Math.ceil(this.#limitsOf().totalMilliseconds / 1000)
  }

  #remember(name: string, content: CookieContent): void {
    this.#opened.set(name, content)
    const oldest = this.#opened.size > REMEMBERED_COOKIES ? this.#opened.keys().next().value : undefined
    if (oldest !== undefined) this.#opened.delete(oldest)
  }
}

function signedIn(id: string, account: string, { address, imap, smtp, credentials, onPublicComputer = false }: Omit<NewSession, 'account'>): SignedIn {
  const { actsFor, user } = credentials
  return { id, account, user: actsFor ?? user, ...(actsFor !== undefined && { support: user }), address, imap, smtp, onPublicComputer, credentials: () => credentials }
}

function serverName({ host, port }: ServerAddress): string {
  return `${host.toLowerCase()}:${port}`
}

/** The database never holds the id itself: form tokens are made from it. */
function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
