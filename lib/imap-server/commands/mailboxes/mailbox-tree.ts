import type { MailStore } from '#lib/mail-store/mail-store.ts'
import type { SpecialUse } from '#lib/mail/special-use.ts'

/** A name that LIST may answer: a mailbox, a subscription that outlived its mailbox, or a level above one of these. */
export interface ListedName {
  readonly name: string
  /** False for a name that only stands above others, or is only subscribed. */
  readonly exists: boolean
  readonly hasChildren: boolean
  readonly subscribed: boolean
  readonly specialUse: SpecialUse | undefined
  readonly rights: string
}

/** Every name of the account that LIST knows, INBOX first, then by name. */
export async function listNames(store: MailStore): Promise<readonly ListedName[]> {
  const entries = await store.mailboxes()
  const subscriptions = new Set(await store.subscriptions())
  const existing = new Map(entries.map((entry) => [entry.name, entry]))
  const parents = new Set([...existing.keys()].flatMap(namesAbove))
  const names = new Set([...existing.keys(), ...parents, ...subscriptions, ...[...subscriptions].flatMap(namesAbove)])
  return [...names].sort(byName).map((name) => {
    const entry = existing.get(name)
    return {
      name,
      exists: entry !== undefined,
      hasChildren: parents.has(name),
      subscribed: subscriptions.has(name),
      specialUse: entry?.specialUse,
      rights: entry?.rights ?? '',
    }
  })
}

/** `a` and `a/b` for `a/b/c`. */
export function namesAbove(name: string): readonly string[] {
  const levels = name.split('/')
  return levels.slice(1).map((_, depth) => levels.slice(0, depth + 1).join('/'))
}

function byName(a: string, b: string): number {
  if (a === 'INBOX' || b === 'INBOX') return a === b ? 0 : a === 'INBOX' ? -1 : 1
  return a < b ? -1 : 1
}
