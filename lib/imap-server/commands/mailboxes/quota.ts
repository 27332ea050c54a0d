import { AccountProblem, type Account } from '#lib/accounts/account-directory.ts'
import type { QuotaRoot } from '#lib/mail-store/mail-store.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { fromOctets, writeAstring, writeMailboxName } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand, oneMailbox } from '../command.ts'

/** What a quota root may limit (RFC 9208 §5), and how it is counted: STORAGE in 1024 octets. */
const RESOURCES = ['STORAGE', 'MESSAGE'] as const
type Resource = (typeof RESOURCES)[number]

/** An account has one quota root, which has its name. */
async function parseRoot(args: ArgumentReader): Promise<string> {
  args.expect(' ')
  return fromOctets(await args.astring('a quota root'))
}

/** `setquota = "SETQUOTA" SP quota-root-name SP setquota-list` (RFC 9208 §7). */
export async function parseSetQuota(args: ArgumentReader): Promise<{ root: string; limits: ReadonlyMap<string, number> }> {
  const root = await parseRoot(args)
  args.expect(' ')
  const limits = new Map(
    args.list(() => {
      const resource = args.word('a resource')
      args.expect(' ')
      return [resource, args.number('a limit')] as const
    }),
  )
  args.end()
  return { root, limits }
}

export const getQuota = defineCommand({
  name: 'GETQUOTA',
  states: SIGNED_IN,
  spec: ['RFC 9208 §4.1.1', 'RFC 9208 §4.2.1', 'RFC 9208 §5'],
  expungeAllowed: true,
  capabilities: [
    { name: 'QUOTA', spec: 'RFC 9208' },
    { name: 'QUOTA=RES-STORAGE', spec: 'RFC 9208' },
    { name: 'QUOTA=RES-MESSAGE', spec: 'RFC 9208' },
  ],
  async parse(args) {
    const root = await parseRoot(args)
    args.end()
    return root
  },
  async run({ session, out }, root) {
    const account = await session.server.accounts.find(root)
    if (!account || !(await mayAsk(session, account))) throw new Refusal('No such quota root', 'NONEXISTENT')
    await out.untagged(await quotaLine(session, account))
    return {}
  },
})

export const getQuotaRoot = defineCommand({
  name: 'GETQUOTAROOT',
  states: SIGNED_IN,
  spec: ['RFC 9208 §4.1.2', 'RFC 9208 §4.2.2', 'RFC 9208 §6'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session, out }, name) {
    const { account: self, store, isNobody } = session.signedIn
    const mailbox = await store.mailbox(name)
    if (isNobody && !mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
    if (isNobody || (mailbox && !mailbox.rights.includes('r'))) throw new Refusal('Your rights do not allow this', 'NOPERM')
    // RFC 9208 §4.1.2: the mailbox need not exist; one that would be made is the account's own.
    const owner = mailbox?.owner === undefined ? self : await session.server.accounts.find(mailbox.owner)
    if (!owner) throw new Refusal('No such mailbox', 'NONEXISTENT')
    await out.untagged(`QUOTAROOT ${writeMailboxName(mailbox?.name ?? name, session.nameEncoding)} ${writeAstring(owner.name)}`)
    await out.untagged(await quotaLine(session, owner))
    return {}
  },
})

export const setQuota = defineCommand({
  name: 'SETQUOTA',
  states: SIGNED_IN,
  spec: ['RFC 9208 §4.1.3'],
  expungeAllowed: true,
  capabilities: [{ name: 'QUOTASET', spec: 'RFC 9208', applies: (session) => session.accountName !== undefined && session.server.isAdministrator(session.accountName) }],
  parse: parseSetQuota,
  async run({ session, out }, { root, limits }) {
    const { accounts } = session.server
    if (!session.server.isAdministrator(session.signedIn.account.name)) throw new Refusal('Only administrators set quotas', 'NOPERM')
    for (const resource of limits.keys()) if (!RESOURCES.includes(resource as Resource)) throw new Refusal('No such resource', 'CANNOT')
    const storage = limits.get('STORAGE')
    if (storage !== undefined && !Number.isSafeInteger(storage * 1024)) throw new Refusal('No such limit', 'CANNOT')
    try {
      // RFC 9208 §4.1.3: what is not named is not limited any more.
      await accounts.setQuota(root, storage === undefined ? undefined : storage * 1024)
      await accounts.setMessageQuota(root, limits.get('MESSAGE'))
    } catch (error) {
      throw error instanceof AccountProblem ? new Refusal('No such quota root', 'NONEXISTENT', { cause: error }) : error
    }
    session.log.info('imap.quota-set', { by: session.accountName, account: root, storage: storage ?? 'none', messages: limits.get('MESSAGE') ?? 'none' })
    const account = await accounts.find(root)
    if (account) await out.untagged(await quotaLine(session, account))
    return { text: 'Quota is set' }
  },
})

/** One's own, that of somebody who lets one read a mailbox, and every one for administrators. */
async function mayAsk({ server, signedIn }: ImapSession, { name }: Account): Promise<boolean> {
  const self = signedIn.account.name
  // What somebody stores is nothing for whoever says no name.
  if (signedIn.isNobody) return false
  if (name === self || server.isAdministrator(self)) return true
  return (await server.accounts.grantsTo(self)).some((grant) => grant.owner === name && !grant.identifier.startsWith('-') && grant.rights.includes('r'))
}

async function quotaLine({ server }: ImapSession, account: Account): Promise<string> {
  const roots = await (await server.storeOf(account)).quota()
  return `QUOTA ${writeAstring(account.name)} (${roots.flatMap(resourcesOf).join(' ')})`
}

function resourcesOf({ storage, messages }: QuotaRoot): readonly string[] {
  return [
    ...(storage.limit === undefined ? [] : [`STORAGE ${Math.ceil(storage.used / 1024)} ${Math.floor(storage.limit / 1024)}`]),
    ...(messages.limit === undefined ? [] : [`MESSAGE ${messages.used} ${messages.limit}`]),
  ]
}
