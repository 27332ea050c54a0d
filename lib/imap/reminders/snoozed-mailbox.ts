import type { AccountConnections } from '../account-connections.ts'
import { execute, mailboxName } from '../command.ts'
import { personalPrefix } from '../connect.ts'
import { ignoreRefusal } from '../operations/manage/create-mailbox.ts'
import { listAll } from '../reading/mailbox-list.ts'
import type { ImapFlow } from 'imapflow'

/** Where other programs see what was put off, by its name. */
const NAME = 'Snoozed'

/** The full name of the mailbox for what was put off; undefined where there is none. */
export async function findSnoozed(connections: AccountConnections): Promise<string | undefined> {
  return connections.useAny(find)
}

/** The same; where there is none it is created, behind the server's prefix, and subscribed. */
export async function ensureSnoozed(connections: AccountConnections): Promise<string> {
  return connections.useAny(async (client) => {
    const found = await find(client)
    if (found !== undefined) return found
    const name = `${personalPrefix(client)}${NAME}`
    await execute(client, 'CREATE', [mailboxName(client, name)])
    await execute(client, 'SUBSCRIBE', [mailboxName(client, name)]).catch(ignoreRefusal)
    return name
  })
}

/** Some servers mark theirs. */
async function find(client: ImapFlow): Promise<string | undefined> {
  const mailboxes = (await listAll(client, { counts: false })).filter(({ selectable }) => selectable)
  const plain = `${personalPrefix(client)}${NAME}`.toLowerCase()
  return (mailboxes.find(({ specialUse }) => specialUse?.toLowerCase() === '\\snoozed') ?? mailboxes.find(({ name }) => name.toLowerCase() === plain))?.name
}
