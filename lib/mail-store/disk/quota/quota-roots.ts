import type { QuotaLimits } from '../../mail-store.ts'
import { nearestRoot, requireSmaller, type Usage } from '../../quota-ledger.ts'
import type { AccountDatabase } from '../account-database.ts'

/** In the place of a mailbox's id: the account's own root. */
export const ACCOUNT_ROOT = 0

const NOTHING: Usage = { size: 0, messages: 0 }

/** A mailbox that is a quota root. */
export interface RootRow {
  readonly id: number
  readonly name: string
  readonly limits: QuotaLimits
}

/** The quota roots besides the account's own, by their names. */
export function readRoots(database: AccountDatabase): readonly RootRow[] {
  const rows = database.sql('SELECT id, name, quota, message_quota FROM mailbox WHERE quota IS NOT NULL OR message_quota IS NOT NULL ORDER BY name').all()
  return (rows as readonly (readonly [number, string, number | null, number | null])[]).map(([id, name, storage, messages]) => ({ id, name, limits: { storage: storage ?? undefined, messages: messages ?? undefined } }))
}

/** The root in which that mailbox counts. */
export function rootOf(database: AccountDatabase, mailbox: number): RootRow | undefined {
  const roots = readRoots(database)
  if (roots.length === 0) return undefined
  return nearestRoot(roots, (database.sql('SELECT name FROM mailbox WHERE id = ?').get(mailbox)?.[0] ?? '') as string)
}

/** What counts in that root, from the counters of its mailboxes, which are exact at every commit. */
export function usageOf(database: AccountDatabase, root: number): Usage {
  const roots = readRoots(database)
  if (roots.length === 0) return root === ACCOUNT_ROOT ? { size: database.used(), messages: database.count() } : NOTHING
  return usages(database, roots).get(root) ?? NOTHING
}

/** Its octets alone: at each message that comes in somebody asks. */
export function sizeOf(database: AccountDatabase, root: number): number {
  return root === ACCOUNT_ROOT && readRoots(database).length === 0 ? database.used() : usageOf(database, root).size
}

/** The same of all of them, the account's own first. */
export function usages(database: AccountDatabase, roots: readonly RootRow[]): ReadonlyMap<number, Usage> {
  const whole = new Map<number, Usage>([[ACCOUNT_ROOT, { size: database.used(), messages: database.count() }], ...roots.map(({ id, name }) => [id, belowAndAt(database, name)] as const)])
  const own = new Map(whole)
  for (const root of roots) {
    const above = nearestRoot(roots.filter(({ id }) => id !== root.id), root.name)?.id ?? ACCOUNT_ROOT
    own.set(above, less(own.get(above), whole.get(root.id)))
  }
  return own
}

function belowAndAt(database: AccountDatabase, name: string): Usage {
  // Everything that begins with the name and a slash: behind the slash comes the zero.
  const row = database.sql('SELECT coalesce(sum(size), 0), coalesce(sum(messages), 0) FROM mailbox WHERE name = ?1 OR (name > ?2 AND name < ?3)').get(name, `${name}/`, `${name}0`)
  const [size, messages] = row as readonly [number, number]
  return { size, messages }
}

const less = (from: Usage = NOTHING, { size, messages }: Usage = NOTHING): Usage => ({ size: from.size - size, messages: from.messages - messages })

/** To be called before mailboxes change their places within an account; what it answers, called afterwards, throws StoreProblem 'over-quota' where one of the roots has come to hold too much. */
export function guardRoots(database: AccountDatabase, limits: QuotaLimits): () => void {
  const roots = readRoots(database)
  if (roots.length === 0) return () => undefined
  const before = usages(database, roots)
  return () => {
    const now = readRoots(database)
    const after = usages(database, now)
    for (const root of [{ id: ACCOUNT_ROOT, limits }, ...now]) requireSmaller(after.get(root.id) ?? NOTHING, before.get(root.id) ?? NOTHING, root.limits)
  }
}
