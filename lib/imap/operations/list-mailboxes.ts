import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { SPECIAL_USES, type ChosenMailboxes, type SpecialUse } from '#lib/mail/special-use.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { listAll, type ListedMailbox } from '../reading/mailbox-list.ts'
import type { MailboxState } from '../reading/mailbox-state.ts'

/** How somebody sees their mailboxes. */
export interface MailboxesView {
  /** Their own mailboxes for special uses, whatever the server marks. */
  readonly chosen?: ChosenMailboxes
  /** Only what begins with it is listed, and what has a use or is shared; '' lists all. */
  readonly prefix?: string
}

/**
 * The tree of mailboxes as lines from top to bottom: INBOX, then those with a special use, then the others by name, each
 * followed by what lies below it; shared ones and other users' last. Counts come where the server gives them at once or cheaply.
 */
export async function listMailboxes(connections: AccountConnections, view: MailboxesView = {}): Promise<readonly MailboxSummary[]> {
  return (await listMailboxesWithStates(connections, view)).mailboxes
}

/** The same, and how each of them stands, where the server says so in its list; else the map is empty. */
export async function listMailboxesWithStates(connections: AccountConnections, view: MailboxesView = {}): Promise<ListedMailboxes> {
  return connections.ask(async (client) => {
    const listed = await listAll(client, { counts: true })
    const states = listed.flatMap(({ name, state }) => (state ? [[name, state] as const] : []))
    return { mailboxes: treeLines(seenBy(view, listed, sharedPrefixes(client)), sharedPrefixes(client), personalPrefixOf(client)), states: new Map(states) }
  })
}

function seenBy({ chosen = {}, prefix = '' }: MailboxesView, listed: readonly ListedMailbox[], shared: readonly string[]): readonly ListedMailbox[] {
  const uses = new Map(Object.entries(chosen).map(([use, name]) => [name, use]))
  const marked = listed.map((mailbox) => ({ ...mailbox, specialUse: uses.get(mailbox.name) ?? (Object.hasOwn(chosen, mailbox.specialUse ?? '') ? undefined : mailbox.specialUse) }))
  const isKept = ({ name, specialUse }: ListedMailbox): boolean => name === 'INBOX' || name.startsWith(prefix) || specialUse !== undefined || shared.some((each) => name.startsWith(each))
  return prefix === '' ? marked : marked.filter(isKept)
}

export interface ListedMailboxes {
  readonly mailboxes: readonly MailboxSummary[]
  /** By the server's full name. */
  readonly states: ReadonlyMap<string, MailboxState>
}

/** Prefixes of other users' and shared namespaces (RFC 2342). */
function sharedPrefixes(client: ImapFlow): readonly string[] {
  const { other, shared } = client.namespaces ?? { other: false, shared: false }
  return [...(other || []), ...(shared || [])].map(({ prefix }) => prefix).filter((prefix) => prefix !== '')
}

function personalPrefixOf(client: ImapFlow): string {
  return client.namespaces?.personal[0]?.prefix ?? ''
}

/** The lines of the tree, made from a flat list; a level that the server did not list itself has no line. */
function treeLines(mailboxes: readonly ListedMailbox[], shared: readonly string[], personalPrefix: string): readonly MailboxSummary[] {
  const isShared = (name: string): boolean => shared.some((prefix) => name.startsWith(prefix) || `${name}/` === prefix || prefix.slice(0, -1) === name)
  const levelsOf = ({ name, delimiter }: ListedMailbox): readonly string[] => {
    const own = personalPrefix !== '' && name.startsWith(personalPrefix) && name !== 'INBOX' ? name.slice(personalPrefix.length) : name
    return delimiter === '' ? [own] : own.split(delimiter)
  }
  const levelled = mailboxes.map((mailbox) => ({ mailbox, levels: levelsOf(mailbox), shared: isShared(mailbox.name) }))
  const byPath = new Map(levelled.map((entry) => [entry.levels.join('\0'), entry]))
  const rankOf = (levels: readonly string[]): number => rank(byPath.get(levels.join('\0'))?.mailbox)
  levelled.sort((a, b) => Number(a.shared) - Number(b.shared) || compareLevels(a.levels, b.levels, rankOf))
  return levelled.map(({ mailbox, levels, shared: isSharedMailbox }) => ({
    name: mailbox.name,
    label: levels.at(-1) ?? mailbox.name,
    level: listedAbove(levels, byPath),
    selectable: mailbox.selectable,
    hasChildren: mailbox.hasChildren,
    subscribed: mailbox.subscribed,
    ...specialUseOf(mailbox),
    ...(mailbox.counts ?? {}),
    shared: isSharedMailbox,
  }))
}

/** INBOX first, then special uses in the order people look for them, then the rest. */
function rank(mailbox: ListedMailbox | undefined): number {
  if (mailbox?.name === 'INBOX') return 0
  const at = SPECIAL_USES.indexOf(mailbox?.specialUse as SpecialUse)
  return at === -1 ? SPECIAL_USES.length + 1 : at + 1
}

/** A parent before its children, siblings by rank, then by name as people sort. */
function compareLevels(a: readonly string[], b: readonly string[], rankOf: (levels: readonly string[]) => number): number {
  const common = Math.min(a.length, b.length)
  for (let at = 0; at < common; at++) {
    if (a[at] === b[at]) continue
    const [left, right] = [a.slice(0, at + 1), b.slice(0, at + 1)]
    return rankOf(left) - rankOf(right) || byName(a[at] ?? '', b[at] ?? '')
  }
  return a.length - b.length
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1)
}

/** How many of the levels above have a line of their own. */
function listedAbove(levels: readonly string[], byPath: ReadonlyMap<string, unknown>): number {
  let count = 0
  for (let at = 1; at < levels.length; at++) if (byPath.has(levels.slice(0, at).join('\0'))) count++
  return count
}

function specialUseOf({ name, specialUse }: ListedMailbox): { specialUse?: SpecialUse | '\\Inbox' } {
  if (name === 'INBOX') return { specialUse: '\\Inbox' }
  const known = SPECIAL_USES.find((use) => use === specialUse)
  return known ? { specialUse: known } : {}
}
