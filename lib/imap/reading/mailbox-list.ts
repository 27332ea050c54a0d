import type { ImapFlow, ListResponse, StatusObject } from 'imapflow'
import { atom, execute, isList, mailboxName, numberOf, textOf, type Value } from '../command.ts'
import { refreshSelected, stateFrom, type MailboxState } from './mailbox-state.ts'

/** How many messages a mailbox has, and how many of them are unread. */
export interface Counts {
  readonly messages: number
  readonly unseen: number
}

export interface ListedMailbox {
  /** The server's own full name. */
  readonly name: string
  /** '' where the server has no levels. */
  readonly delimiter: string
  readonly selectable: boolean
  readonly hasChildren: boolean
  readonly subscribed: boolean
  readonly specialUse: string | undefined
  readonly counts: Counts | undefined
  /** Where the list told it. */
  readonly state?: MailboxState
}

/** Without LIST-STATUS each count is a command of its own; the mailboxes beyond these are listed without. */
const STATUS_BOUND = 60
/** Stops a server that lists without end; nobody can use a longer tree. */
const MAILBOX_BOUND = 10_000

/** All mailboxes that the account may see, in the server's order; with their counts when asked for. */
export async function listAll(client: ImapFlow, options: { readonly counts: boolean }): Promise<readonly ListedMailbox[]> {
  const withStatus = options.counts && hasListStatus(client)
  if (withStatus) await refreshSelected(client)
  const listed = await client.list(withStatus ? { statusQuery: { messages: true, unseen: true, uidNext: true, uidValidity: true, highestModseq: client.enabled.has('CONDSTORE') } } : {})
  const mailboxes = listed.slice(0, MAILBOX_BOUND).filter(isReal).map(toListed)
  return options.counts && !withStatus ? await withCounts(client, mailboxes) : mailboxes
}

/** STATUS of one mailbox; undefined where the server refuses it. */
async function countsOf(client: ImapFlow, name: string): Promise<Counts | undefined> {
  let counts: Counts | undefined
  await execute(client, 'STATUS', [mailboxName(client, name), [atom('MESSAGES'), atom('UNSEEN')]], {
    STATUS: ({ attributes }) => (counts = readCounts(attributes[1])),
  }).catch((error: unknown) => {
    // A mailbox that may be seen but not read (RFC 4314) refuses; its row stays without a number.
    if ((error as { responseStatus?: unknown }).responseStatus !== 'NO') throw error
  })
  return counts
}

/** RFC 5819, or IMAP4rev2 once it is enabled. */
function hasListStatus(client: ImapFlow): boolean {
  return client.capabilities.has('LIST-STATUS') || client.enabled.has('IMAP4REV2')
}

/** A name that was deleted while somebody is subscribed to it is no mailbox, unless others lie below it. */
function isReal({ flags }: ListResponse): boolean {
  return !flags.has('\\NonExistent') || flags.has('\\HasChildren')
}

function toListed({ path, delimiter, flags, subscribed, specialUse, status }: ListResponse): ListedMailbox {
  const counts = status?.messages === undefined ? undefined : { messages: status.messages, unseen: status.unseen ?? 0 }
  return {
    name: path,
    delimiter: delimiter ?? '',
    selectable: !flags.has('\\Noselect') && !flags.has('\\NonExistent'),
    hasChildren: flags.has('\\HasChildren'),
    subscribed,
    specialUse,
    counts,
    ...(counts && status ? stateOf(counts, status) : {}),
  }
}

function stateOf(counts: Counts, { uidNext, uidValidity, highestModseq }: StatusObject): { state?: MailboxState } {
  return uidNext === undefined || uidValidity === undefined ? {} : { state: stateFrom({ ...counts, uidNext, uidValidity, highestModseq }) }
}

async function withCounts(client: ImapFlow, mailboxes: readonly ListedMailbox[]): Promise<readonly ListedMailbox[]> {
  const counted: ListedMailbox[] = []
  for (const [at, mailbox] of mailboxes.entries()) {
    counted.push(mailbox.selectable && at < STATUS_BOUND ? { ...mailbox, counts: await countsOf(client, mailbox.name) } : mailbox)
  }
  return counted
}

function readCounts(list: Value | undefined): Counts {
  const counts = { messages: 0, unseen: 0 }
  if (!isList(list)) return counts
  for (let at = 0; at + 1 < list.length; at += 2) {
    const item = textOf(list[at])?.toUpperCase()
    if (item === 'MESSAGES') counts.messages = numberOf(list[at + 1]) ?? 0
    if (item === 'UNSEEN') counts.unseen = numberOf(list[at + 1]) ?? 0
  }
  return counts
}
