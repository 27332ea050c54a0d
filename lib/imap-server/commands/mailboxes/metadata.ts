import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import { isAnnotatable } from '#lib/mail-store/rights.ts'
import { Refusal } from '../../protocol/problems.ts'
import { writeAstring, writeMailboxName, writeString, type Octets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand } from '../command.ts'
import { parseGetMetadata, parseSetMetadata, type GetMetadata } from './parse-metadata.ts'

type Values = ReadonlyMap<string, Uint8Array>
type Changes = ReadonlyMap<string, Uint8Array | undefined>

/** Set by the server, never by a client (RFC 5464 §3.2.1.1). */
const ADMIN = '/shared/admin'

/** What LIST says of the mailbox's use (RFC 6154 §4). */
const SPECIAL_USE = '/private/specialuse'

export const getMetadata = defineCommand({
  name: 'GETMETADATA',
  states: SIGNED_IN,
  spec: ['RFC 5464 §4.2', 'RFC 5464 §4.4.1', 'RFC 6154 §4'],
  expungeAllowed: true,
  capabilities: [
    { name: 'METADATA', spec: 'RFC 5464' },
    { name: 'METADATA-SERVER', spec: 'RFC 5464' },
  ],
  parse: parseGetMetadata,
  async run({ session, out }, request) {
    const mailbox = request.name === '' ? undefined : await annotatable(session, request.name)
    const values = mailbox ? await mailboxValues(session, mailbox) : await serverValues(session)
    const line = metadataLine(writeMailboxName(mailbox?.name ?? '', session.nameEncoding), values, request)
    if (line) await out.untagged(line)
    const longest = chosen(values, request).reduce((most, [, { length }]) => Math.max(most, length), 0)
    return request.maxSize !== undefined && longest > request.maxSize ? { code: `METADATA LONGENTRIES ${longest}` } : {}
  },
})

export const setMetadata = defineCommand({
  name: 'SETMETADATA',
  states: SIGNED_IN,
  spec: ['RFC 5464 §4.3', 'RFC 5464 §3.3'],
  expungeAllowed: true,
  parse: parseSetMetadata,
  async run({ session }, { name, changes }) {
    if (session.signedIn.isNobody) throw new Refusal('Your rights do not allow this', 'NOPERM')
    const mailbox = name === '' ? undefined : await annotatable(session, name)
    if (mailbox) await setOfMailbox(mailbox, changes)
    else await setOfServer(session, changes)
    const self = session.signedIn.account.name
    const told = { by: session.id, reader: self, uidValidity: mailbox?.uidValidity }
    const [shared, own] = [[...changes.keys()].filter(isShared), [...changes.keys()].filter((entry) => !isShared(entry))]
    const owner = mailbox ? (mailbox.owner ?? self) : undefined
    if (shared.length > 0) session.server.annotations.tell({ ...told, owner, reader: '', entries: shared })
    if (own.length > 0) session.server.annotations.tell({ ...told, owner: owner ?? self, entries: own })
    return { text: 'Annotations are set' }
  },
})

/** `METADATA name (entry value …)`, without the star; undefined where there is nothing to say. */
export function metadataLine(wireName: Octets, values: Values, request: Omit<GetMetadata, 'name'>): string | undefined {
  const { entries, depth, maxSize = Infinity } = request
  const found = chosen(values, request).filter(([, { length }]) => length <= maxSize)
  // What was asked for by its name, and is not there, is said to be NIL.
  const absent = depth === 0 ? entries.filter((entry) => !values.has(entry)) : []
  const pairs = [...found.map(([entry, value]) => `${writeAstring(entry)} ${writeValue(value)}`), ...absent.map((entry) => `${writeAstring(entry)} NIL`)]
  return pairs.length > 0 ? `METADATA ${wireName} (${pairs.join(' ')})` : undefined
}

function chosen(values: Values, { entries, depth }: Pick<GetMetadata, 'entries' | 'depth'>): readonly (readonly [string, Uint8Array])[] {
  const isMeant = (name: string): boolean =>
    entries.some((entry) => name === entry || (name.startsWith(`${entry}/`) && name.slice(entry.length + 1).split('/').length <= depth))
  return [...values].filter(([name]) => isMeant(name))
}

/** RFC 5464 §3.3: refused to whoever may not list the mailbox and do something with its messages. */
async function annotatable(session: ImapSession, name: string): Promise<Mailbox> {
  const mailbox = await session.signedIn.store.mailbox(name)
  if (!mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
  if (!isAnnotatable(mailbox.rights)) throw new Refusal('Your rights do not allow this', 'NOPERM')
  return mailbox
}

async function mailboxValues({ signedIn }: ImapSession, mailbox: Mailbox): Promise<Values> {
  const values = await mailbox.annotations.all()
  const use = (await signedIn.store.mailboxes()).find(({ name }) => name === mailbox.name)?.specialUse
  return use ? new Map([...values, [SPECIAL_USE, Buffer.from(use)]]) : values
}

async function serverValues({ server, signedIn }: ImapSession): Promise<Values> {
  const admin = server.adminUri === undefined ? [] : [[ADMIN, Buffer.from(server.adminUri)] as const]
  return new Map([...(await signedIn.store.annotations.all()), ...(await server.accounts.serverEntries()), ...admin])
}

async function setOfMailbox(mailbox: Mailbox, changes: Changes): Promise<void> {
  if (changes.has(SPECIAL_USE)) throw new Refusal('The use of a mailbox is set when it is made', 'CANNOT')
  // Whoever only reads a mailbox writes no notes for everybody.
  if ([...changes.keys()].some(isShared) && !mailbox.rights.includes('w')) throw new Refusal('Your rights do not allow this', 'NOPERM')
  await mailbox.annotations.set(changes)
}

async function setOfServer({ server, signedIn }: ImapSession, changes: Changes): Promise<void> {
  const [shared, own] = [[...changes].filter(([entry]) => isShared(entry)), [...changes].filter(([entry]) => !isShared(entry))]
  if (changes.has(ADMIN)) throw new Refusal('This entry is set by the server', 'CANNOT')
  if (shared.length > 0 && !server.isAdministrator(signedIn.account.name)) throw new Refusal('Only administrators annotate the server', 'NOPERM')
  // RFC 5464 §4.3: all or none, and the two are kept apart.
  if (shared.length > 0 && own.length > 0) throw new Refusal('Set shared and private entries one after the other', 'CANNOT')
  if (own.length > 0) await signedIn.store.annotations.set(changes)
  else await server.accounts.setServerEntries(changes)
}

function isShared(entry: string): boolean {
  return entry.startsWith('/shared/')
}

/** RFC 5464 §5, value: a string, or a literal8 where there is a NUL. */
function writeValue(value: Uint8Array): string {
  const octets = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
  return octets.includes('\0') ? `~{${octets.length}}\r\n${octets}` : writeString(octets)
}
