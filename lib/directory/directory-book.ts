import { DirectoryFailure } from './directory-failure.ts'
import { escapeRdn, isBelow, rdnOf } from './distinguished-name.ts'
import { WriteProblem, type EntryValues, type ValueChange } from './ldap-changes.ts'
import type { LdapConnection, LdapEntry } from './ldap-connection.ts'

/** Entries of one book; more are not read. */
const ENTRIES_PER_BOOK = 5000
/** The entries are given again for so long, and read anew after each change of ours. */
const FRESH_MS = 30_000

const TEXTS = ['objectClass', 'cn', 'sn', 'givenName', 'mail', 'telephoneNumber', 'mobile', 'homePhone', 'facsimileTelephoneNumber', 'pager', 'o', 'ou', 'title', 'description', 'labeledURI', 'street', 'l', 'st', 'postalCode', 'uid', 'member']
/** What the server keeps about an entry (RFC 4530, RFC 4512 §3.4); a server may have none of them. */
const KEPT = ['entryUUID', 'entryCSN', 'createTimestamp', 'modifyTimestamp']
const OCTETS = ['jpegPhoto']
/** Attributes whose values no rule compares (RFC 2798 §2.6): they are replaced whole. */
const INCOMPARABLE = new Set(['jpegPhoto'])

/**
 * The entries of one person right below a base of their own, which that person writes. Everything that goes wrong with the directory is a
 * DirectoryFailure, what speaks against one change a WriteProblem.
 */
export class DirectoryBook {
  readonly base: string
  readonly #isMade: boolean
  readonly #ask: <T>(task: (connection: LdapConnection) => Promise<T>) => Promise<T>
  readonly #now: () => number
  #read: { readonly at: number; readonly entries: Promise<readonly LdapEntry[]> } | undefined

  /** `isMade`: a base that is not there is made with the first entry. */
  constructor({ base, isMade }: { readonly base: string; readonly isMade: boolean }, ask: <T>(task: (connection: LdapConnection) => Promise<T>) => Promise<T>, now: () => number) {
    this.base = base
    this.#isMade = isMade
    this.#ask = ask
    this.#now = now
  }

  /** All entries; none where the base is not there yet and will be made. */
  async entries(): Promise<readonly LdapEntry[]> {
    if (this.#read && this.#now() - this.#read.at < FRESH_MS) return this.#read.entries
    const entries = this.#readAll()
    this.#read = { at: this.#now(), entries }
    entries.catch(() => (this.#read = undefined)) // what failed is asked again
    return entries
  }

  /** The entry as it is now; undefined where it is gone. */
  async entry(dn: string): Promise<LdapEntry | undefined> {
    if (!isBelow(dn, this.base)) return undefined
    return this.#ask(async (connection) => (await found(connection.search({ ...SEARCH, base: dn, scope: 'base', limit: 1 })))[0])
  }

  /** A new entry, named by that attribute. Answers its distinguished name. */
  async add(values: EntryValues, namedBy: string): Promise<string> {
    const [first] = values.get(namedBy) ?? []
    if (typeof first !== 'string') throw new WriteProblem('unfit')
    const dn = `${namedBy}=${escapeRdn(first)},${this.base}`
    // A group has a member always (RFC 4519 §3.5): one of nobody else names itself.
    const filled = values.get('objectClass')?.includes('groupOfNames') === true && !values.has('member') ? new Map([...values, ['member', [dn]]]) : values
    await this.#write(async (connection) => {
      try {
        await connection.add(dn, filled)
      } catch (error) {
        if (!this.#isMade || !(error instanceof WriteProblem) || error.kind !== 'gone') throw error
        await this.#makeBase(connection)
        await connection.add(dn, filled)
      }
    })
    return dn
  }

  /**
   * What `before` has and `after` has not is taken away, what is new is added; all else in the entry stays. Where the directory can promise it (RFC 4528), nothing
   * is done to an entry that has changed since it was read, elsewhere nothing to a value that has. Answers the distinguished name, which a new name changes.
   */
  async change(entry: LdapEntry, before: EntryValues, after: EntryValues): Promise<string> {
    const [namedBy, name] = rdnOf(entry.dn)
    const isRenamed = hasText(before, namedBy, name) && !hasText(after, namedBy, name)
    const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((attribute) => changeOf(attribute, before, after))
    const own = (change: ValueChange): boolean => change.attribute.toLowerCase() === namedBy.toLowerCase()
    const [renaming] = isRenamed ? changes.filter(own).flatMap(({ add }) => add) : []
    const others = changes.map((change) => (own(change) && isRenamed ? { ...change, remove: change.remove.filter((value) => !isText(value, name)), add: change.add.slice(1) } : change)).map((change) => memberKept(change, entry, after))
    const made = others.filter(({ remove, add, isWhole }) => isWhole === true || remove.length + add.length > 0)
    return this.#write(async (connection) => {
      if (made.length > 0) await connection.modify(entry.dn, made, unchangedSince(entry))
      if (typeof renaming !== 'string') return entry.dn
      const rdn = `${namedBy}=${escapeRdn(renaming)}`
      await connection.rename(entry.dn, rdn)
      return `${rdn},${this.base}`
    })
  }

