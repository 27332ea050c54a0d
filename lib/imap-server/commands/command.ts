import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { SyntaxProblem } from '../protocol/problems.ts'
import type { ByteSource } from '../protocol/byte-source.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import type { ImapSession, SessionState } from '../session/imap-session.ts'
import type { Addressing } from '../protocol/sequence-set.ts'

/** What a command works with while it runs. */
export interface CommandContext {
  readonly session: ImapSession
  readonly out: ResponseWriter
  readonly input: ByteSource
  readonly by: Addressing
  /** Holds no character that would need quoting. */
  readonly tag: string
  /** Text for CAPABILITY, as it stands for this session now. */
  capabilities(): string
}

/** How a command ended well: `tag OK [code] text`. */
export interface Completion {
  readonly code?: string
  readonly text?: string
  /** What the connection does after the tagged reply. */
  readonly then?: 'close' | 'start-tls' | 'compress'
}

export interface CommandSpec<Parsed> {
  readonly name: string
  readonly states: readonly SessionState[]
  /** Citations; a test wants one for each RFC whose capability the row announces. */
  readonly spec: readonly string[]
  /** Also reachable as `UID <name>`. */
  readonly uidForm?: true
  /** Its plain form speaks of no sequence numbers, so that it stays with UIDs alone (RFC 9586 §3). */
  readonly numberless?: true
  /** EXPUNGEs that wait may be told when it ends (RFC 3501 §7.4.1); the UID form may always. */
  readonly expungeAllowed?: true
  /** Announced because this row exists. */
  readonly capabilities?: readonly Capability[]
  parse(args: ArgumentReader, by: Addressing, session: ImapSession): Parsed | Promise<Parsed>
  run(context: CommandContext, parsed: Parsed): Promise<Completion>
}

/** One word of the CAPABILITY response. */
export interface Capability {
  readonly name: string
  /** The RFC that defines it. */
  readonly spec: string
  /** Says whether it holds for this session now; always, when there is none. */
  readonly applies?: (session: ImapSession) => boolean
}

export interface Command extends Omit<CommandSpec<never>, 'parse' | 'run'> {
  execute(args: ArgumentReader, context: CommandContext): Promise<Completion>
}

/** A row of the command table; the type of what was parsed stays inside. */
export function defineCommand<Parsed>({ parse, run, ...row }: CommandSpec<Parsed>): Command {
  return { ...row, execute: async (args, context) => run(context, await parse(args, context.by, context.session)) }
}

/** The parse of a command without arguments. */
export function noArguments(args: ArgumentReader): undefined {
  args.end()
  return undefined
}

/** The parse of a command with one mailbox name. */
export async function oneMailbox(args: ArgumentReader): Promise<string> {
  args.expect(' ')
  const name = await args.mailbox()
  args.end()
  return name
}

export const ANY_STATE: readonly SessionState[] = ['not-authenticated', 'authenticated', 'selected']
export const SIGNED_IN: readonly SessionState[] = ['authenticated', 'selected']

/** RFC 5530 §3: somebody else has expunged messages that the client still counts. */
export const EXPUNGE_ISSUED = { code: 'EXPUNGEISSUED', text: 'Some messages have been expunged' } as const satisfies Completion

/** How a search ends: what has been expunged and not told yet may be missing from what it found (RFC 5530 §3). */
export function searched({ view }: ImapSession): Completion {
  return view.departing(true).length > 0 ? EXPUNGE_ISSUED : {}
}

/** RFC 3501 §9: a sequence number that no message has is an error; a UID that no message has is not. */
export function requireMessages({ session, by }: Pick<CommandContext, 'session' | 'by'>, set: Parameters<ImapSession['view']['covers']>[0]): void {
  if (by === 'sequence' && !session.view.covers(set)) throw new SyntaxProblem('No message has such a sequence number')
}
