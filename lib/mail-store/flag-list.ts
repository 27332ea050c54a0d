import { applyFlagChange, canonicalFlag, SYSTEM_FLAGS, type FlagChange } from '#lib/mail/flags.ts'
import { StoreProblem } from './mail-store.ts'

/** Distinct keywords of one mailbox: stops a client from growing every FLAGS line without end; Dovecot's Maildir ends at 26. */
export const KEYWORD_LIMIT = 1000

/** Flags of one message: more than any client sets, and a row stays small. */
const FLAGS_PER_MESSAGE = 100

// RFC 9051 §9, flag-keyword: an atom; a system flag has a backslash before it.
const FLAG = /^\\?[^\u0000-\u0020\u007f-\uffff()%*"\\\]{]{1,255}$/

/** The spelling that a mailbox already has for a keyword, or the one given. */
export type Spelling = (keyword: string) => string

const SYSTEM: ReadonlySet<string> = new Set(SYSTEM_FLAGS)

/**
 * Flags as they are kept: system flags first and in the order of the RFC, each flag once whatever its case, never \Recent.
 * Throws StoreProblem 'refused' for what is not a flag, 'too-many-flags' for more than one message may have.
 */
export function storedFlags(flags: readonly string[], spelling: Spelling): readonly string[] {
  const seen = new Map<string, string>()
  for (const flag of flags) {
    if (!FLAG.test(flag)) throw new StoreProblem('refused')
    const lower = flag.toLowerCase()
    if (lower === '\\recent' || seen.has(lower)) continue
    const canonical = canonicalFlag(flag)
    seen.set(lower, SYSTEM.has(canonical) ? canonical : spelling(canonical))
  }
  if (seen.size > FLAGS_PER_MESSAGE) throw new StoreProblem('too-many-flags')
  const kept = [...seen.values()]
  return [...SYSTEM_FLAGS.filter((flag) => kept.includes(flag)), ...kept.filter((flag) => !SYSTEM.has(flag))]
}

/** What a message's flags are after the change; the same array when nothing changes. */
export function flagsAfter(flags: readonly string[], change: FlagChange, spelling: Spelling): readonly string[] {
  const after = storedFlags(applyFlagChange(flags, change), spelling)
  return after.length === flags.length && after.every((flag) => flags.includes(flag)) ? flags : after
}

/** The flags with or without \Seen; the same array when nothing changes. */
export function withSeen(flags: readonly string[], seen: boolean): readonly string[] {
  if (flags.includes('\\Seen') === seen) return flags
  return seen ? storedFlags([...flags, '\\Seen'], (keyword) => keyword) : flags.filter((flag) => flag !== '\\Seen')
}

/** The keywords among the flags. */
export function keywordsOf(flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => !SYSTEM.has(flag))
}
