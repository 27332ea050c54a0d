import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { AndFilter, ApproximateFilter, Client, EqualityFilter, OrFilter, PresenceFilter, ResultCodeError, SizeLimitExceededError, SubstringFilter, type Entry, type Filter as LdaptsFilter, type SearchResult } from 'ldapts'
import type { LdapServer } from '#lib/mail/directory/directory-settings.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { DirectoryFailure, type DirectoryFailureKind } from './directory-failure.ts'
import type { Filter } from './filter.ts'
import { ASSERTION, AssertionControl, attributesToAdd, changesToMake, writeProblem, type EntryValues, type ValueChange } from './ldap-changes.ts'
import { PASSWORD_MODIFY, passwordModifyValue, passwordRefused } from './password-modify.ts'
import { trustedCertificates } from './trusted-certificates.ts'

export interface LdapSearch {
  readonly base: string
  /** The entry itself, those right below it, or all below it. */
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: Filter
  readonly attributes: readonly string[]
  /** Those of them that are octets and no text. */
  readonly binary?: readonly string[]
  readonly limit: number
}

/** An entry by its attributes, whose names are in lower case; one that it does not have is not there. */
export interface LdapEntry {
  readonly dn: string
  readonly values: ReadonlyMap<string, readonly (string | Uint8Array)[]>
}

export interface LdapFound {
  /** At most `limit`. */
  readonly entries: readonly LdapEntry[]
  /** Whether the directory has others that fit. */
  readonly hasMore: boolean
  /** Other servers that may have some (RFC 4511 §4.5.3), as LDAP URLs. */
  readonly references: readonly string[]
}

/** Octets of one answer before its connection is given up: a page of people is far below, and a photo too. */
const MOST_OCTETS = 16 * 1024 * 1024

/** Entries of one page (RFC 2696), where all pages are read. */
const PAGE = 250

/** A value by which one tells that an entry is as it was. */
interface Unchanged {
  readonly attribute: string
  readonly value: string
}

/** A connection to one directory server, as one identity. Everything that goes wrong is a DirectoryFailure. */
export class LdapConnection {
  readonly #client: Client
  readonly #usable: () => boolean
  readonly #bound: Bound
  #controls: Promise<readonly string[]> | undefined

  private constructor(client: Client, bound: Bound, usable: () => boolean) {
    this.#client = client
    this.#bound = bound
    this.#usable = usable
  }

  /** Connects, secures and binds (RFC 4513 §5.1): as somebody, or as nobody where no credentials are given. */
  static async open(server: LdapServer, credentials?: Credentials): Promise<LdapConnection> {
    // An empty password would be taken for nobody's bind, and nobody told (RFC 4513 §5.1.2).
    if (credentials && (credentials.user === '' || credentials.password === '')) throw new DirectoryFailure('credentials', 'an empty name or password')
    let socket: Socket | undefined
    const bound: Bound = { octets: 0 }
    const tls = tlsOptions(server)
    const watched = (opened: Socket): Socket => {
      socket = bounded(opened, bound)
      return socket
    }
    const client = new Client({
      url: `${server.tls === 'tls' ? 'ldaps' : 'ldap'}://${isIP(server.host) === 6 ? `[${server.host}]` : server.host}:${server.port}`,
      timeout: server.timeout,
      connectTimeout: server.timeout,
      strictDN: false,
      ...(server.tls === 'tls' ? { tlsOptions: tls } : {}),
      createConnection: ((port: number, host: string) => watched(connect(port, host))) as typeof connect,
      createSecureConnection: ((...given: readonly unknown[]) =>
        typeof given[0] === 'number' ? watched(connectTls(given[0], server.host, tls)) : connectTls(given[0] as ConnectionOptions)) as typeof connectTls,
    })
    try {
      if (server.tls === 'starttls') await client.startTLS(tls)
      await client.bind(credentials?.user ?? '', credentials?.password ?? '')
      return new LdapConnection(client, bound, () => socket?.destroyed === false)
    } catch (error) {
      await client.unbind().catch(() => undefined) // it is being given up
      socket?.destroy()
      throw failureOf(error)
    }
  }

  /** False once it is closed, here or there. */
  get isUsable(): boolean {
    return this.#usable()
  }

  async search({ base, scope, filter, attributes, binary = [], limit }: LdapSearch): Promise<LdapFound> {
    this.#bound.octets = 0
    const asked = { scope, filter: ldaptsFilter(filter), attributes: [...attributes], explicitBufferAttributes: [...binary], derefAliases: 'always' as const }
    try {
      const { searchEntries, searchReferences } = await this.#firstPage(base, asked, limit + 1)
      return { entries: searchEntries.slice(0, limit).map(entryOf), hasMore: searchEntries.length > limit, references: searchReferences }
    } catch (error) {
      if (!(error instanceof SizeLimitExceededError)) throw failureOf(error)
      // The server's own limit is lower than ours: what it gives is not all, and only this way of asking gives it.
      const { searchEntries, searchReferences } = await this.#client.search(base, { ...asked, sizeLimit: limit + 1 }).catch((again: unknown) => Promise.reject(failureOf(again)))
      return { entries: searchEntries.slice(0, limit).map(entryOf), hasMore: true, references: searchReferences }
    }
  }

  /** The same through all pages. */
  async searchAll({ base, scope, filter, attributes, binary = [], limit }: LdapSearch): Promise<Pick<LdapFound, 'entries' | 'hasMore'>> {
    const entries: LdapEntry[] = []
    try {
      for await (const { searchEntries } of this.#client.searchPaginated(base, { scope, filter: ldaptsFilter(filter), attributes: [...attributes], explicitBufferAttributes: [...binary], paged: { pageSize: PAGE } })) {
        this.#bound.octets = 0
        entries.push(...searchEntries.map(entryOf))
        if (entries.length > limit) break
      }
      return { entries: entries.slice(0, limit), hasMore: entries.length > limit }
    } catch (error) {
      if (error instanceof SizeLimitExceededError) return { entries, hasMore: true }
      throw failureOf(error)
    }
  }

