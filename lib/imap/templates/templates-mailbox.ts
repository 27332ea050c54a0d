import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { execute, mailboxName } from '../command.ts'
import { personalPrefix } from '../connect.ts'
import { ignoreRefusal } from '../operations/manage/create-mailbox.ts'
import { listAll } from '../reading/mailbox-list.ts'

/** What Thunderbird and others call it; no special use is registered for it. */
const NAME = 'Templates'

/** The mailbox that holds the account's templates; undefined where there is none yet. */
export function findTemplatesMailbox(connections: AccountConnections): Promise<string | undefined> {
  return connections.useAny(find)
}

/** The same, made and subscribed where there is none. Throws GatewayError 'refused' with a sentence where the server makes none. */
export async function ensureTemplatesMailbox(connections: AccountConnections): Promise<string> {
  const found = await findTemplatesMailbox(connections)
  if (found !== undefined) return found
  let mailbox = NAME
  const make = async (client: ImapFlow): Promise<string> => {
    mailbox = usualName(client)
    await execute(client, 'CREATE', [mailboxName(client, mailbox)])
    await execute(client, 'SUBSCRIBE', [mailboxName(client, mailbox)]).catch(ignoreRefusal)
    return mailbox
  }
  return connections.useAny(make).catch((error: unknown) => {
    if (!isGatewayError(error) || (error.failure !== 'refused' && error.failure !== 'conflict')) throw error
    throw new GatewayError('refused', error.detail, { cause: error, refusal: { name: 'templates-no-mailbox', with: { mailbox, answer: error.detail } } })
  })
}

async function find(client: ImapFlow): Promise<string | undefined> {
  const wanted = usualName(client).toLowerCase()
  return (await listAll(client, { counts: false })).find(({ selectable, name }) => selectable && name.toLowerCase() === wanted)?.name
}

const usualName = (client: ImapFlow): string => `${personalPrefix(client)}${NAME}`
