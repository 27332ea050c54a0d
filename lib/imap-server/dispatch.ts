import { StoreProblem } from '#lib/mail-store/mail-store.ts'
import type { Command, CommandContext, Completion } from './commands/command.ts'
import { announcedCapabilities, findCommand } from './commands/index.ts'
import { refusalOf } from './commands/refusals.ts'
import { ArgumentReader } from './protocol/argument-reader.ts'
import type { ByteSource } from './protocol/byte-source.ts'
import { FatalProtocolError, Refusal, SyntaxProblem } from './protocol/problems.ts'
import type { ResponseWriter } from './protocol/response-writer.ts'
import type { ImapSession } from './session/imap-session.ts'
import type { Addressing } from './protocol/sequence-set.ts'

/** `tag = 1*<any ASTRING-CHAR except "+">` (RFC 3501 §9). */
const TAG = /^([^\x00-\x20\x7f-\xff(){%*"\\+]{1,100})(?: |$)/

interface Outcome {
  /** `OK …`, `NO …` or `BAD …`, without the tag. */
  readonly status: string
  readonly then?: Completion['then']
  /** EXPUNGEs that wait may be told before the reply. */
  readonly expunges: boolean
  /** Of the command; undefined where there is none. */
  readonly name?: string | undefined
}

export interface Wire {
  readonly input: ByteSource
  readonly out: ResponseWriter
}

/**
 * Runs one command from its first line on and answers it; the only place where errors become replies. Resolves to
 * what the connection does next. Throws FatalProtocolError alone.
 */
export async function dispatch(session: ImapSession, { input, out }: Wire, line: string): Promise<Completion['then'] | 'bad'> {
  const tag = TAG.exec(line)?.[1]
  // A write that fails makes the read that follows fail too.
  const invite = (text: string): void => void out.continuation(text).catch(() => undefined)
  const { uninvitedLiteralLimit: uninvitedLimit, nameEncoding } = session
  const args = new ArgumentReader({ source: input, invite, uninvitedLimit, nameEncoding }, line, session.lineLimit, tag === undefined ? 0 : tag.length + 1)
  const { name, status, then, expunges }: Outcome = tag === undefined ? { status: `BAD ${session.say(args.fault('Not a command').message)}`, expunges: false } : await tryCommand(args, session, { input, out, tag })
  count(session, name, status)
  const reply = `${tag ?? '*'} ${status}\r\n`
  try {
    // Whatever happened, end at the next command: octets of an unread literal are never commands.
    await args.finish()
  } catch (error) {
    await out.write(reply)
    throw error
  }
  await session.tellAlert(out)
  await revealChanges(session, out, expunges)
  await out.write(reply)
  return then ?? (status.startsWith('BAD') ? 'bad' : undefined)
}

function count({ server: { counters: { byCommand } } }: ImapSession, name: string | undefined, status: string): void {
  const key = `${name ?? 'other'} ${status.slice(0, 3).trim().toLowerCase()}`
  byCommand.set(key, (byCommand.get(key) ?? 0) + 1)
}

async function revealChanges(session: ImapSession, out: ResponseWriter, expunges: boolean): Promise<void> {
  if (session.selected?.isRemoved) throw new FatalProtocolError('The selected mailbox has been deleted')
  await session.reveal(out, expunges)
}

async function tryCommand(args: ArgumentReader, session: ImapSession, wire: Wire & { readonly tag: string }): Promise<Outcome> {
  let command: Command | undefined
  let expunges = false
  try {
    const { row, by } = readName(args)
    command = row
    session.server.counters.commands++
    // RFC 3501 §7.4.1: UID FETCH and its like are commands of their own, and no number in them can go stale.
    // RFC 7162 §3.2.10.2: a search may name sequence numbers, whatever it answers.
    expunges = row.expungeAllowed === true || (by === 'uid' && !/^(?:SEARCH|SORT|THREAD)$/.test(row.name))
    if (!row.states.includes(session.state)) throw new SyntaxProblem('Not allowed in this state')
    // RFC 9586 §3: whoever has left sequence numbers behind may not use them by mistake.
    if (session.uidOnly && row.uidForm && !row.numberless && by === 'sequence') throw new SyntaxProblem('Only UIDs are in use', 'UIDREQUIRED')
    const context: CommandContext = { session, by, ...wire, capabilities: () => announcedCapabilities(session) }
    const { code, text, then } = await tellingProgress(row, context, () => row.execute(args, context))
    return { name: row.name, status: `OK ${bracket(code)}${session.say(text ?? 'Done')}`, expunges, ...(then && { then }) }
  } catch (error) {
    const status = failure(error, session, command)
    // Behind half a response no reply would be one.
    if (!wire.out.atLineStart) throw new FatalProtocolError('A response could not be finished', { cause: error })
    return { name: command?.name, status, expunges }
  }
}

/** Runs a command on messages, which may take long, and lets the client know from time to time that it still runs (RFC 9585 §4). */
async function tellingProgress<T>(row: Command, { session, out, tag }: CommandContext, run: () => Promise<T>): Promise<T> {
  if (!row.uidForm) return await run()
  // A bracket in the tag would end the response code for many a client.
  const line = `OK [INPROGRESS (${tag.includes(']') ? 'NIL' : `"${tag}"`} NIL NIL)] ${session.say('Still working')}`
  const timer = setInterval(() => {
    if (!out.atLineStart) return
    // A client that is gone shows with the next reply.
    out.untagged(line).catch(() => undefined)
    out.flush().catch(() => undefined)
  }, session.server.limits.progressInterval)
  try {
    return await run()
  } finally {
    clearInterval(timer)
  }
}

function failure(error: unknown, session: ImapSession, command: Command | undefined): string {
  if (error instanceof FatalProtocolError) throw error
  if (error instanceof SyntaxProblem) return `BAD ${bracket(error.code)}${session.say(error.message)}`
  const refusal = error instanceof StoreProblem ? refusalOf(error) : error
  if (refusal instanceof Refusal) return `NO ${bracket(refusal.code)}${session.say(refusal.message)}`
  session.log.error('imap.command-failed', error, { command: command?.name })
  return `NO [SERVERBUG] ${session.say('Internal error')}`
}

/** The row that the command line names, `UID` before it or not. */
function readName(args: ArgumentReader): { row: Command; by: Addressing } {
  const name = args.word('a command')
  const by: Addressing = name === 'UID' ? 'uid' : 'sequence'
  if (by === 'uid') args.expect(' ')
  const row = findCommand(by === 'uid' ? args.word('a command') : name)
  if (!row || (by === 'uid' && !row.uidForm)) throw args.fault('Unknown command')
  return { row, by }
}

function bracket(code: string | undefined): string {
  return code === undefined ? '' : `[${code}] `
}
