const LOCAL_TIME = /^\s*(\d{4})-(\d{2})-(\d{2})[T ]+(\d{1,2}):(\d{2})(?::\d{2})?\s*$/

/**
 * The moment, in milliseconds since 1970, at which clocks in that zone (an IANA name) show `2026-11-22T09:30`, as a field for date and time
 * gives it, or the same with a blank, as people type it. A time that a change of clocks leaves out is the one as long after midnight; of two
 * it is the first. Undefined for what is no such time.
 */
export function readLocalTime(text: string, zone: string): number | undefined {
  const [, year, month, day, hour, minute] = (LOCAL_TIME.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return undefined
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  // What Date carries over, such as 31 February, is no time that anybody meant.
  if (new Date(asUtc).getUTCDate() !== day || new Date(asUtc).getUTCHours() !== hour || new Date(asUtc).getUTCMonth() !== month - 1 || minute > 59) return undefined
  const candidates = [asUtc - DAY, asUtc + DAY].map((near) => asUtc - offsetAt(near, zone))
  return candidates.find((moment) => moment + offsetAt(moment, zone) === asUtc) ?? candidates[0]
}

/** The moment as such a field shows it in that zone. */
export function writeLocalTime(moment: number, zone: string): string {
  return new Date(moment + offsetAt(moment, zone)).toISOString().slice(0, 16)
}

const DAY = 86_400_000
const MINUTE = 60_000

/** Milliseconds that clocks there are ahead of UTC, in whole minutes. */
function offsetAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' }).formatToParts(moment)
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - Math.floor(moment / MINUTE) * MINUTE
}
