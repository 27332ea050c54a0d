import type { Uid } from '#lib/mail/uid.ts'
import { Refusal } from '../protocol/problems.ts'
import type { ImapSession } from '../session/imap-session.ts'
import type { CommandContext, Completion } from './command.ts'

/** As many messages as one command may work on, and what the client is told where others are left out (RFC 9738 §3.1). */
export interface Share {
  readonly uids: readonly Uid[]
  readonly code?: string
}

/** Those of the ascending UIDs that one command may work on: the highest. */
export function shareOf({ server }: ImapSession, uids: readonly Uid[]): Share {
  const { messagesPerCommand: limit } = server.limits
  if (uids.length <= limit) return { uids }
  const share = uids.slice(-limit)
  return { uids: share, code: `MESSAGELIMIT ${limit} ${share[0]}` }
}

/** Throws Refusal where a command that does all or nothing is asked for too much. */
export function requireShare({ server }: ImapSession, count: number): void {
  const { messagesPerCommand: limit } = server.limits
  if (count > limit) throw tooMany(`MESSAGELIMIT ${limit}`)
}

/** How many messages COPY and APPEND put into a mailbox at once (RFC 9738 §3). */
export function saveLimit({ server: { limits } }: Pick<ImapSession, 'server'>): number {
  return limits.messagesPerCommand < Infinity ? limits.messagesPerCommand : limits.savedPerCommand
}

/** Throws Refusal where more messages than that are to be copied, for the ascending UIDs. */
export function requireSavable(session: ImapSession, uids: readonly Uid[]): void {
  const limit = saveLimit(session)
  if (uids.length > limit) throw tooMany(`MESSAGELIMIT ${limit} ${uids.at(-limit)}`)
}

export function tooMany(code: string): Refusal {
  return new Refusal('Too many messages for one command', code)
}

/** The command has done its share; two codes do not fit into one reply, and then the limit stands before it. */
export async function sharedCompletion({ session, out }: CommandContext, completion: Completion, code: string | undefined): Promise<Completion> {
  if (code === undefined) return completion
  const text = 'Done for the last messages alone'
  if (completion.code === undefined) return { ...completion, code, text }
  await out.untagged(`NO [${code}] ${session.say(text)}`)
  return completion
}
