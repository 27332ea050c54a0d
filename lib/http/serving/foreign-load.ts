import type { IncomingMessage } from 'node:http'

interface Situation {
  /** Below the base path. */
  readonly path: string
  /** Whether some page elsewhere may frame ours; which one is for the policy to say. */
  readonly mayBeFramed: boolean
}

const OF_NOBODY = /^\/(?:mail-content\/|pdf-viewer\/[0-9a-f]{16}\/(?!viewer\.html))/

/**
 * True when a page of another site wants something of ours for itself: as a script, a picture, data, in a frame (Fetch Metadata
 * §4, "resource isolation"). Links that lead here are followed, and posts are judged by their routes. Browsers that say nothing
 * are judged by nothing here. Pictures of a message are asked for by its frame, whose origin is nobody's, and so are the files that
 * draw a PDF, which say nothing of anybody.
 */
export function isForeignLoad({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, { path, mayBeFramed }: Situation): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination = '' } = headers
  if (site === undefined || site === 'same-origin' || site === 'none' || OF_NOBODY.test(path)) return false
  if (method !== 'GET' && method !== 'HEAD') return method === 'OPTIONS'
  const isPage = destination === 'document' || (mayBeFramed && (destination === 'iframe' || destination === 'frame'))
  return mode !== 'navigate' || !isPage
}
