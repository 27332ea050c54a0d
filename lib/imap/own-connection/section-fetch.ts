import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { ImapAccount } from '../account-connections.ts'
import type { ContentRequest, ReadingPlace } from '../reading/part-content.ts'
import { OwnConnection } from './own-connection.ts'

/** What RFC 3501 lets a partial count to. */
const MOST = 0xffff_ffff
/** Other responses that a server may send before the one that was asked for. */
const MOST_RESPONSES = 1_000
const SECTION = /^(?:[1-9][0-9]*(?:\.[1-9][0-9]*)*)?$/

/** Signed in on a connection of its own, with the mailbox of that message opened for reading alone. Throws what opening one does, and GatewayError 'mailbox-replaced'. */
export async function openForFetching(account: ImapAccount, signal: AbortSignal, { mailbox, uidValidity }: Pick<MessageRef, 'mailbox' | 'uidValidity'>): Promise<OwnConnection> {
  const connection = await OwnConnection.open(account, signal)
  try {
    const { untagged } = await connection.completion(await connection.begin(['EXAMINE ', connection.mailboxName(mailbox)]))
    const told = untagged.map((line) => /^\* OK \[UIDVALIDITY ([0-9]+)\]/i.exec(line)?.[1]).find((value) => value !== undefined)
    if (Number(told ?? 1) !== uidValidity) throw new GatewayError('mailbox-replaced')
    return connection
  } catch (error) {
    connection.abandon()
    throw error
  }
}

/**
 * The octets of a section from `place` on as one literal (RFC 9051 §6.4.5), at the reader's pace and with flat memory; `size` is what the
 * server said that it has. Ends early, at `place`, where the connection is lost, the command refused, or the section longer than `size`:
 * then somebody else goes on from there. Throws GatewayError 'server-not-imap' where the server breaks off into what is no answer, after
 * octets of it were handed on.
 */
export async function* fetchRest(connection: OwnConnection, { uid, section }: ContentRequest, size: number, place: ReadingPlace): AsyncGenerator<Uint8Array> {
  const start = place.reached
  // One octet more than there are: a shorter answer is the end.
  const length = size - start + 1
  if (!SECTION.test(section) || length < 1 || size >= MOST) return
  const answer = await orNothing(async () => {
    const tag = await connection.begin([`UID FETCH ${uid} (UID BODY.PEEK[${section}]<${start}.${length}>)`])
    return literalOf(connection, tag, new RegExp(`^\\* [0-9]+ FETCH \\((.*?) ?BODY\\[${section.replaceAll('.', '\\.')}\\]<${start}> \\{([0-9]{1,10})\\}$`, 'i'))
  })
  if (!answer || answer.size > length) return connection.abandon()
  const { lines } = connection
  for (let left = answer.size; left > 0; ) {
    const octets = await orNothing(() => lines.some(left))
    if (!octets) return connection.abandon()
    left -= octets.length
    place.reached += octets.length
    yield octets
  }
  const end = await orNothing(() => lines.next())
  if (end === undefined) return connection.abandon()
  if (!/^(?: .*)?\)$/.test(end) || uidIn(`${answer.before}${end}`) !== uid) throw notAnswer(connection)
  const completed = await orNothing(() => connection.completion(answer.tag))
  if (!completed) return connection.abandon()
  place.isEnd = answer.size < length && place.reached === size
}

interface Announced {
  readonly tag: string
  /** What stands before the literal in its response. */
  readonly before: string
  readonly size: number
}

/** Reads on to the literal that was asked for; undefined where the server answers without it. */
async function literalOf(connection: OwnConnection, tag: string, announced: RegExp): Promise<Announced | undefined> {
  for (let responses = 0; responses < MOST_RESPONSES; responses++) {
    const line = await connection.lines.next(announced)
    const [, before = '', size] = announced.exec(line) ?? []
    if (size !== undefined) return { tag, before, size: Number(size) }
    if (!line.startsWith('* ')) return undefined
  }
  return undefined
}

function uidIn(items: string): number {
  return Number(/(?:^|[ (])UID ([1-9][0-9]{0,9})(?=[ )]|$)/i.exec(items)?.[1])
}

function notAnswer(connection: OwnConnection): GatewayError {
  connection.abandon()
  return new GatewayError('server-not-imap', 'no end of a literal')
}

/** What another way may still achieve is no failure; what gave it up is told where it is tried. */
async function orNothing<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt()
  } catch {
    return undefined
  }
}
