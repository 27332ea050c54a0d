import type { MailStore, MailboxEntry } from '#lib/mail-store/mail-store.ts'

/** The mailboxes that an account may list, and what it has subscribed to, at one moment. */
export interface Names {
  /** By owner and UIDVALIDITY, which no rename changes. */
  readonly entries: ReadonlyMap<string, MailboxEntry>
  readonly subscriptions: ReadonlySet<string>
}

export interface NameChange {
  readonly kind: 'MailboxName' | 'SubscriptionChange'
  readonly name: string
  /** What it was called before (RFC 5465 §5.4). */
  readonly oldName?: string
}

export async function readNames(store: MailStore): Promise<Names> {
  const entries = await store.mailboxes()
  return { entries: new Map(entries.map((entry) => [keyOf(entry), entry])), subscriptions: new Set(await store.subscriptions()) }
}

export function keyOf({ owner = '', uidValidity }: Pick<MailboxEntry, 'owner' | 'uidValidity'>): string {
  return `${owner}/${uidValidity}`
}

/** What has happened between two moments: what was made and removed with the level above it, what was renamed, what was subscribed to. */
export function changesBetween(before: Names, after: Names): readonly NameChange[] {
  const affected = new Set<string>()
  const renamed: NameChange[] = []
  for (const [key, { name }] of after.entries) {
    const oldName = before.entries.get(key)?.name
    if (oldName === undefined) affected.add(name)
    else if (oldName !== name) renamed.push({ kind: 'MailboxName', name, oldName })
  }
  const named = new Set([...after.entries.values()].map(({ name }) => name))
  for (const [key, { name }] of before.entries) if (!after.entries.has(key) && !named.has(name)) affected.add(name)
  const above = [...affected].map(levelAbove).filter((name) => name !== undefined && !affected.has(name)) as string[]
  const subscribed = [...after.subscriptions].filter((name) => !before.subscriptions.has(name))
  const unsubscribed = [...before.subscriptions].filter((name) => !after.subscriptions.has(name))
  return [
    ...withoutChildren(renamed),
    ...[...new Set([...affected, ...above])].sort().map((name) => ({ kind: 'MailboxName', name }) as const),
    ...[...subscribed, ...unsubscribed].sort().map((name) => ({ kind: 'SubscriptionChange', name }) as const),
  ]
}

/** RFC 5465 §5.4: what moved along with a mailbox above it is not told. */
function withoutChildren(renamed: readonly NameChange[]): readonly NameChange[] {
  const isChildOf = (child: NameChange, parent: NameChange): boolean => {
    const rest = child.name.slice(parent.name.length)
    return rest.startsWith('/') && child.name.startsWith(parent.name) && child.oldName === `${parent.oldName}${rest}`
  }
  return renamed.filter((child) => !renamed.some((parent) => parent !== child && isChildOf(child, parent)))
}

function levelAbove(name: string): string | undefined {
  const at = name.lastIndexOf('/')
  return at < 0 ? undefined : name.slice(0, at)
}
