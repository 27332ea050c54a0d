import type { CalendarTime, Invitation, InvitationAnswer } from './invitation.ts'

/** What an invitation said that may change with the next one. */
export interface InvitationFacts {
  readonly sequence: number
  readonly summary: string
  readonly location: string
  readonly repeats: boolean
  readonly start?: CalendarTime
  readonly end?: CalendarTime
}

/** What its reader said to an appointment before, and to what. */
export interface KnownAnswer {
  readonly answer: InvitationAnswer
  /** ISO 8601. */
  readonly at: string
  readonly facts: InvitationFacts
}

const CHANGING_FACTS = ['summary', 'start', 'end', 'location', 'repeats'] as const
export type ChangingFact = (typeof CHANGING_FACTS)[number]

/** What of an invitation is remembered with the answer to it. */
export function factsOf({ sequence, summary, location, repeats, start, end }: Invitation): InvitationFacts {
  return { sequence, summary, location, repeats, ...(start ? { start } : {}), ...(end ? { end } : {}) }
}

/** What is other in that invitation than in the one that was answered; a cancellation, which may leave out what it likes, changes only what it names. */
export function changesSince({ facts }: KnownAnswer, invitation: Invitation): readonly ChangingFact[] {
  const now = factsOf(invitation)
  return CHANGING_FACTS.filter((name) => {
    const isSilent = invitation.isCancelled && (now[name] === undefined || now[name] === '' || now[name] === false)
    return !isSilent && JSON.stringify(now[name]) !== JSON.stringify(facts[name])
  })
}

/** True for an invitation that is older than the one that was answered (RFC 5546 §2.1.5). */
export function isOutdated({ facts }: KnownAnswer, { sequence }: Invitation): boolean {
  return sequence < facts.sequence
}
