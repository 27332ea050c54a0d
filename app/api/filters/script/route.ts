import { filterQuery } from '#lib/api/filter-shapes.ts'
import { readFilter } from '#lib/gateway/filters/read-filter.ts'
import { contentDisposition } from '#lib/http/content/content-disposition.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { filterDesk, hasFilters } from '#lib/http/filters/filter-desk.ts'
import { accountRoute } from '#lib/http/route.ts'
import { withModule } from '#lib/http/wiring.ts'

/** A filter as a file, octet for octet. */
export const GET = withModule('filters', accountRoute({ query: filterQuery, admits: hasFilters }, signedIn, async ({ session, query, signal }) => {
  const { content } = await readFilter(filterDesk(session, signal), query.name)
  // RFC 5228 §6: the media type of scripts. Always saved, never shown in the page's place.
  return new Response(new Uint8Array(content), { headers: { 'Content-Type': 'application/sieve; charset=utf-8', 'Content-Disposition': contentDisposition('attachment', `${query.name}.sieve`), 'X-Content-Type-Options': 'nosniff' } })
}))
