import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'
import { InternationalHeader } from '../protocol/international-header.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { Refusal } from '../protocol/problems.ts'
import type { ImapSession } from '../session/imap-session.ts'
import { writeNumberSet } from '../protocol/sequence-set.ts'
import { warnOfQuota } from '../session/quota-warning.ts'
import { saveLimit, tooMany } from './message-limit.ts'
import { noTarget } from './refusals.ts'
import { catenated } from './catenate/catenate.ts'
import { SIGNED_IN, defineCommand } from './command.ts'

interface Arrival {
  readonly flags: readonly string[]
  readonly internalDate: Date
  readonly zone: number
}

/** `append-message = [SP flag-list] [SP date-time] SP append-data`, up to the data: a literal, a literal8 or CATENATE (RFC 4466 §6, RFC 3516 §7, RFC 4469 §5). */
export function parseArrival(args: ArgumentReader, now: () => Date): Arrival {
  args.expect(' ')
  const flags = args.startsWith('(') ? args.flagList() : undefined
  if (flags) args.expect(' ')
  const given = args.startsWith('"') ? args.dateTime() : undefined
  if (given) args.expect(' ')
  return { flags: flags ?? [], internalDate: given?.at ?? now(), zone: given?.zone ?? 0 }
}

export const append = defineCommand({
  name: 'APPEND',
  states: SIGNED_IN,
  spec: ['RFC 3501 §6.3.11', 'RFC 3502 §6.3.11', 'RFC 4315 §3', 'RFC 7889 §4', 'RFC 3516 §4.4', 'RFC 4469 §3', 'RFC 9755 §4', 'RFC 9738 §3.1'],
  expungeAllowed: true,
  capabilities: [
    { name: 'MULTIAPPEND', spec: 'RFC 3502' },
    { name: 'APPENDLIMIT', spec: 'RFC 7889' },
    { name: 'CATENATE', spec: 'RFC 4469' },
  ],
  async parse(args) {
    args.expect(' ')
    return { name: await args.mailbox(), args }
  },
  async run({ session, out }, { name, args }) {
    const mailbox = await appendTarget(session, name)
    const uids = await mailbox.append(arrivals(args, session, mailbox))
    session.madeHere(mailbox, uids)
    await warnOfQuota(session, out)
    return { code: `APPENDUID ${mailbox.uidValidity} ${writeNumberSet(uids)}`, text: 'Appended' }
  },
})

/** The mailbox that takes the message. Looked up before the first literal is invited: a refusal costs the client nothing. */
export async function appendTarget(session: ImapSession, name: string): Promise<Mailbox> {
  const mailbox = await session.signedIn.store.mailbox(name)
  if (!mailbox) throw noTarget(name)
  if (!mailbox.rights.includes('i')) throw new Refusal('Your rights do not allow this', 'NOPERM')
  return mailbox
}

/** The messages as the client sends them, each when the store asks for it: nothing is read ahead. */
async function* arrivals(args: ArgumentReader, session: ImapSession, mailbox: Mailbox): AsyncGenerator<NewMessage> {
  const limit = saveLimit(session)
  let isMore = true
  for (let count = 0; isMore; count++) {
    // RFC 9738 §3.1: all or none, and nothing more is invited.
    if (count === limit) throw tooMany(`MESSAGELIMIT ${limit}`)
    const arrival = readArrival(args, session, mailbox)
    yield arrival.message
    isMore = await arrival.isMoreBehind()
  }
}

/** The message of a command that takes no more; what stands behind it is found wrong before anything is stored. */
export async function* oneArrival(args: ArgumentReader, session: ImapSession, mailbox: Mailbox): AsyncGenerator<NewMessage> {
  const arrival = readArrival(args, session, mailbox)
  yield arrival.message
  if (await arrival.isMoreBehind()) args.end()
}

interface Incoming {
  readonly message: NewMessage
  /** To be asked when its content has been read. */
  isMoreBehind(): Promise<boolean>
}

function readArrival(args: ArgumentReader, session: ImapSession, mailbox: Mailbox): Incoming {
  const { flags: wanted, ...dates } = parseArrival(args, () => new Date())
  const flags = allowedFlags(wanted, mailbox.rights)
  const checked = session.nameEncoding === 'utf8' ? (content: AsyncIterable<Uint8Array>) => content : withPlainHeader
  if (args.accept('CATENATE')) {
    return { message: { flags, ...dates, size: undefined, content: () => checked(catenated(args, session)) }, isMoreBehind: async () => !args.atEnd }
  }
  const literal = args.literal(session.server.limits.messageSize)
  // RFC 3502 §6.3.11, and courtesy: an empty literal is how a client says that it thought better of it.
  if (literal.size === 0) throw new Refusal('Message is empty', 'CLIENTBUG')
  return { message: { flags, ...dates, size: literal.size, content: () => checked(literal.content()) }, isMoreBehind: () => args.afterLiteral() }
}

/**
 * RFC 9755 §4: header fields in UTF-8 come only from a client that has said to know them. What holds other octets is no such header but mail from before
 * there was one, in whatever charset, and is taken as it is: whoever moves here with old mail loses none.
 */
async function* withPlainHeader(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const header = new InternationalHeader()
  const refuseIf = (isInternational: boolean): void => {
    if (isInternational) throw new Refusal('8-bit characters in header fields need ENABLE UTF8=ACCEPT', 'CANNOT')
  }
  for await (const chunk of content) {
    refuseIf(header.write(chunk))
    yield chunk
  }
  refuseIf(header.end())
}

/** RFC 4314 §4: flags beyond the account's rights are left out, and the message kept. */
function allowedFlags(flags: readonly string[], rights: string): readonly string[] {
  const right = (flag: string): string => (/^\\seen$/i.test(flag) ? 's' : /^\\deleted$/i.test(flag) ? 't' : 'w')
  return flags.filter((flag) => rights.includes(right(flag)))
}
