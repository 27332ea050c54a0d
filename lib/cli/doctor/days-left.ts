import type { ProbedCertificate } from '#lib/api/admin/admin-shapes.ts'
import type { Finding } from './finding.ts'

const DAY = 86_400_000
/** Authorities that renew by themselves do so thirty days before; whoever comes below this has been forgotten. */
const WARN_DAYS = 14

/** Whole days until that date; negative once it is over. */
export function daysUntil(date: string, now: number): number {
  return Math.floor((Date.parse(date) - now) / DAY)
}

/** Whole days since that date, which is over. */
export function daysSince(date: string, now: number): number {
  return Math.floor((now - Date.parse(date)) / DAY)
}

/** `2027-01-02 (42 days)`. */
export function untilWhen(date: string, now: number): string {
  return `${date.slice(0, 10)} (${daysUntil(date, now)} days)`
}

/** A certificate that is good today, and will not be for long. */
export function endingSoon({ validTo }: ProbedCertificate, place: Pick<Finding, 'part' | 'where'>, now: number): readonly Finding[] {
  return daysUntil(validTo, now) >= WARN_DAYS ? [] : [{ ...place, level: 'warning', what: `its certificate ends on ${untilWhen(validTo, now)}`, advice: 'Renew it before then; after that nobody can sign in' }]
}
