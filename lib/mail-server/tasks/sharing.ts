import type { AccountDirectory, Grant } from '#lib/accounts/account-directory.ts'
import { ANONYMOUS, ANYONE, readIdentifier } from '#lib/accounts/grant-shape.ts'
import { AdministrationProblem, type Share } from '../administration.ts'
import type { MailRooms } from '../mail-rooms.ts'
import { uidValiditiesOf } from '../uid-validities.ts'

/** What a share gives when it does not say: read, keep flags, insert, delete (RFC 4314 §2.1). */
const USUAL_RIGHTS = 'lrswit'
const RIGHTS = /^[lrswipkxtea]*$/

export type SharingRooms = Pick<MailRooms, 'accounts' | 'stores' | 'view'>

/**
 * Gives, changes or takes back one user's rights to another's mailbox. What the user has seen of it and noted to it stays where it is when they are
 * taken back, out of reach, so that nothing is unread again when they are given anew; it goes with the user, or with the mailbox. Throws AdministrationProblem.
 */
export async function shareMailbox({ accounts, stores, view }: SharingRooms, share: Share): Promise<void> {
  const owner = await accounts.find(share.owner)
  if (!owner) throw new AdministrationProblem(`There is no user ${share.owner}.`)
  const identifier = await identifierOf(accounts, share)
  if (owner.name === identifier) throw new AdministrationProblem('A mailbox is shared with somebody else than its owner.')
  const rights = share.rights ?? USUAL_RIGHTS
  if (!RIGHTS.test(rights)) throw new AdministrationProblem('Rights are letters of "lrswipkxtea" (RFC 4314).')
  const store = await stores.of(owner.name)
  const mailbox = await store.mailbox(share.mailbox)
  if (!mailbox) throw new AdministrationProblem(`${owner.name} has no mailbox ${share.mailbox}.`)
  const alias = share.alias ?? defaultAlias(owner.name, mailbox.name)
  await checkAlias(accounts, alias, { owner: owner.name, uidValidity: mailbox.uidValidity, identifier })
  const [, ...below] = await uidValiditiesOf(store, mailbox.name)
  await accounts.grant({ owner: owner.name, uidValidity: mailbox.uidValidity, identifier, rights, alias })
  for (const uidValidity of below) await accounts.grant({ owner: owner.name, uidValidity, identifier, rights })
  // Clients that show subscriptions only would else never show it.
  for (const name of await readersOf(accounts, identifier)) {
    const seen = await view(name)
    if (name !== owner.name) await (rights === '' ? seen.unsubscribe(`Shared/${alias}`) : seen.subscribe(`Shared/${alias}`))
  }
}

/** Whom the entry will speak of. Throws AdministrationProblem where nobody is called so; from a group that has gone it can still be taken back. */
async function identifierOf(accounts: AccountDirectory, { grantee, rights }: Share): Promise<string> {
  const named = readIdentifier(grantee)
  if (named?.group !== undefined) {
    if (rights !== '' && !accounts.groups.has(named.group)) throw new AdministrationProblem(`There is no group ${named.group}: [group.${named.group}] in the configuration makes one.`)
    return named.identifier
  }
  const isForAll = grantee === ANYONE || grantee === ANONYMOUS
  const account = isForAll ? { name: grantee } : await accounts.find(grantee)
  if (!account) throw new AdministrationProblem(`There is no user ${grantee}.`)
  return account.name
}

/** The accounts that the identifier speaks of now. */
async function readersOf(accounts: AccountDirectory, identifier: string): Promise<readonly string[]> {
  const group = readIdentifier(identifier)?.group
  if (group === undefined && identifier !== ANYONE) return identifier === ANONYMOUS ? [] : [identifier]
  const all = (await accounts.list()).map(({ name }) => name)
  return group === undefined ? all : all.filter((name) => accounts.groups.of(name).includes(group))
}

function defaultAlias(owner: string, mailbox: string): string {
  return mailbox === 'INBOX' ? owner : (mailbox.split('/').at(-1) ?? mailbox)
}

async function checkAlias(accounts: AccountDirectory, alias: string, { owner, uidValidity, identifier }: Pick<Grant, 'owner' | 'uidValidity' | 'identifier'>): Promise<void> {
  if (alias === '' || /[/\u0000-\u001f\u007f*%]/.test(alias)) throw new AdministrationProblem('The name of a shared mailbox must not be empty or hold / * % or control characters.')
  const taken = (await accounts.grantsTo(identifier)).some(
    (grant) => grant.alias === alias && (grant.owner !== owner || grant.uidValidity !== uidValidity),
  )
  if (taken) throw new AdministrationProblem(`${identifier} already has a shared mailbox named ${alias}; give this one another name with --as.`)
}
