import { carddav, childOf, childrenOf, dav, nameOf, type XmlElement } from '#lib/dav/xml/element.ts'
import { readFilter, type CardFilter } from './card-filter.ts'
import { readWanted, type Wanted } from './wanted.ts'

/** The questions that a REPORT may put (RFC 6352 §8.6 and §8.7, RFC 6578 §3.2). */
export type Report =
  | { readonly kind: 'query'; readonly wanted: Wanted; readonly filter: CardFilter; readonly most: number | undefined }
  | { readonly kind: 'multiget'; readonly wanted: Wanted; readonly hrefs: readonly string[] }
  /** `token` '' for everything. */
  | { readonly kind: 'sync'; readonly wanted: Wanted; readonly token: string; readonly most: number | undefined }

/** Cards asked for by their names in one request. */
export const MOST_HREFS = 5_000

export const REPORTS = [carddav('addressbook-query'), carddav('addressbook-multiget'), dav('sync-collection')] as const

/** Undefined for a report that is not known, `invalid` for one that is badly asked. Throws FilterRefused. */
export function readReport(root: XmlElement): Report | 'invalid' | undefined {
  const wanted = readWanted(root)
  switch (nameOf(root)) {
    case REPORTS[0]:
      return wanted ? { kind: 'query', wanted, filter: readFilter(childOf(root, carddav('filter'))), most: readLimit(childOf(root, carddav('limit')), carddav('nresults')) } : 'invalid'
    case REPORTS[1]: {
      const hrefs = childrenOf(root, dav('href')).map(({ text }) => text.trim())
      return wanted && hrefs.length > 0 && hrefs.length <= MOST_HREFS ? { kind: 'multiget', wanted, hrefs } : 'invalid'
    }
    case REPORTS[2]: {
      const level = childOf(root, dav('sync-level'))?.text.trim() ?? '1'
      const token = childOf(root, dav('sync-token'))
      return wanted && token && level === '1' ? { kind: 'sync', wanted, token: token.text.trim(), most: readLimit(childOf(root, dav('limit')), dav('nresults')) } : 'invalid'
    }
    default:
      return undefined
  }
}

function readLimit(limit: XmlElement | undefined, name: ReturnType<typeof dav>): number | undefined {
  const most = Number(childOf(limit, name)?.text.trim() ?? Number.NaN)
  return Number.isInteger(most) && most > 0 ? most : undefined
}
