import ICAL from 'ical.js'
import { PARTICIPATIONS, type CalendarPerson, type CalendarTime, type Invitation } from '#lib/mail/reading/invitations/invitation.ts'
import { visibleText } from '#lib/mail/reading/visible-text.ts'
import { instantOf } from './zoned-time.ts'

/** Characters of a calendar that are read: an invitation with hundreds of guests has fewer. */
export const CALENDAR_LIMIT = 512 * 1024
const LINES_LIMIT = 10_000
const ATTENDEES_SHOWN = 200
const LINE_SHOWN = 300
const DESCRIPTION_SHOWN = 10_000
/** Milliseconds: an appointment that takes more than ten years is none. */
const LONGEST = 10 * 366 * 86_400_000

/** jCal (RFC 7265): what the library makes of the text. Nothing is computed by it: no recurrences, no zones. */
type Property = readonly [name: string, parameters: Readonly<Record<string, unknown>>, type: string, ...values: unknown[]]
type Component = readonly [name: string, properties: readonly Property[], components: readonly Component[]]

/** The first appointment of a calendar; undefined for what is none, or too large. */
export function readInvitation(text: string): Invitation | undefined {
  const calendar = parse(text)
  const event = calendar?.[2].find(([name]) => name === 'vevent')
  if (!calendar || !event) return undefined
  const recurrence = timeOf(event, 'recurrence-id')
  const start = timeOf(event, 'dtstart')
  const end = timeOf(event, 'dtend') ?? (start && endAfter(start, textOf(event, 'duration')))
  const organizer = peopleOf(event, 'organizer')[0]
  return {
    method: methodOf(textOf(calendar, 'method')),
    uid: textOf(event, 'uid').replace(/[\p{Cc}]/gu, '').slice(0, 1_000),
    sequence: Math.max(0, Math.trunc(Number(textOf(event, 'sequence')) || 0)),
    ...(recurrence ? { recurrence } : {}),
    summary: visibleText(textOf(event, 'summary').slice(0, LINE_SHOWN)),
    location: visibleText(textOf(event, 'location').slice(0, LINE_SHOWN)),
    description: textOf(event, 'description').slice(0, DESCRIPTION_SHOWN).split(/\r\n|\r|\n/).map(visibleText).join('\n'),
    isCancelled: textOf(event, 'status').toUpperCase() === 'CANCELLED' || textOf(calendar, 'method').toUpperCase() === 'CANCEL',
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    repeats: event[1].some(([name]) => name === 'rrule' || name === 'rdate'),
    ...(organizer ? { organizer: organizer.person } : {}),
    attendees: peopleOf(event, 'attendee').map(({ person, participation }) => ({ ...person, participation })),
  }
}

function parse(text: string): Component | undefined {
  if (text.length > CALENDAR_LIMIT || text.split('\n', LINES_LIMIT + 1).length > LINES_LIMIT) return undefined
  try {
    const parsed = ICAL.parse(text.replace(/^\ufeff?\s*/, '')) as unknown
    // Several calendars in one text come as a list of them.
    const first = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed[0] : parsed) as Component
    return first[0] === 'vcalendar' ? first : undefined
  } catch {
    // Whatever the library cannot read is no calendar to us.
    return undefined
  }
}

function firstOf(component: Component, wanted: string): Property | undefined {
  return component[1].find(([name]) => name === wanted)
}

function textOf(component: Component, name: string): string {
  const value = firstOf(component, name)?.[3]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function methodOf(text: string): Invitation['method'] {
  const method = text.toLowerCase()
  if (method === 'request' || method === 'cancel' || method === 'reply') return method
  return method === 'publish' || method === '' ? 'publish' : 'other'
}

function timeOf(component: Component, name: string): CalendarTime | undefined {
  const [, parameters = {}, , value] = firstOf(component, name) ?? []
  const written = typeof value === 'string' ? value.slice(0, 30) : ''
  if (/^\d{4}-\d\d-\d\d$/.test(written) && !Number.isNaN(Date.parse(written))) return { day: written }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(written) || Number.isNaN(Date.parse(written.replace(/Z?$/, 'Z')))) return undefined
  if (written.endsWith('Z')) return { instant: new Date(written).toISOString() }
  const zone = typeof parameters.tzid === 'string' ? visibleText(parameters.tzid.slice(0, 100)) : ''
  const instant = zone === '' ? undefined : instantOf(written, zone)
  return instant === undefined ? { clock: written, zone } : { instant }
}

/** RFC 5545 §3.3.6, a day being 24 hours; undefined for what is no duration, has no length, or goes on for years. */
function endAfter(start: CalendarTime, duration: string): CalendarTime | undefined {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/i.exec(duration)
  if (!match) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits: string | undefined) => Number(digits ?? 0))
  const milliseconds = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  if (milliseconds === 0 || milliseconds > LONGEST) return undefined
  const later = (written: string): string => new Date(Date.parse(written) + milliseconds).toISOString()
  if ('day' in start) return { day: later(start.day).slice(0, 10) }
  return 'instant' in start ? { instant: later(start.instant) } : { ...start, clock: later(`${start.clock}Z`).slice(0, 19) }
}

function peopleOf(component: Component, wanted: string): readonly { readonly person: CalendarPerson; readonly participation: Invitation['attendees'][number]['participation'] }[] {
  return component[1].filter(([name]) => name === wanted).slice(0, ATTENDEES_SHOWN).flatMap(([, parameters, , value]) => {
    const address = /^mailto:([^\s@<>,;:"]{1,64}@[^\s@<>,;:"]{1,253})$/i.exec(typeof value === 'string' ? value : '')?.[1]
    if (address === undefined) return []
    const name = typeof parameters.cn === 'string' ? visibleText(parameters.cn.slice(0, LINE_SHOWN)) : ''
    const said = typeof parameters.partstat === 'string' ? parameters.partstat.toLowerCase() : ''
    return [{ person: { name, address: visibleText(address) }, participation: PARTICIPATIONS.find((each) => each === said) ?? 'needs-action' }]
  })
}
