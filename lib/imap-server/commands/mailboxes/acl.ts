import { AccountProblem } from '#lib/accounts/account-directory.ts'
import { readIdentifier, type Identifier } from '#lib/accounts/grant-shape.ts'
import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { ALL_RIGHTS, canonicalRights, spokenRights, type AclEntry } from '#lib/mail-store/rights.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { fromOctets, writeAstring, writeMailboxName, type NameEncoding, type Octets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand, oneMailbox } from '../command.ts'

const OWNER = 'owner'

interface Identified extends Identifier {
  readonly name: string
  readonly octets: Octets
}

interface Modification extends Identified {
  readonly sign: '+' | '-' | ''
  readonly rights: string
}

/** `mailbox SP identifier`, behind the command and its space (RFC 4314 §7). */
async function parseIdentified(args: ArgumentReader): Promise<Identified> {
  args.expect(' ')
  const name = await args.mailbox()
  args.expect(' ')
  const octets = await args.astring('an identifier')
  const named = readIdentifier(fromOctets(octets))
  // RFC 4314 §3: what cannot be prepared is an error of the client.
  if (!named) throw args.problem('an identifier')
  return { name, octets, ...named }
}

/** `setacl = "SETACL" SP mailbox SP identifier SP mod-rights` (RFC 4314 §7). */
export async function parseSetAcl(args: ArgumentReader): Promise<Modification> {
  const identified = await parseIdentified(args)
  args.expect(' ')
  const text = await args.astring('rights')
  const [, sign = '', rights] = /^([+-]?)([lrswipkxteacd]*)$/.exec(text) ?? []
  // RFC 4314 §3.1: an unknown right is never passed over.
  if (rights === undefined) throw args.fault('No such right')
  args.end()
  return { ...identified, sign: sign as Modification['sign'], rights: canonicalRights(rights) }
}

async function parseAlone(args: ArgumentReader): Promise<Identified> {
  const identified = await parseIdentified(args)
  args.end()
  return identified
}

export const setAcl = defineCommand({
  name: 'SETACL',
  states: SIGNED_IN,
  spec: ['RFC 4314 §3.1'],
  expungeAllowed: true,
  capabilities: [
    { name: 'ACL', spec: 'RFC 4314' },
    { name: 'RIGHTS=kxte', spec: 'RFC 4314' },
  ],
  parse: parseSetAcl,
  async run({ session }, { name, sign, rights, ...spoken }) {
    const list = await listOf(session, name)
    const identified = await whoIs(session, list, spoken)
    const before = list.entries.find(({ identifier }) => identifier === identified.identifier)?.rights ?? ''
    await change(session, list, identified, modified(before, sign, rights))
    return { text: 'Rights are set' }
  },
})

export const deleteAcl = defineCommand({
  name: 'DELETEACL',
  states: SIGNED_IN,
  spec: ['RFC 4314 §3.2'],
  expungeAllowed: true,
  parse: parseAlone,
  async run({ session }, spoken) {
    const list = await listOf(session, spoken.name)
    await change(session, list, await whoIs(session, list, spoken), '')
    return { text: 'Rights are taken back' }
  },
})

export const getAcl = defineCommand({
  name: 'GETACL',
  states: SIGNED_IN,
  spec: ['RFC 4314 §3.3', 'RFC 4314 §3.6'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session, out }, name) {
    const { mailbox, owner, entries } = await listOf(session, name)
    const pairs = [{ identifier: owner, rights: ALL_RIGHTS }, ...entries].map(({ identifier, rights }) => `${writeAstring(identifier)} ${spokenRights(rights)}`)
    await out.untagged(`ACL ${writeMailboxName(mailbox.name, session.nameEncoding)} ${pairs.join(' ')}`)
    return {}
  },
})

