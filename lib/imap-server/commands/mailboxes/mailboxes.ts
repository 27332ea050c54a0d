import { findableName, isBelow } from '#lib/mail-store/mailbox-name.ts'
import { SPECIAL_USES, type SpecialUse } from '#lib/mail/special-use.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { readMailboxName } from '../../protocol/quoting.ts'
import { SIGNED_IN, defineCommand, oneMailbox } from '../command.ts'
import { listLine } from './list-line.ts'

interface Creation {
  readonly name: string
  readonly specialUse?: SpecialUse
}

/** `create = "CREATE" SP mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"]` (RFC 6154 §6). */
export async function parseCreate(args: ArgumentReader): Promise<Creation> {
  args.expect(' ')
  // RFC 3501 §6.3.3: a delimiter at the end says only that names below it will follow.
  const name = readMailboxName((await args.astring('a mailbox name')).replace(/\/$/, ''), args.nameEncoding)
  let uses: readonly string[] = []
  if (args.accept(' ')) {
    args.expect('(USE ')
    uses = args.list(() => args.useAttribute())
    args.expect(')')
  }
  args.end()
  if (name === undefined || name === '') throw new Refusal('Not a mailbox name', 'CANNOT')
  if (uses.length === 0) return { name }
  const specialUse = SPECIAL_USES.find((use) => use.toLowerCase() === uses[0]!.toLowerCase())
  if (uses.length > 1 || !specialUse) throw new Refusal('Special use not supported', 'USEATTR')
  return { name, specialUse }
}

export const create = defineCommand({
  name: 'CREATE',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.3', 'RFC 6154 §3', 'RFC 8474 §4.1', 'RFC 9051 §6.3.4'],
  expungeAllowed: true,
  capabilities: [{ name: 'CREATE-SPECIAL-USE', spec: 'RFC 6154' }],
  parse: parseCreate,
  async run({ session, out }, { name, specialUse }) {
    const { store } = session.signedIn
    if (specialUse && (await store.mailboxes()).some((entry) => entry.specialUse === specialUse)) {
      throw new Refusal('Another mailbox has this special use', 'USEATTR')
    }
    const { objectId, name: kept } = await store.create(name, specialUse)
    session.log.info('imap.mailbox-created', { account: session.accountName, mailbox: kept })
    await session.notifier?.adopt([kept])
    // RFC 9051 §6.3.4: who gave it another spelling hears which one it has.
    if (session.rev2 && kept !== name) await out.untagged(listLine(session, kept, name))
    return { code: `MAILBOXID (${objectId})`, text: 'Created' }
  },
})

export const remove = defineCommand({
  name: 'DELETE',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.4', 'RFC 9051 §6.3.5'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session, out }, name) {
    const { store } = session.signedIn
    const mailbox = await store.mailbox(name)
    // RFC 9051 §6.3.5: a level that only stands above others.
    if (!mailbox && (await store.mailboxes()).some((entry) => isBelow(entry.name, findableName(name) ?? name))) throw new Refusal('There are mailboxes below it', 'HASCHILDREN')
    // Its own selected mailbox is left first, so that the client is not thrown out for its own command.
    if (mailbox?.rights.includes('x') && session.selected?.mailbox.name === mailbox.name && mailbox.name !== 'INBOX') {
      session.deselect()
      await out.untagged(`OK [CLOSED] ${session.say('Selected mailbox is closed')}`)
    }
    await store.remove(name)
    session.log.info('imap.mailbox-removed', { account: session.accountName, mailbox: name })
    await session.notifier?.adopt([name])
    return { text: 'Deleted' }
  },
})

/** A mailbox name that is not empty. */
async function someMailbox(args: ArgumentReader): Promise<string> {
  const name = await args.mailbox()
  if (name === '') throw args.fault('A mailbox name is missing')
  return name
}

export const rename = defineCommand({
  name: 'RENAME',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.5', 'RFC 9051 §6.3.6', 'RFC 9051 §6.3.9.7'],
  expungeAllowed: true,
  async parse(args) {
    args.expect(' ')
    const from = await someMailbox(args)
    args.expect(' ')
    const to = await someMailbox(args)
    args.end()
    return { from, to }
  },
  async run({ session, out }, { from, to }) {
    await session.signedIn.store.rename(from, to)
    session.log.info('imap.mailbox-renamed', { account: session.accountName, mailbox: from, to })
    const [before = from, now = to] = [from, to].map(findableName)
    await session.notifier?.adopt([before, now])
    // RFC 9051 §6.3.9.7: OLDNAME says what became of a name. INBOX stays where it is.
    if (session.rev2 && from !== 'INBOX') await out.untagged(listLine(session, now, before))
    return { text: 'Renamed' }
  },
})

export const subscribe = defineCommand({
  name: 'SUBSCRIBE',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.6'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session }, name) {
    // RFC 4314 §4: what may not be listed may not be subscribed to. Other names need not exist.
    const rights = (await session.signedIn.store.mailbox(name))?.rights
    if (rights !== undefined && !rights.includes('l')) throw new Refusal('Your rights do not allow this', 'NOPERM')
    await session.signedIn.store.subscribe(name)
    await session.notifier?.adopt([name])
    return { text: 'Subscribed' }
  },
})

export const unsubscribe = defineCommand({
  name: 'UNSUBSCRIBE',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.7'],
  expungeAllowed: true,
  parse: oneMailbox,
  async run({ session }, name) {
    await session.signedIn.store.unsubscribe(name)
    await session.notifier?.adopt([name])
    return { text: 'Unsubscribed' }
  },
})
