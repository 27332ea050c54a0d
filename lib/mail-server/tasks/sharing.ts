import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import { AdministrationProblem, type Share } from '../administration.ts'
import type { MailRooms } from '../mail-rooms.ts'

/** What a share gives when it does not say: read, keep flags, insert, delete (RFC 4314 §2.1). */
export const USUAL_RIGHTS = 'lrswit'
const RIGHTS = /^[lrswipkxtea]*$/

export type SharingRooms = Pick<MailRooms, 'accounts' | 'stores' | 'view'>

/** Gives, changes or takes back one user's rights to another's mailbox. Throws AdministrationProblem. */
export async function shareMailbox({ accounts, stores, view }: SharingRooms, share: Share): Promise<void> {
  const owner = await accounts.find(share.owner)
  if (!owner) throw new AdministrationProblem(`There is no user ${share.owner}.`)
  const grantee = await accounts.find(share.grantee)
  if (!grantee) throw new AdministrationProblem(`There is no user ${share.grantee}.`)
  if (owner.name === grantee.name) throw new AdministrationProblem('A mailbox is shared with somebody else than its owner.')
  const rights = share.rights ?? USUAL_RIGHTS
  if (!RIGHTS.test(rights)) throw new AdministrationProblem('Rights are letters of "lrswipkxtea" (RFC 4314).')
  const mailbox = await (await stores.of(owner.name)).mailbox(share.mailbox)
  if (!mailbox) throw new AdministrationProblem(`${owner.name} has no mailbox ${share.mailbox}.`)
  const alias = share.alias ?? defaultAlias(owner.name, mailbox.name)
  await checkAlias(accounts, alias, { owner: owner.name, mailbox: mailbox.name, grantee: grantee.name })
  await accounts.grant({ owner: owner.name, mailbox: mailbox.name, grantee: grantee.name, rights, alias })
  const seen = await view(grantee.name)
  // Clients that show subscriptions only would else never show it.
  await (rights === '' ? seen.unsubscribe(`Shared/${alias}`) : seen.subscribe(`Shared/${alias}`))
}

function defaultAlias(owner: string, mailbox: string): string {
  return mailbox === 'INBOX' ? owner : (mailbox.split('/').at(-1) ?? mailbox)
}

async function checkAlias(accounts: AccountDirectory, alias: string, share: { owner: string; mailbox: string; grantee: string }): Promise<void> {
  if (alias === '' || /[/\u0000-\u001f\u007f*%]/.test(alias)) throw new AdministrationProblem('The name of a shared mailbox must not be empty or hold / * % or control characters.')
  const taken = (await accounts.grantsTo(share.grantee)).some(
    (grant) => grant.alias === alias && (grant.owner !== share.owner || grant.mailbox !== share.mailbox),
  )
  if (taken) throw new AdministrationProblem(`${share.grantee} already has a shared mailbox named ${alias}; give this one another name with --as.`)
}