export const listRights = defineCommand({
  name: 'LISTRIGHTS',
  states: SIGNED_IN,
  spec: ['RFC 4314 §3.4', 'RFC 4314 §3.7'],
  expungeAllowed: true,
  parse: parseAlone,
  async run({ session, out }, { name, octets, ...spoken }) {
    const list = await listOf(session, name)
    const { mailbox, owner } = list
    const { accounts } = session.server
    const { identifier, account, group } = await whoIs(session, list, spoken)
    if ((account !== undefined && !(await accounts.find(account))) || (group !== undefined && !accounts.groups.has(group))) throw noSuchIdentifier()
    // An owner always has every right; everybody else can be given each by itself.
    const rights = identifier === owner ? spokenRights(ALL_RIGHTS) : identifier === `-${owner}` ? '""' : `"" ${[...spokenRights(ALL_RIGHTS)].join(' ')}`
    await out.untagged(`LISTRIGHTS ${writeMailboxName(mailbox.name, session.nameEncoding)} ${writeAstring(octets)} ${rights}`)
    return {}
  },
})

export const myRights = defineCommand({
  name: 'MYRIGHTS',
  states: SIGNED_IN,
  spec: ['RFC 4314 §3.5', 'RFC 4314 §3.8'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session, out }, name) {
    const mailbox = await session.signedIn.store.mailbox(name)
    if (!mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
    await out.untagged(myRightsLine(mailbox, session.nameEncoding))
    return {}
  },
})

/** `MYRIGHTS name rights`, without the star. */
export function myRightsLine({ name, rights }: Pick<Mailbox, 'name' | 'rights'>, encoding: NameEncoding): string {
  return `MYRIGHTS ${writeMailboxName(name, encoding)} ${writeAstring(spokenRights(rights))}`
}

interface AccessControlList {
  readonly mailbox: Mailbox
  readonly owner: string
  /** Without the owner's. */
  readonly entries: readonly AclEntry[]
}

/** Refused to whoever may not administer the mailbox (RFC 4314 §4). */
async function listOf(session: ImapSession, name: string): Promise<AccessControlList> {
  const mailbox = await session.signedIn.store.mailbox(name)
  if (!mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
  if (!mailbox.rights.includes('a')) throw new Refusal('Your rights do not allow this', 'NOPERM')
  const owner = mailbox.owner ?? session.signedIn.account.name
  const grants = await session.server.accounts.grantsOf(owner)
  return { mailbox, owner, entries: grants.filter(({ uidValidity }) => uidValidity === mailbox.uidValidity) }
}

/** The word `owner` means the owner of the mailbox, unless there is somebody of that name. */
async function whoIs(session: ImapSession, { owner }: AccessControlList, spoken: Identifier): Promise<Identifier> {
  if (spoken.account !== OWNER || (await session.server.accounts.find(OWNER))) return spoken
  return { ...spoken, identifier: spoken.identifier.replace(OWNER, owner), account: owner }
}

async function change(session: ImapSession, { mailbox, owner }: AccessControlList, { identifier, account }: Pick<Identified, 'identifier' | 'account'>, rights: string): Promise<void> {
  if (account === owner) {
    if (identifier === owner && rights === ALL_RIGHTS) return
    throw new Refusal('The owner has every right, always', 'CANNOT')
  }
  try {
    await session.server.accounts.grant({ owner, uidValidity: mailbox.uidValidity, identifier, rights })
    session.log.audit('mailbox-shared', { who: session.signedIn.account.name, owner, mailbox: mailbox.name, identifier, rights })
  } catch (error) {
    throw error instanceof AccountProblem ? noSuchIdentifier(error) : error
  }
}

function modified(before: string, sign: Modification['sign'], rights: string): string {
  if (sign === '') return rights
  return sign === '+' ? canonicalRights(before + rights) : [...before].filter((right) => !rights.includes(right)).join('')
}

function noSuchIdentifier(cause?: unknown): Refusal {
  return new Refusal('No such identifier', 'CANNOT', { cause })
}
