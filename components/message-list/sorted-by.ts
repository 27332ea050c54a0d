import type { IndexQuery } from '#lib/api/urls.ts'
import type { IndexPage, SortKey } from '#lib/mail/index-page.ts'
import { FALLS_FIRST } from '#lib/mail/preferences/index-order.ts'

/** The query that sorts by this column, from its first page; the same column once more turns the order round. */
export function sortedBy(query: IndexQuery, { sort, reverse }: Pick<IndexPage, 'sort' | 'reverse'>, key: SortKey): IndexQuery {
  const isSame = sort === key || (sort === 'arrival' && key === 'date')
  const turned = isSame ? !reverse : FALLS_FIRST[key]
  return { ...(query.search ? { search: query.search } : {}), sort: key, reverse: turned }
}

/** The numbers of the first and last row of this page, from 1; 0 and 0 where there are none. */
export function rangeOf({ page, pageSize, total, messages }: Pick<IndexPage, 'page' | 'pageSize' | 'total' | 'messages'>): { first: number; last: number; hasNext: boolean } {
  if (messages.length === 0) return { first: 0, last: 0, hasNext: false }
  const first = (page - 1) * pageSize + 1
  const last = first + messages.length - 1
  return { first, last, hasNext: page * pageSize < total }
}
