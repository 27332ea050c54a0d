/** A moment of an appointment as it was written. */
export type CalendarTime =
  /** A whole day, `YYYY-MM-DD`. */
  | { readonly day: string }
  /** ISO 8601 in UTC. */
  | { readonly instant: string }
  /** A time on the clock of a zone that nobody here knows, or of whoever reads: `YYYY-MM-DDTHH:MM:SS`. */
  | { readonly clock: string; readonly zone: string }

export interface CalendarPerson {
  readonly name: string
  readonly address: string
}

/** How somebody who is invited has answered, by iCalendar's words in small letters (RFC 5545 §3.2.12). */
export const PARTICIPATIONS = ['needs-action', 'accepted', 'tentative', 'declined', 'delegated'] as const
export type Participation = (typeof PARTICIPATIONS)[number]

/** An answer that can be given. */
export const INVITATION_ANSWERS = ['accepted', 'tentative', 'declined'] as const
export type InvitationAnswer = (typeof INVITATION_ANSWERS)[number]

/** What a text/calendar part says of its first appointment (RFC 5545, RFC 5546). All texts as they may be shown. */
export interface Invitation {
  /** `request` invites, or tells of a change; `cancel` takes it back; `reply` is somebody's answer; `publish` tells of it and asks nothing. */
  readonly method: 'request' | 'cancel' | 'reply' | 'publish' | 'other'
  readonly uid: string
  /** Grows with each change that matters; above 0 it is an update (RFC 5545 §3.8.7.4). */
  readonly sequence: number
  /** Of a series: the one appointment that it is about. */
  readonly recurrence?: CalendarTime
  readonly summary: string
  readonly location: string
  readonly description: string
  readonly isCancelled: boolean
  readonly start?: CalendarTime
  readonly end?: CalendarTime
  readonly repeats: boolean
  readonly organizer?: CalendarPerson
  readonly attendees: readonly (CalendarPerson & { readonly participation: Participation })[]
}
