/** The system flags of RFC 9051 §2.3.2, spelled as they are sent. \Recent is the session's own and never stored. */
export const SYSTEM_FLAGS = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] as const

/** Keywords with a meaning other clients know (RFC 5788, RFC 9051 §2.3.2). */
export const FORWARDED = '$Forwarded'
/** Somebody who asked has been told that the message was read, or never will be (RFC 3503). */
export const MDN_SENT = '$MDNSent'
export const JUNK = '$Junk'
export const NOT_JUNK = '$NotJunk'

export type FlagOperation = 'add' | 'remove' | 'replace'

/** What STORE asks of the flags of some messages. Flags compare without regard to case. */
export interface FlagChange {
  readonly operation: FlagOperation
  readonly flags: readonly string[]
}

/** True when `flags` holds `flag`, whatever the case of either (RFC 9051 §2.3.2). */
export function hasFlag(flags: readonly string[], flag: string): boolean {
  const wanted = flag.toLowerCase()
  return flags.some((present) => present.toLowerCase() === wanted)
}

/** The system flag spelled as the RFC spells it; a keyword as it stands. */
export function canonicalFlag(flag: string): string {
  const lower = flag.toLowerCase()
  return SYSTEM_FLAGS.find((system) => system.toLowerCase() === lower) ?? flag
}

/** The flags after the change; a flag that stays keeps the spelling that it first had. */
export function applyFlagChange(flags: readonly string[], change: FlagChange): readonly string[] {
  const named = change.flags.map(canonicalFlag)
  if (change.operation === 'remove') return flags.filter((flag) => !hasFlag(named, flag))
  const kept = change.operation === 'add' ? [...flags] : flags.filter((flag) => hasFlag(named, flag))
  for (const flag of named) if (!hasFlag(kept, flag)) kept.push(flag)
  return kept
}
