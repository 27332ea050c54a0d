import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import { writeMailboxName } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { SIGNED_IN, defineCommand } from '../command.ts'

const ITEMS = ['MESSAGES', 'RECENT', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'DELETED', 'DELETED-STORAGE', 'SIZE', 'HIGHESTMODSEQ', 'APPENDLIMIT', 'MAILBOXID'] as const
export type StatusItem = (typeof ITEMS)[number]

/** `"(" status-att *(SP status-att) ")"` */
export function parseStatusItems(args: ArgumentReader): readonly StatusItem[] {
  return args.list(() => {
    const word = args.word('a status item')
    const item = ITEMS.find((known) => known === word)
    if (!item) throw args.problem('a status item')
    return item
  }, 1)
}

export const status = defineCommand({
  name: 'STATUS',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.10', 'RFC 8438 §2', 'RFC 7162 §3.1.7', 'RFC 7889 §3', 'RFC 8474 §4.3', 'RFC 9208 §4.1.4'],
  expungeAllowed: true,
  capabilities: [{ name: 'STATUS=SIZE', spec: 'RFC 8438' }],
  async parse(args) {
    args.expect(' ')
    const name = await args.mailbox()
    args.expect(' ')
    const items = parseStatusItems(args)
    args.end()
    return { name, items }
  },
  async run({ session, out }, { name, items }) {
    const mailbox = await session.signedIn.store.mailbox(name)
    if (!mailbox) throw new Refusal('No such mailbox', 'NONEXISTENT')
    if (!mailbox.rights.includes('r')) throw new Refusal('Your rights do not allow this', 'NOPERM')
    // RFC 7162 §3.1: asking for HIGHESTMODSEQ enables CONDSTORE.
    if (items.includes('HIGHESTMODSEQ')) session.condstore = true
    await out.untagged(await statusLine(session, mailbox, items))
    return {}
  },
})

/** `STATUS name (…)`, without the star. */
export async function statusLine(session: ImapSession, mailbox: Mailbox, items: readonly StatusItem[]): Promise<string> {
  const now = await mailbox.status()
  const deletedSize = items.includes('DELETED-STORAGE') ? await mailbox.deletedSize() : 0
  const { ledger, limits } = session.server
  const values: Readonly<Record<StatusItem, () => string | number | bigint>> = {
    MESSAGES: () => now.messages,
    // UIDs from the first recent one on: an upper bound where some have been expunged since. Nothing is recent in IMAP4rev2.
    RECENT: () => (session.rev2 ? 0 : Math.min(now.messages, now.uidNext - ledger.firstRecent(session.ledgerKey(mailbox), mailbox.uidValidity))),
    UIDNEXT: () => now.uidNext,
    UIDVALIDITY: () => now.uidValidity,
    UNSEEN: () => now.unseen,
    DELETED: () => now.deleted,
    'DELETED-STORAGE': () => deletedSize,
    SIZE: () => now.size,
    HIGHESTMODSEQ: () => now.highestModSeq,
    APPENDLIMIT: () => limits.messageSize,
    MAILBOXID: () => `(${mailbox.objectId})`,
  }
  return `STATUS ${writeMailboxName(mailbox.name, session.nameEncoding)} (${items.map((item) => `${item} ${values[item]()}`).join(' ')})`
}
