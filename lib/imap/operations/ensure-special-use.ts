import { DEFAULT_NAMES, type ChosenMailboxes, type SpecialUse } from '#lib/mail/special-use.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { atom, execute, mailboxName } from '../command.ts'
import { personalPrefix } from '../connect.ts'
import { requireSendable } from '../new-mailbox-name.ts'
import { listAll } from '../reading/mailbox-list.ts'
import { ignoreRefusal } from './manage/create-mailbox.ts'

/**
 * The full name of the account's mailbox for that use: the one that the person has chosen, else the one that the server marks (RFC 6154), else one by a name that
 * means it; where there is none it is created, behind the server's prefix, and subscribed.
 */
export async function ensureSpecialUse(connections: AccountConnections, use: SpecialUse, chosen: ChosenMailboxes = {}): Promise<string> {
  const name = chosen[use]
  return connections.useAny(async (client) => (name === undefined ? ((await findSpecialUse(client, use)) ?? (await createSpecialUse(client, use))) : ensureNamed(client, name)))
}

async function ensureNamed(client: ImapFlow, name: string): Promise<string> {
  if ((await listAll(client, { counts: false })).some((mailbox) => mailbox.selectable && mailbox.name === name)) return name
  requireSendable(name)
  await execute(client, 'CREATE', [mailboxName(client, name)])
  await execute(client, 'SUBSCRIBE', [mailboxName(client, name)]).catch(ignoreRefusal)
  return name
}

/** The mailbox with that use; undefined where there is none. */
export async function findSpecialUse(client: ImapFlow, use: SpecialUse): Promise<string | undefined> {
  const mailboxes = (await listAll(client, { counts: false })).filter(({ selectable }) => selectable)
  const plain = `${personalPrefix(client)}${DEFAULT_NAMES[use]}`.toLowerCase()
  return (mailboxes.find(({ specialUse }) => specialUse === use) ?? mailboxes.find(({ name }) => name.toLowerCase() === plain))?.name
}

async function createSpecialUse(client: ImapFlow, use: SpecialUse): Promise<string> {
  const name = `${personalPrefix(client)}${DEFAULT_NAMES[use]}`
  const plain = [mailboxName(client, name)]
  // RFC 6154 §3: with CREATE-SPECIAL-USE the server is told what the mailbox is for.
  const marked = client.capabilities.has('CREATE-SPECIAL-USE') ? [...plain, [atom('USE'), [atom(use)]]] : plain
  await execute(client, 'CREATE', marked).catch(async (error: unknown) => {
    if (marked === plain) throw error
    await execute(client, 'CREATE', plain)
  })
  await execute(client, 'SUBSCRIBE', plain).catch(ignoreRefusal)
  return name
}
