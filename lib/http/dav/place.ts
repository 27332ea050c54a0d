import type { Urls } from '#lib/api/urls.ts'

/** What a path under `/dav/` names. */
export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'principal'; readonly user: string }
  | { readonly kind: 'home'; readonly user: string }
  | { readonly kind: 'book'; readonly user: string; readonly book: string }
  | { readonly kind: 'card'; readonly user: string; readonly book: string; readonly card: string }

/** The place of a path, with or without a slash at its end; undefined for none. `root` is where CardDAV begins, with its slash. */
export function readPlace(path: string, root: string): Place | undefined {
  if (`${path}/` === root) return { kind: 'root' }
  if (!path.startsWith(root)) return undefined
  const segments = segmentsOf(path.slice(root.length))
  if (segments === undefined) return undefined
  const [area, user, book, card, ...rest] = segments
  if (area === undefined) return { kind: 'root' }
  if (user === undefined || rest.length > 0) return undefined
  if (area === 'people') return book === undefined ? { kind: 'principal', user } : undefined
  if (area !== 'books') return undefined
  if (book === undefined) return { kind: 'home', user }
  return card === undefined ? { kind: 'book', user, book } : { kind: 'card', user, book, card }
}

function segmentsOf(path: string): readonly string[] | undefined {
  try {
    const segments = path.replace(/\/$/, '').split('/').map(decodeURIComponent)
    if (segments.length === 1 && segments[0] === '') return []
    return segments.every(isSegment) ? segments : undefined
  } catch {
    return undefined // not percent-encoded UTF-8
  }
}

/** What a browser or a proxy would take for a way up is no name. */
function isSegment(segment: string): boolean {
  return segment.length <= 255 && !['', '.', '..'].includes(segment) && !/[\p{Cc}/]/u.test(segment)
}

/** The path of a place, as `readPlace` reads it. */
export function writePlace(place: Place, { dav }: Pick<Urls, 'dav'>): string {
  switch (place.kind) {
    case 'root':
      return dav.root()
    case 'principal':
      return dav.principal(place.user)
    case 'home':
      return dav.home(place.user)
    case 'book':
      return dav.book(place.user, place.book)
    case 'card':
      return dav.card(place.user, place.book, place.card)
  }
}
