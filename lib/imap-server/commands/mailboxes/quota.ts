import type { Account } from '#lib/accounts/account-directory.ts'
import type { MailStore, QuotaLimits, QuotaRoot } from '#lib/mail-store/mail-store.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { decodeName, writeAstring, writeMailboxName, type Octets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand, oneMailbox } from '../command.ts'

/** What a quota root may limit (RFC 9208 §5), and how it is counted: STORAGE in 1024 octets. */
const RESOURCES = ['STORAGE', 'MESSAGE'] as const
type Resource = (typeof RESOURCES)[number]

/** An account's own quota root has its name, one of a mailbox that, a slash and the mailbox's; '' for octets that cannot name any. */
async function parseRoot(args: ArgumentReader): Promise<string> {
  args.expect(' ')
  return decodeName(await args.astring('a quota root'), args.nameEncoding) ?? ''
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
    const named = await findRoot(session, root)
    const isRoot = named && (await named.store.quota()).some(({ name }) => name === named.name)
    if (!named || !isRoot || !(await mayAsk(session, named))) throw noSuchRoot()
    await out.untagged(await quotaLine(session, named))
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
    const of = await session.server.storeOf(owner)
    const root = { account: owner, store: of, name: await of.quotaRootOf((mailbox && (await of.nameOf(mailbox.uidValidity))) ?? name) }
    await out.untagged(`QUOTAROOT ${writeMailboxName(mailbox?.name ?? name, session.nameEncoding)} ${writeRoot(session, root)}`)
    await out.untagged(await quotaLine(session, root))
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
    if (!session.server.isAdministrator(session.signedIn.account.name)) throw new Refusal('Only administrators set quotas', 'NOPERM')
    for (const resource of limits.keys()) if (!RESOURCES.includes(resource as Resource)) throw new Refusal('No such resource', 'CANNOT')
    const [storage, messages] = [limits.get('STORAGE'), limits.get('MESSAGE')]
    if (storage !== undefined && !Number.isSafeInteger(storage * 1024)) throw new Refusal('No such limit', 'CANNOT')
    const named = await findRoot(session, root)
    if (!named) throw noSuchRoot()
    // RFC 9208 §4.1.3: what is not named is not limited any more.
    await setLimits(session, named, { storage: storage === undefined ? undefined : storage * 1024, messages })
    session.log.info('imap.quota-set', { by: session.accountName, account: named.account.name, storage: storage ?? 'none', messages: messages ?? 'none' })
    await out.untagged(await quotaLine(session, named))
    return { text: 'Quota is set' }
  },
})

/** A quota root, or a mailbox that may become one. */
interface NamedRoot {
  readonly account: Account
  /** As the account itself sees it. */
  readonly store: MailStore
  /** The mailbox; '' where it is the account's own. */
  readonly name: string
}

/** Undefined where there is no such account or mailbox. */
async function findRoot({ server }: ImapSession, root: string): Promise<NamedRoot | undefined> {
  const [owner = '', ...levels] = root.split('/')
  const account = await server.accounts.find(owner)
  if (!account) return undefined
  const store = await server.storeOf(account)
  if (levels.length === 0) return { account, store, name: '' }
  const mailbox = await store.mailbox(levels.join('/'))
  // What others share with the account is theirs.
  return mailbox && mailbox.owner === undefined ? { account, store, name: mailbox.name } : undefined
}

async function setLimits({ server }: ImapSession, { account, store, name }: NamedRoot, limits: QuotaLimits): Promise<void> {
  if (name !== '') return store.setQuota(name, limits)
  await server.accounts.setQuota(account.name, limits.storage)
  await server.accounts.setMessageQuota(account.name, limits.messages)
}

/** One's own, that of a mailbox which somebody lets one read, and every one for administrators. */
async function mayAsk({ server, signedIn }: ImapSession, { account, store, name }: NamedRoot): Promise<boolean> {
  const self = signedIn.account.name
  // What somebody stores is nothing for whoever says no name.
  if (signedIn.isNobody) return false
  if (account.name === self || server.isAdministrator(self)) return true
  for (const grant of await server.accounts.grantsTo(self)) {
    if (grant.owner !== account.name || grant.identifier.startsWith('-') || !grant.rights.includes('r')) continue
    const mailbox = await store.nameOf(grant.uidValidity)
    if (mailbox !== undefined && (await store.quotaRootOf(mailbox)) === name) return true
  }
  return false
}

async function quotaLine(session: ImapSession, named: NamedRoot): Promise<string> {
  const root = (await named.store.quota()).find(({ name }) => name === named.name)
  return `QUOTA ${writeRoot(session, named)} (${root ? resourcesOf(root).join(' ') : ''})`
}

function writeRoot(session: ImapSession, { account, name }: NamedRoot): Octets {
  return name === '' ? writeAstring(account.name) : writeMailboxName(`${account.name}/${name}`, session.nameEncoding)
}

function noSuchRoot(): Refusal {
  return new Refusal('No such quota root', 'NONEXISTENT')
}

function resourcesOf({ storage, messages }: QuotaRoot): readonly string[] {
  return [
    ...(storage.limit === undefined ? [] : [`STORAGE ${Math.ceil(storage.used / 1024)} ${Math.floor(storage.limit / 1024)}`]),
    ...(messages.limit === undefined ? [] : [`MESSAGE ${messages.used} ${messages.limit}`]),
  ]
}
