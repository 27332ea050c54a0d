import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { urls } from '#lib/api/urls.ts'
import { useZone } from '../words/use-zone.ts'
import { useFormats, useWords } from '../words/words-context.ts'
import type { ActionSituation, MailControl } from '../actions/define-action.ts'
import type { CompositionDesk, DeskState } from './composing/composition-desk.ts'
import { makeDesk } from './composing/make-desk.ts'
import { useDesk } from './composing/use-desk.ts'
import { explainFailure, httpMailClient } from './http-mail-client.ts'
import { MailController } from './mail-controller.ts'
import type { MailScreenProps } from './mail-screen-props.ts'
import type { MailState } from '../mail-state/mail-state.ts'
import { MailStore } from '../mail-state/mail-store.ts'
import { messageRef, readPlace } from '../mail-state/place.ts'
import { showUnread } from '../live/app-badge.ts'
import { showDesktopNotice } from '../live/desktop-notice.ts'
import { OwnPosts } from '../live/own-posts.ts'
import { afterOpenFrame, loadFrameAhead, tendFrames } from '../message-view/frames-ahead.ts'
import { screenControl } from './screen-control.ts'
import { screenHandlers, type HandlerParts, type ScreenHandlers } from './screen-handlers.ts'
import { showsPlainHtml } from './screen-preferences.ts'
import { clockOf, makeSurroundings, type Surroundings } from './site.ts'
import { noticeOfNews, type News } from '../live/news.ts'
import { useLiveUpdates } from './use-live-updates.ts'
import { useSeenLater } from './seen/use-seen-later.ts'
import { useShortcuts } from './use-shortcuts.ts'

export interface Mail {
  readonly state: MailState
  readonly desk: CompositionDesk
  readonly composing: DeskState
  readonly surroundings: Surroundings
  /** False on the server and until the script runs. */
  readonly isEnhanced: boolean
  readonly handlers: ScreenHandlers
  readonly isTreeOpen: boolean
  readonly showsShortcuts: boolean
  undo(): void
  dismiss(): void
  hideShortcuts(): void
}

/** How long what was done can be read, and taken back. */
const SAYING_MS = 12_000

/** Everything behind the mail screen, for as long as the page lives. */
export function useMail(props: MailScreenProps): Mail {
  const words = useWords()
  const { site } = props
  const [isTreeOpen, setTreeOpen] = useState(false)
  const [showsShortcuts, setShowsShortcuts] = useState(false)
  const [store] = useState(() => new MailStore(initialState(props)))
  const state = useSyncExternalStore(store.subscribe, store.state, store.state)
  const [desk] = useState(() => makeDesk({ urls: urls(site.base), browser: BROWSER, store, words }, props.open))
  const composing = useDesk(desk)
  usePrepared(desk, state.message !== undefined)
  useTendedFrames(state.message?.id, showsPlainHtml(site.preferences))
  const isCovered = composing.shown !== undefined
  const surroundings = useSurroundings(props)

  const parts = useMemo(() => {
    const made = urls(site.base)
    const tell = (news: News): void => {
      const notice = noticeOfNews(words, store.state().mailboxes, news)
      if (notice) showDesktopNotice(notice)
    }
    const onNews = site.preferences['notifications.desktop'] ? tell : undefined
    const controller = new MailController({
      client: httpMailClient(made),
      urls: made,
      browser: { ...BROWSER, visit: (url, how) => {
        BROWSER.visit(url, how)
        desk.hide()
      }, leave: (url) => {
        // Whoever is writing is asked for the password where they write.
        if (desk.state().shown === undefined) BROWSER.leave(url)
      }, whenFree: (task) => desk.whenFree(task) },
      state: store.state,
      dispatch: store.dispatch,
      words,
      explain: (error) => explainFailure(words, error),
      habits: site.preferences,
      ...(onNews ? { onNews } : {}),
      onHtml: (mailbox, id, section) => {
        const ref = messageRef(mailbox, id)
        if (ref && showsPlainHtml(site.preferences)) loadFrameAhead(made.api.html(ref, section, {}), words.message.htmlFrame)
      },
    })
    return { controller, urls: made, store, base: site.base, onNews, desk, compositions: site.isTextBrowser ? undefined : made.api.compositions() }
  }, [site.base, site.isTextBrowser, site.preferences, store, words, desk])

  const handlers = useMemo(() => screenHandlers({ ...parts, setTreeOpen }), [parts])
  const control = useMemo((): ((situation: ActionSituation) => MailControl) => screenControl({ ...parts, setShowsShortcuts, setTreeOpen }), [parts])
  useShortcuts(store, control, site.preferences['keyboard.single_keys'] && !isCovered)
  useSeenLater(parts.controller, isCovered ? { ...state, message: undefined } : state, site.preferences)
  useLiveUpdates(parts, state.place.mailbox, site.preferences['notifications.live'])
  useHistory(parts)
  useEffect(() => POSTS.watch(window), [])
  useDismissal(store, state)
  useBoxes(store, state)
  useAppBadge(state)

  return {
    state,
    desk,
    composing,
    surroundings,
    isEnhanced: useIsEnhanced(),
    handlers,
    isTreeOpen,
    showsShortcuts,
    undo: () => void parts.controller.undo(),
    dismiss: () => store.dispatch({ type: 'said', saying: undefined }),
    hideShortcuts: () => setShowsShortcuts(false),
  }
}

