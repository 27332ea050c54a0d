/** Windows names of zones that Outlook writes, as the database of time zones calls them. */
const OF_WINDOWS: Readonly<Record<string, string>> = {
  'W. Europe Standard Time': 'Europe/Berlin', 'Central Europe Standard Time': 'Europe/Budapest', 'Central European Standard Time': 'Europe/Warsaw', 'Romance Standard Time': 'Europe/Paris', 'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik', 'E. Europe Standard Time': 'Europe/Chisinau', 'FLE Standard Time': 'Europe/Kiev', 'GTB Standard Time': 'Europe/Bucharest', 'Turkey Standard Time': 'Europe/Istanbul',
  'Russian Standard Time': 'Europe/Moscow', 'Eastern Standard Time': 'America/New_York', 'Central Standard Time': 'America/Chicago', 'Mountain Standard Time': 'America/Denver', 'Pacific Standard Time': 'America/Los_Angeles',
  'Atlantic Standard Time': 'America/Halifax', 'E. South America Standard Time': 'America/Sao_Paulo', 'Arab Standard Time': 'Asia/Riyadh', 'Israel Standard Time': 'Asia/Jerusalem', 'India Standard Time': 'Asia/Kolkata',
  'China Standard Time': 'Asia/Shanghai', 'Tokyo Standard Time': 'Asia/Tokyo', 'Korea Standard Time': 'Asia/Seoul', 'Singapore Standard Time': 'Asia/Singapore', 'AUS Eastern Standard Time': 'Australia/Sydney', UTC: 'UTC',
}

/**
 * The instant at which the clocks of that zone show this time, ISO 8601; undefined for a zone that is not known. A time that is skipped is read by the offset before, one that comes twice
 * is its first (RFC 5545 §3.3.5). The rules that a calendar brings along are not read: computing them takes as long as their writer likes.
 */
export function instantOf(clock: string, zone: string): string | undefined {
  // Some programs write where they have the zone from before its name: /mozilla.org/20050126_1/Europe/Berlin.
  const known = OF_WINDOWS[zone] ?? zone.replace(/^\/.*\/(?=[A-Z][A-Za-z]+\/[A-Z])/, '')
  const local = Date.parse(`${clock}Z`)
  if (Number.isNaN(local) || !/^[A-Za-z][A-Za-z0-9+_/-]{1,63}$/.test(known)) return undefined
  try {
    const before = offsetAt(local - DAY, known)
    const offsets = [before, offsetAt(local + DAY, known)].sort((one, other) => other - one)
    const fitting = offsets.find((offset) => offsetAt(local - offset, known) === offset)
    return new Date(local - (fitting ?? before)).toISOString()
  } catch {
    // A RangeError: no such zone.
    return undefined
  }
}

const DAY = 86_400_000

/** Milliseconds by which the clocks of the zone are ahead of UTC at that instant. */
function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return Date.parse(`${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`) - Math.floor(instant / 1000) * 1000
}
