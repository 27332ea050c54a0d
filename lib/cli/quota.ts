import { readOctets } from '#lib/config/kinds.ts'
import type { QuotaChange } from '#lib/mail-server/administration.ts'

/** What "1G", "+50M", "-50M" or "none" does to a quota; undefined when it is none of these. */
export function readQuotaChange(words: string): QuotaChange | undefined {
  if (words === 'none') return { kind: 'lift' }
  const [, sign = '', size = ''] = /^([+-]?)(.*)$/.exec(words) ?? []
  const octets = readOctets(size)
  if (octets === undefined) return undefined
  if (sign === '') return { kind: 'set', octets }
  return { kind: 'grow', octets: sign === '+' ? octets : -octets }
}

/** "17 B", "1.5 MB": powers of 1024, one digit behind the point at most. */
export function writeOctets(octets: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = octets < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(octets) / 10))
  return `${Number((octets / 1024 ** power).toFixed(1))} ${units[power]}`
}
