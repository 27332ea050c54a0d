import { urls } from '#lib/api/urls.ts'
import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import { BROWSER_MEANS } from './browser-means.ts'
import { SharedStream } from './shared-stream.ts'

/** A tab that nobody looks at needs no stream of its own; it hears what there is when it is looked at again. */
const HIDDEN_MS = 60_000

/** Hears what happens on the site: from the mail screen's stream where this page has one, else from one of this page's own, or of another tab. */
export function listenToSite(base: string, tell: (event: MailboxEvent) => void): () => void {
  const hear = (data: string): void => tell(JSON.parse(data) as MailboxEvent)
  const name = `postern${base}`
  const heard = (said: unknown): void => {
    const { type, data } = said as { readonly type: string; readonly data?: string }
    if (type === 'event' && data !== undefined) hear(data)
  }
  // The mail screen's stream tells the whole browser.
  if (document.querySelector('[data-live]')) {
    const channel = BROWSER_MEANS.openChannel(name, heard)
    return () => channel.close()
  }
  return whileLookedAt(() => new SharedStream(undefined, { name, urlOf: urls(base).api.events, hear, means: BROWSER_MEANS }))
}

function whileLookedAt(open: () => { close(): void }): () => void {
  let ear: { close(): void } | undefined = open()
  let hiding: ReturnType<typeof setTimeout> | undefined
  const close = (): void => {
    ear?.close()
    ear = undefined
  }
  const look = (): void => {
    clearTimeout(hiding)
    if (document.visibilityState === 'hidden') hiding = setTimeout(close, HIDDEN_MS)
    else ear ??= open()
  }
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    clearTimeout(hiding)
    close()
  }
}