  /** Takes the entry away, unless it has changed since it was read, as far as the directory can promise that. */
  async remove(entry: LdapEntry): Promise<void> {
    await this.#write((connection) => connection.remove(entry.dn, unchangedSince(entry)))
  }

  async #readAll(): Promise<readonly LdapEntry[]> {
    return this.#ask(async (connection) => {
      try {
        const { entries, hasMore } = await connection.searchAll({ ...SEARCH, base: this.base, scope: 'one', limit: ENTRIES_PER_BOOK })
        if (hasMore) throw new DirectoryFailure('too-large', 'a book with too many entries')
        return entries
      } catch (error) {
        if (this.#isMade && error instanceof DirectoryFailure && error.kind === 'no-such-base') return []
        throw error
      }
    })
  }

  async #write<T>(task: (connection: LdapConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#ask(task)
    } finally {
      this.#read = undefined
    }
  }

  async #makeBase(connection: LdapConnection): Promise<void> {
    const [attribute, name] = rdnOf(this.base)
    if (attribute.toLowerCase() !== 'ou') throw new DirectoryFailure('no-such-base', 'only an organizationalUnit is made')
    await connection.add(this.base, new Map([['objectClass', ['top', 'organizationalUnit']], ['ou', [name]]])).catch((error: unknown) => {
      // Another device has made it.
      if (!(error instanceof WriteProblem) || error.kind !== 'there') throw error
    })
  }
}

const SEARCH = {
  filter: { type: 'or', filters: ['inetOrgPerson', 'groupOfNames'].map((value) => ({ type: 'equal', attribute: 'objectClass', value }) as const) } as const,
  attributes: [...TEXTS, ...KEPT, ...OCTETS],
  binary: OCTETS,
}

async function found(answer: ReturnType<LdapConnection['search']>): Promise<readonly LdapEntry[]> {
  try {
    return (await answer).entries
  } catch (error) {
    if (error instanceof DirectoryFailure && error.kind === 'no-such-base') return []
    throw error
  }
}

/** By what a server tells that an entry is another one than it was. */
function unchangedSince({ values }: LdapEntry): { readonly attribute: string; readonly value: string } | undefined {
  const [value] = values.get('entrycsn') ?? []
  return typeof value === 'string' ? { attribute: 'entryCSN', value } : undefined
}

function changeOf(attribute: string, before: EntryValues, after: EntryValues): readonly ValueChange[] {
  const [old, next] = [before.get(attribute) ?? [], after.get(attribute) ?? []]
  const without = (all: readonly (string | Uint8Array)[], others: readonly (string | Uint8Array)[]): readonly (string | Uint8Array)[] => all.filter((value) => !others.some((other) => isSame(value, other)))
  const [remove, add] = [without(old, next), without(next, old)]
  if (remove.length + add.length === 0) return []
  return [{ attribute, remove, add, isWhole: INCOMPARABLE.has(attribute) }]
}

/** A group that loses its last member names itself, and no longer once it has one. */
function memberKept(change: ValueChange, { dn, values }: LdapEntry, after: EntryValues): ValueChange {
  if (change.attribute !== 'member') return change
  const isAlone = (values.get('member') ?? []).some((value) => isText(value, dn))
  if ((after.get('member') ?? []).length === 0) return isAlone ? change : { ...change, add: [...change.add, dn] }
  return isAlone ? { ...change, remove: [...change.remove, dn] } : change
}

function isSame(one: string | Uint8Array, other: string | Uint8Array): boolean {
  return Buffer.from(one as string).equals(Buffer.from(other as string))
}

const isText = (value: string | Uint8Array, text: string): boolean => typeof value === 'string' && value.toLowerCase() === text.toLowerCase()

function hasText(values: EntryValues, attribute: string, text: string): boolean {
  return [...values].some(([name, all]) => name.toLowerCase() === attribute.toLowerCase() && all.some((value) => isText(value, text)))
}
