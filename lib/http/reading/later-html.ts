import type { DocumentRequest } from '#lib/gateway/message-html.ts'
import type { PageWords } from '#lib/i18n/words.ts'

/** Milliseconds that the frame of a message stays empty while its HTML is made safe. */
const PATIENCE_MS = 3_000

/** What stands in the frame when that time is over: the way to the same document, which then waits for the HTML. */
export function laterHtml(asked: URL, { details }: PageWords): NonNullable<DocumentRequest['patience']> {
  // Beside the document itself, under whatever base path it stands.
  const query = new URLSearchParams(asked.search)
  query.set('wait', '1')
  return { milliseconds: PATIENCE_MS, said: details.htmlSlow, link: details.htmlLater, url: `?${query.toString()}` }
}