  /** A new entry. Throws WriteProblem, as do the next three. */
  async add(dn: string, values: EntryValues): Promise<void> {
    await this.#writing(() => this.#client.add(dn, attributesToAdd(values)))
  }

  /** `unchanged`: what the entry has to have still, where the server knows how to promise that. */
  async modify(dn: string, changes: readonly ValueChange[], unchanged?: Unchanged): Promise<void> {
    const controls = await this.#asserting(unchanged)
    await this.#writing(() => this.#client.modify(dn, changesToMake(changes), controls))
  }

  async rename(dn: string, rdn: string): Promise<void> {
    await this.#writing(() => this.#client.modifyDN(dn, rdn))
  }

  async remove(dn: string, unchanged?: Unchanged): Promise<void> {
    const controls = await this.#asserting(unchanged)
    await this.#writing(() => this.#client.del(dn, controls))
  }

  /** Gives whoever is bound another password (RFC 3062). Throws PasswordRefused, too. */
  async changePassword(present: string, next: string): Promise<void> {
    this.#bound.octets = 0
    try {
      await this.#client.exop(PASSWORD_MODIFY, passwordModifyValue(present, next))
    } catch (error) {
      throw passwordRefused(error) ?? failureOf(error)
    }
  }

  async #writing(write: () => Promise<void>): Promise<void> {
    this.#bound.octets = 0
    try {
      await write()
    } catch (error) {
      throw writeProblem(error) ?? failureOf(error)
    }
  }

  async #asserting(unchanged: Unchanged | undefined): Promise<AssertionControl[]> {
    return unchanged && (await this.#supports(ASSERTION)) ? [new AssertionControl(unchanged.attribute, unchanged.value)] : []
  }

  /** Asked once: what the server says of itself (RFC 4512 §5.1). */
  async #supports(control: string): Promise<boolean> {
    this.#controls ??= this.search({ base: '', scope: 'base', filter: { type: 'present', attribute: 'objectClass' }, attributes: ['supportedControl'], limit: 1 }).then(({ entries }) => (entries[0]?.values.get('supportedcontrol') ?? []).map(String), () => [])
    return (await this.#controls).includes(control)
  }

  async close(): Promise<void> {
    await this.#client.unbind().catch(() => undefined) // closed all the same
  }

  /** One page (RFC 2696), so that no server sends more than is looked at. */
  async #firstPage(base: string, asked: Parameters<Client['searchPaginated']>[1], size: number): Promise<SearchResult> {
    for await (const page of this.#client.searchPaginated(base, { ...asked, paged: { pageSize: size } })) return page
    return { searchEntries: [], searchReferences: [] }
  }
}

/** What one answer has brought so far. */
interface Bound {
  octets: number
}

/** A server that sends without end is cut off. */
function bounded(socket: Socket, bound: Bound): Socket {
  socket.on('data', (piece: Buffer) => {
    bound.octets += piece.length
    if (bound.octets > MOST_OCTETS) socket.destroy(new Error('too much'))
  })
  return socket
}

function tlsOptions({ host, verify, certificates }: LdapServer): ConnectionOptions {
  return { rejectUnauthorized: verify, ...(isIP(host) === 0 ? { servername: host } : {}), host, ...(certificates === undefined ? {} : { ca: trustedCertificates(certificates) }) }
}

function ldaptsFilter(filter: Filter): LdaptsFilter {
  switch (filter.type) {
    case 'and': return new AndFilter({ filters: filter.filters.map(ldaptsFilter) })
    case 'or': return new OrFilter({ filters: filter.filters.map(ldaptsFilter) })
    case 'equal': return new EqualityFilter({ attribute: filter.attribute, value: filter.value })
    case 'approx': return new ApproximateFilter({ attribute: filter.attribute, value: filter.value })
    case 'present': return new PresenceFilter({ attribute: filter.attribute })
    case 'substring': return new SubstringFilter({ attribute: filter.attribute, initial: filter.initial, any: [...filter.any] })
  }
}

/** An attribute that an entry does not have comes as an empty list. */
function entryOf({ dn, ...attributes }: Entry): LdapEntry {
  const values = Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value : [value]] as const)
  return { dn, values: new Map(values.filter(([, found]) => found.length > 0)) }
}

/** LDAP's result codes (RFC 4511 §4.1.9) that have words of their own. */
const CODES: Readonly<Record<number, DirectoryFailureKind>> = { 3: 'timeout', 4: 'too-large', 8: 'credentials', 11: 'too-large', 13: 'refused', 32: 'no-such-base', 48: 'credentials', 49: 'credentials', 50: 'refused', 51: 'refused', 52: 'refused', 53: 'refused' }

function failureOf(error: unknown): DirectoryFailure {
  if (error instanceof DirectoryFailure) return error
  if (error instanceof ResultCodeError) return new DirectoryFailure(CODES[error.code] ?? 'not-understood', `result code ${error.code}`, { cause: error })
  const { code = '', message } = error as NodeJS.ErrnoException
  return new DirectoryFailure(kindOf(code, message), code === '' ? message.split('\n', 1)[0] ?? '' : code, { cause: error })
}

function kindOf(code: string, message: string): DirectoryFailureKind {
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return 'unknown-host'
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return 'certificate'
  if (/timed out|timeout/i.test(message) || code === 'ETIMEDOUT') return 'timeout'
  if (/^E[A-Z]+$/.test(code) || /closed|socket/i.test(message)) return 'unreachable'
  return 'not-understood'
}