/** Somebody has gone back or forward in this page. */
let hasTraversed = false

const POSTS = new OwnPosts()

const BROWSER = {
  visit(url: string, how: 'push' | 'replace' | 'none'): void {
    // A step that has the framework's own state is left alone by it; for any other it draws itself anew and writes the address once more. Once
    // it has followed somebody back it writes addresses later by itself, so that from then on it has to know of each.
    const state: unknown = hasTraversed ? null : window.history.state
    if (how === 'push') window.history.pushState(state, '', url)
    if (how === 'replace') window.history.replaceState(state, '', url)
  },
  leave: (url: string): void => {
    if (POSTS.mayLeave) window.location.assign(url)
  },
  whenIdle(task: () => void): void {
    const whenShown = (): void => afterOpenFrame(task)
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) window.requestIdleCallback(whenShown, { timeout: 500 })
    else setTimeout(whenShown, 100)
  },
}

function initialState({ mailboxes, place, index, message, saying }: MailScreenProps): MailState {
  return { mailboxes, place, index, message, saying, chosen: new Set(), cursor: place.message, anchor: undefined, going: undefined, announcement: '' }
}

const nothing = (): (() => void) => () => undefined

function useIsEnhanced(): boolean {
  return useSyncExternalStore(nothing, () => true, () => false)
}

/** What holds for the whole screen, by the reader's clocks. */
function useSurroundings({ site }: MailScreenProps): Surroundings {
  const zone = useZone(site)
  const formats = useFormats()
  return useMemo(() => ({ ...makeSurroundings(site, formats), zone, dates: formats.dates(clockOf({ ...site, zone })) }), [site, zone, formats])
}

/** Back and forward show again what was there, without a reload. */
function useHistory({ controller, base, desk }: Pick<HandlerParts, 'controller' | 'base' | 'desk'>): void {
  useEffect(() => {
    const onPopState = (): void => {
      hasTraversed = true
      const isHere = desk.show(window.location.pathname)
      if (isHere !== undefined) return isHere ? undefined : window.location.reload()
      const place = readPlace(new URL(window.location.href), base)
      if (place) void controller.go(place, 'none')
    }
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [controller, base, desk])
}

/** Whoever reads a message may answer it. */
function usePrepared(desk: CompositionDesk, isReading: boolean): void {
  useEffect(() => {
    if (isReading) BROWSER.whenIdle(() => desk.prepare())
  }, [desk, isReading])
}

/** Whatever is opened next finds a frame. */
function useTendedFrames(open: string | undefined, wantsFrames: boolean): void {
  useEffect(() => {
    if (wantsFrames) BROWSER.whenIdle(tendFrames)
  }, [open, wantsFrames])
}

function useDismissal(store: MailStore, { saying }: MailState): void {
  useEffect(() => {
    if (!saying || saying.kind === 'problem') return undefined
    const timer = setTimeout(() => store.dispatch({ type: 'said', saying: undefined }), SAYING_MS)
    return () => clearTimeout(timer)
  }, [store, saying])
}

/**
 * Boxes keep their own state, so that they work before any script does: what was ticked until then is taken over, after
 * that they follow the choice.
 */
function useBoxes(store: MailStore, { chosen, index }: MailState): void {
  const isTakenOver = useRef(false)
  useEffect(() => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=message][type=checkbox]')]
    if (isTakenOver.current) for (const box of boxes) box.checked = chosen.has(box.value)
    const ticked = isTakenOver.current ? [] : boxes.filter(({ checked }) => checked).map(({ value }) => value)
    isTakenOver.current = true
    if (ticked.length > 0) store.dispatch({ type: 'chose', ids: ticked, on: true })
  }, [store, chosen, index])
}

/** The number that the title has, on the icon of the installed application: always that of the inbox. */
function useAppBadge({ mailboxes }: MailState): void {
  const unread = mailboxes.find(({ name }) => name === 'INBOX')?.unseen
  useEffect(() => {
    if (unread !== undefined) showUnread(unread)
  }, [unread])
}
