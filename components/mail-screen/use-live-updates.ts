import { useEffect, useRef } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { MailboxEvent } from '#lib/mail/mailbox-event.ts'
import { BROWSER_MEANS } from '../live/browser-means.ts'
import { SharedStream } from '../live/shared-stream.ts'
import type { CompositionDesk } from './composing/composition-desk.ts'
import type { MailController } from './mail-controller.ts'
import type { MailStore } from '../mail-state/mail-store.ts'
import { newsElsewhere, type News } from '../live/news.ts'

interface LiveParts {
  readonly controller: MailController
  readonly store: MailStore
  readonly urls: Urls
  readonly base: string
  /** Told of what has come into another mailbox than the open one. A tab that tells listens also while nobody looks at it. */
  readonly onNews: ((news: News) => void) | undefined
  readonly desk: Pick<CompositionDesk, 'whenFree'>
}

/** A tab that nobody looks at needs no news; it catches up when it is looked at again. */
const HIDDEN_MS = 60_000
/** By then a tab knows whether it has the stream. What came between the making of its page and its first listening it must ask for if it has not. */
const JOINED_MS = 300
/** Several events of one delivery are one piece of news. */
const GATHER_MS = 40

/** Keeps tree and index as the server has them while the page is seen. */
export function useLiveUpdates({ controller, store, urls, base, onNews, desk }: LiveParts, mailbox: string, isLive: boolean): void {
  const stream = useRef<SharedStream>(undefined)
  useEffect(() => {
    if (!isLive) return undefined
    let gathering: ReturnType<typeof setTimeout> | undefined
    let joining: ReturnType<typeof setTimeout> | undefined
    let hiding: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        void controller.refresh()
      }, GATHER_MS)
    }
    const open = (): void => {
      stream.current ??= new SharedStream(store.state().place.mailbox, {
        name: `postern${base}`,
        urlOf: urls.api.events,
        hear: (data) => hear(data, { store, refresh, onNews, desk }),
        means: BROWSER_MEANS,
      })
      clearTimeout(joining)
      joining = setTimeout(() => stream.current?.isHolder === false && refresh(), JOINED_MS)
    }
    const close = (): void => {
      stream.current?.close()
      stream.current = undefined
    }
    const onVisibility = (): void => {
      clearTimeout(hiding)
      if (document.visibilityState !== 'hidden') {
        if (stream.current) return
        open()
        refresh()
      } else if (!onNews) hiding = setTimeout(close, HIDDEN_MS)
    }
    open()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(gathering)
      clearTimeout(hiding)
      clearTimeout(joining)
      close()
    }
  }, [controller, store, urls, base, onNews, desk, isLive])
  useEffect(() => stream.current?.watch(mailbox), [mailbox])
}

function hear(data: string, { store, refresh, onNews, desk }: Pick<LiveParts, 'store' | 'onNews' | 'desk'> & { refresh: () => void }): void {
  const event = JSON.parse(data) as MailboxEvent
  if (event.kind === 'signed-out') desk.whenFree(() => window.location.reload())
  else if (event.kind === 'mailbox-changed' && event.mailbox !== store.state().place.mailbox && event.unseen !== undefined) {
    const { mailboxes } = store.state()
    const { unseen, messages } = event
    const counted = mailboxes.map((mailbox) => (mailbox.name === event.mailbox ? { ...mailbox, unseen, ...(messages === undefined ? {} : { messages }) } : mailbox))
    store.dispatch({ type: 'tree', mailboxes: counted })
    for (const news of newsElsewhere(mailboxes, counted, store.state().place.mailbox)) onNews?.(news)
  } else if (event.kind === 'mailbox-changed' || event.kind === 'watching') refresh()
}
