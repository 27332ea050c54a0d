const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `date-text = date-day "-" date-month "-" date-year` (RFC 3501 §9), as milliseconds of that day's midnight in UTC. */
export function parseDate(text: string): number | undefined {
  const match = /^([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})$/.exec(text)
  return match ? dayOf(match[3]!, match[2]!, match[1]!) : undefined
}

const MINUTE = 60 * 1000

/** A moment, and by how many minutes the clock that it was read from is ahead of UTC. */
export interface ZonedDate {
  readonly at: Date
  readonly zone: number
}

/** `date-time` without its quotes: `dd-Mon-yyyy hh:mm:ss +zzzz`, the day padded by a blank (RFC 3501 §9). */
export function parseDateTime(text: string): ZonedDate | undefined {
  const match = /^([ 0-9][0-9])-([A-Za-z]{3})-([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})$/.exec(text)
  if (!match) return undefined
  const day = dayOf(match[3]!, match[2]!, match[1]!)
  const [hours, minutes, seconds, zoneHours, zoneMinutes] = [4, 5, 6, 8, 9].map((group) => Number(match[group])) as [number, number, number, number, number]
  // Second 60 is a leap second; Date counts it as the next minute's first.
  if (day === undefined || hours > 23 || minutes > 59 || seconds > 60 || zoneMinutes > 59) return undefined
  const ahead = zoneHours * 60 + zoneMinutes
  const zone = match[7] === '-' ? 0 - ahead : ahead
  return { at: new Date(day + ((hours * 60 + minutes - zone) * 60 + seconds) * 1000), zone }
}

function dayOf(year: string, month: string, day: string): number | undefined {
  const index = MONTHS.findIndex((name) => name.toLowerCase() === month.toLowerCase())
  if (index < 0) return undefined
  const at = new Date(0)
  at.setUTCFullYear(Number(year), index, Number(day))
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === index ? at.getTime() : undefined
}

/** `date-time` in wire form, quotes included, as the clock of that zone shows it. */
export function writeDateTime(milliseconds: number, zone = 0): string {
  const at = new Date(milliseconds + zone * MINUTE)
  const pad = (value: number): string => String(value).padStart(2, '0')
  const day = String(at.getUTCDate()).padStart(2, ' ')
  const year = String(at.getUTCFullYear()).padStart(4, '0')
  return `"${day}-${MONTHS[at.getUTCMonth()]}-${year} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} ${writeZone(zone)}"`
}

function writeZone(zone: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(zone) / 60), Math.abs(zone) % 60]
  return `${zone < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(minutes).padStart(2, '0')}`
}

const DAY = 24 * 60 * MINUTE

/** The midnight of the day that the clock showed at that moment, as if it were in UTC. */
export function startOfDay(milliseconds: number, zone = 0): number {
  return Math.floor((milliseconds + zone * MINUTE) / DAY) * DAY
}
