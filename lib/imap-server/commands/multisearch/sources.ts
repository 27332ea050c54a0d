import type { Mailbox, MailStore } from '#lib/mail-store/mail-store.ts'
import { SHARED, USERS } from '#lib/mail-store/sharing/others-mailboxes.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { listNames, type ListedName } from '../mailboxes/mailbox-tree.ts'

/** Which mailboxes a search goes through (RFC 7377 §2.2, RFC 5465 §6). */
export interface Source {
  readonly kind: 'selected' | 'inboxes' | 'personal' | 'subscribed' | 'subtree' | 'subtree-one' | 'mailboxes'
  /** For the last three. */
  readonly names: readonly string[]
}

const ALONE = ['selected', 'inboxes', 'personal', 'subscribed'] as const
const WITH_NAMES = ['subtree', 'subtree-one', 'mailboxes'] as const

/** More names and filters than any client sends in one command. */
const NAME_LIMIT = 1000
/** Mailboxes of one search (RFC 7377 §2.4). */
const MAILBOX_LIMIT = 10_000

export const SELECTED: readonly Source[] = [{ kind: 'selected', names: [] }]

/** `esearch-source-opts = "IN" SP "(" filter-mailboxes *(SP filter-mailboxes) ")"` (RFC 7377 §4); no scope options are defined. */
export async function parseSources(args: ArgumentReader): Promise<readonly Source[]> {
  if (!args.accept(' IN ')) return SELECTED
  const sources: Source[] = []
  args.expect('(')
  do {
    if (sources.length === NAME_LIMIT) throw args.problem('")"')
    sources.push(await parseSource(args))
  } while (args.accept(' '))
  args.expect(')')
  return sources
}

async function parseSource(args: ArgumentReader): Promise<Source> {
  const word = args.word('a mailbox filter').toLowerCase()
  const alone = ALONE.find((kind) => kind === word)
  if (alone) return { kind: alone, names: [] }
  const kind = WITH_NAMES.find((known) => known === word)
  if (!kind) throw args.problem('a mailbox filter')
  args.expect(' ')
  if (!args.accept('(')) return { kind, names: [await args.mailbox()] }
  const names: string[] = []
  do {
    if (names.length === NAME_LIMIT) throw args.problem('")"')
    names.push(await args.mailbox())
  } while (args.accept(' '))
  args.expect(')')
  return { kind, names }
}

/** The mailboxes that the sources name and that the account may search, each once; all others are passed over in silence (RFC 7377 §2.2, §5). */
export async function* sourceMailboxes(session: ImapSession, sources: readonly Source[]): AsyncGenerator<Mailbox> {
  const { store } = session.signedIn
  const names = await namesOf(session, store, sources)
  if (names.size > MAILBOX_LIMIT) throw new Refusal('Too many mailboxes at once', 'LIMIT')
  for (const [name, isNamed] of names) {
    const selected = session.selected?.mailbox
    const mailbox = selected?.name === name ? selected : await store.mailbox(name)
    // Who names a mailbox needs to read it; what a filter finds has to be visible, too.
    if (mailbox?.rights.includes('r') && (isNamed || mailbox.rights.includes('l'))) yield mailbox
  }
}

/** Each name, and whether the client has named it itself. */
async function namesOf(session: ImapSession, store: MailStore, sources: readonly Source[]): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>()
  const add = (name: string, isNamed: boolean): void => void found.set(name, isNamed || found.get(name) === true)
  for (const { kind, names } of sources) {
    if (kind === 'selected' && session.selected) add(session.selected.mailbox.name, true)
    if (kind === 'mailboxes') for (const name of names) add(name, true)
  }
  const filters = sources.filter(({ kind }) => kind !== 'selected' && kind !== 'mailboxes')
  const listed = filters.length === 0 ? [] : (await listNames(store)).filter(({ exists }) => exists)
  for (const one of listed) for (const filter of filters) if (finds(filter, one)) add(one.name, filter.names.includes(one.name))
  return found
}

/** RFC 5465 §6.1 to §6.7, and subtree-one of RFC 7377 §2.2. */
function finds({ kind, names }: Source, { name, subscribed }: ListedName): boolean {
  if (kind === 'inboxes') return name === 'INBOX'
  if (kind === 'personal') return !name.startsWith(SHARED) && !name.startsWith(USERS)
  if (kind === 'subscribed') return subscribed
  return names.some((top) => name === top || (name.startsWith(`${top}/`) && (kind === 'subtree' || !name.slice(top.length + 1).includes('/'))))
}
