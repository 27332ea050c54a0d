/** Where a conversation is listened to: beside the gateway as a client, or in the mail server in the box. */
export type TraceSide = 'gateway' | 'server'
export const TRACE_SIDES: readonly TraceSide[] = ['gateway', 'server']

/** What an administrator has asked for: what one person's connections say, for a while. */
export interface TraceOrder {
  readonly id: string
  /** The name that they sign in with, in lower case. */
  readonly user: string
  /** The sites of the gateway whose conversations count; undefined: every one, and the server in the box. */
  readonly sites?: readonly string[]
  /** Who asked for it; '' is the command line. */
  readonly by: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endsAt: number
  /** Octets of each of its files. */
  readonly limit: number
}

/** Minutes that a trace lasts unless somebody says so, and at most. */
export const USUAL_MINUTES = 30
export const MOST_MINUTES = 24 * 60
/** Traces that run at the same time. */
export const MOST_TRACES = 20
/** Octets of each file: hours of one person's webmail. */
export const TRACE_OCTETS = 10 * 1024 * 1024
/** A trace that has ended is removed after so many milliseconds: seven days. */
export const TRACE_KEPT = 7 * 24 * 60 * 60 * 1000

/** Whom a conversation belongs to. */
export interface TraceSubject {
  /** Every name that they may be known by, in lower case. */
  readonly names: readonly string[]
  /** Undefined in the mail server in the box. */
  readonly site?: string
}

/** Whether that order is about this person. */
export function isMeant({ user, sites }: TraceOrder, { names, site }: TraceSubject): boolean {
  return names.includes(user) && (sites === undefined || (site !== undefined && sites.includes(site)))
}
