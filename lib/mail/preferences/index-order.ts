import type { SortKey } from '../index-page.ts'
import type { PreferenceValues } from './schema.ts'

/** Newest and largest first, names from A: what one looks for when one sorts by it. */
export const FALLS_FIRST: Readonly<Record<SortKey, boolean>> = { date: true, arrival: true, size: true, from: false, subject: false }

/** The order of an index: as it is asked for, else as the person prefers. */
export function indexOrder(
  asked: { readonly sort?: SortKey | undefined; readonly reverse?: boolean | undefined },
  preferences: Pick<PreferenceValues, 'index.sort' | 'index.newest_first'>,
): { readonly sort: SortKey; readonly reverse: boolean } {
  const sort = asked.sort ?? preferences['index.sort']
  const preferred = FALLS_FIRST[sort] && (asked.sort !== undefined || preferences['index.newest_first'])
  return { sort, reverse: asked.reverse ?? preferred }
}
