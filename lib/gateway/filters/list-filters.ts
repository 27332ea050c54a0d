import type { ScriptSummary } from '#lib/mail/filters/script.ts'
import { withFilters, type FilterDesk } from './with-filters.ts'

/** Every filter that somebody has at the server, as it lists them. */
export async function listFilters(desk: FilterDesk): Promise<readonly ScriptSummary[]> {
  return withFilters(desk, async (sieve) => sieve.list())
}
