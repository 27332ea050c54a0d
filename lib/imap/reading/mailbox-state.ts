import type { ImapFlow } from 'imapflow'
import { atom, execute, isList, mailboxName, numberOf, textOf } from '../command.ts'

/** What STATUS says of a mailbox (RFC 9051 §6.3.11). */
export interface MailboxState {
  readonly messages: number
  readonly unseen: number
  /** Equal as long as no message came or went. */
  readonly membership: string
  /** Equal as long as nothing at all changed; undefined on servers without CONDSTORE, which cannot say. */
  readonly everything: string | undefined
}

/** The state of a mailbox, selected or not: one short command that costs no server a search. */
export async function mailboxState(client: ImapFlow, mailbox: string): Promise<MailboxState> {
  await refreshSelected(client, mailbox)
  const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY', ...(client.enabled.has('CONDSTORE') ? ['HIGHESTMODSEQ'] : [])]
  const values = new Map<string, string>()
  await execute(client, 'STATUS', [mailboxName(client, mailbox), items.map(atom)], {
    STATUS: ({ attributes }) => {
      const list = attributes[1]
      if (!isList(list)) return
      for (let at = 0; at + 1 < list.length; at += 2) values.set(textOf(list[at])?.toUpperCase() ?? '', textOf(list[at + 1]) ?? '')
    },
  })
  const count = (name: string): number => numberOf({ type: 'ATOM', value: values.get(name) ?? '' }) ?? 0
  return stateFrom({ messages: count('MESSAGES'), unseen: count('UNSEEN'), uidNext: values.get('UIDNEXT'), uidValidity: values.get('UIDVALIDITY'), highestModseq: values.get('HIGHESTMODSEQ') })
}

interface StatusItems {
  readonly messages: number
  readonly unseen: number
  readonly uidNext: string | number | undefined
  readonly uidValidity: string | bigint | undefined
  readonly highestModseq?: string | bigint | undefined
}

/** The state that the items of a STATUS response describe. */
export function stateFrom({ messages, unseen, uidNext, uidValidity, highestModseq = '0' }: StatusItems): MailboxState {
  const membership = `${uidValidity}.${uidNext}.${messages}`
  // A HIGHESTMODSEQ of 0 is a mailbox that keeps none (RFC 7162 §3.1.2).
  const everything = String(highestModseq) === '0' ? undefined : `${membership}.${highestModseq}`
  return { messages, unseen, membership, everything }
}

/**
 * STATUS of the selected mailbox may tell of it as this connection last saw it (RFC 9051 §6.3.11 advises against it); NOOP
 * brings it up to date. With a name, only when that one is selected.
 */
export async function refreshSelected(client: ImapFlow, mailbox?: string): Promise<void> {
  if (client.mailbox !== false && (mailbox === undefined || client.mailbox.path === mailbox)) await client.noop()
}
