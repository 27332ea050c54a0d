import type { Urls } from '#lib/api/urls.ts'
import type { Words } from '#lib/i18n/words.ts'
import type { IndexPage, MessageAction, MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { labelOf } from '../mailbox-tree/mailbox-label.ts'
import { removes } from '../mail-state/apply-action.ts'
import type { MailClient, Moved } from './mail-client.ts'
import { newsElsewhere, type News } from '../live/news.ts'
import { neighbourOf, type MailEvent, type MailState, type Saying } from '../mail-state/mail-state.ts'
import { AheadCache } from './ahead-cache.ts'
import type { ScreenPreferences } from './screen-preferences.ts'
import { isSameIndex, messageRef, openedShow, placeUrl, type Place } from '../mail-state/place.ts'

export interface Browser {
  /** Makes `url` the address of the page; 'none' where it is already. */
  visit(url: string, how: HistoryStep): void
  /** Leaves for another page. */
  leave(url: string): void
  /** Does what nobody asked for and would take the page from whoever writes in it, when nobody does. */
  whenFree(task: () => void): void
  /** Runs what can wait until the page has shown what it was asked for. */
  whenIdle(task: () => void): void
}

export type HistoryStep = 'push' | 'replace' | 'none'

export interface ControllerParts {
  readonly client: MailClient
  readonly urls: Urls
  readonly words: Words
  readonly browser: Browser
  readonly state: () => MailState
  readonly dispatch: (event: MailEvent) => void
  /** The words for what went wrong, or 'sign-in' where the session has ended; undefined for what was given up. */
  readonly explain: (error: unknown) => Saying | 'sign-in' | undefined
  readonly habits: Pick<ScreenPreferences, 'reading.mark_seen' | 'reading.after_removal'>
  /** Told of HTML that is about to be shown, or may be: of messages that are fetched before anybody opened them, and while they are opened. */
  readonly onHtml?: (mailbox: string, id: string, section: string) => void
  /** Told of what has come in. */
  readonly onNews?: (news: News) => void
}

/** What a place shows. */
interface Sight {
  readonly index: IndexPage | undefined
  readonly message: MessageView | undefined
}

/** A larger message may be one that its reader is asked about first; `reading.ask_above` counts megabytes. */
const UNASKED_OCTETS = 1_000_000
/** A screen that waits longer than that says so. */
const BUSY_MS = 120

/** Moves the mail screen: fetches what a place shows, changes messages ahead of the server and takes it back if need be. */
export class MailController {
  readonly #parts: ControllerParts
  readonly #messages = new AheadCache<MessageView>({ most: 40, freshMs: 120_000 })
  /** Pages of an index; given up as soon as the mailbox is known to have changed. */
  readonly #pages = new AheadCache<IndexPage>({ most: 6, freshMs: 30_000 })
  #journey: AbortController | undefined
  /** Changes that are on their way, and how many there have been: news from before one would show what was before it. */
  #pending = 0
  #changes = 0
  /** News came while a change was on its way. */
  #isBehind = false
  #refreshing = false
  /** News came while others were being fetched. */
  #isStale = false

  constructor(parts: ControllerParts) {
    this.#parts = parts
  }

  /**
   * Shows a place: at once where everything is at hand, before this returns; else the screen stays as it is until it is
   * there. Resolves to whether it was reached.
   */
  async go(place: Place, how: HistoryStep = 'push', saying?: Saying): Promise<boolean> {
    const { dispatch, urls } = this.#parts
    this.#journey?.abort()
    const journey = (this.#journey = new AbortController())
    const atHand = this.#atHand(place)
    if (atHand) return this.#arrive(place, atHand, how, saying)
    // What comes at once is not announced: to say so would cost as much as to show it.
    const waiting = setTimeout(() => journey.signal.aborted || dispatch({ type: 'going', place }), BUSY_MS)
    try {
      const coming = Promise.all([this.#index(place, journey.signal), this.#message(place)])
      this.#announceHtml(place)
      const [index, message] = await coming
      return journey.signal.aborted ? false : this.#arrive(place, { index, message }, how, saying)
    } catch (error) {
      if (!journey.signal.aborted) this.#fail(error, placeUrl(urls, place), (why) => dispatch({ type: 'stayed', saying: why }))
      if (place.message !== undefined && !journey.signal.aborted) void this.refresh()
      return false
    } finally {
      clearTimeout(waiting)
    }
  }

  #arrive(place: Place, { index, message }: Sight, how: HistoryStep, saying: Saying | undefined): true {
    const { dispatch, state, browser, urls, habits } = this.#parts
    browser.visit(placeUrl(urls, place), how)
    dispatch({ type: 'arrived', place, index, message, ...(saying ? { saying } : {}) })
    if (message && !message.seen && !message.isWithheld && state().index?.writable !== false && habits['reading.mark_seen'] === 'when-opened') void this.change('mark-seen', [message.id])
    browser.whenIdle(() => {
      if (message?.next !== undefined) this.prefetch(message.next)
      // Who turned one page will turn another.
      if (!message && index && index.page > 1 && index.page * index.pageSize < index.total) this.prefetchPage({ ...place, query: { ...place.query, page: index.page + 1 } })
    })
    return true
  }

  /** Fetches a message that will probably be opened next. Says nothing when it fails. */
  prefetch(id: string): void {
    const { place } = this.#parts.state()
    if (id === place.message) return
    this.#message({ ...place, message: id, show: {} }).then((message) => {
      const html = message?.bodies.find(({ kind }) => kind === 'html')
      if (message && html) this.#parts.onHtml?.(message.mailbox, message.id, html.section)
    }, () => undefined) // asked again, with words, when it is opened
  }

  /** The HTML of a message need not wait for the message, where its row says which part that is. */
  #announceHtml({ mailbox, message: id, show }: Place): void {
    const { index, message } = this.#parts.state()
    const row = index?.mailbox === mailbox && id !== message?.id ? index.messages.find((each) => each.id === id) : undefined
    if (row?.htmlSection !== undefined && row.size <= UNASKED_OCTETS && Object.keys(show).length === 0) this.#parts.onHtml?.(mailbox, row.id, row.htmlSection)
  }

  /** Fetches a page of an index that will probably be turned to next. Says nothing when it fails. */
  prefetchPage(place: Place): void {
    if (!isSameIndex(place, this.#parts.state().place)) this.#page(place).catch(() => undefined) // asked again, with words, when it is turned to
  }

  /** Changes messages of the open mailbox; the screen shows it at once and takes it back when the server refuses. */
  async change(action: MessageAction, ids: readonly string[], target?: string): Promise<void> {
    const { state, dispatch, client, habits } = this.#parts
    const before = state()
    const { mailbox } = before.place
    if (ids.length === 0) return dispatch({ type: 'said', saying: { kind: 'notice', sentence: this.#parts.words.actions.chooseFirst } })
    const closesMessage = removes(action) && ids.includes(before.place.message ?? '')
    const after = closesMessage && habits['reading.after_removal'] === 'next' ? neighbourOf(before.index, ids, before.place.message) : undefined
    dispatch({ type: 'changed', action, ids })
    if (removes(action)) this.#messages.clear()
    this.#pages.clear()
    this.#pending += 1
    this.#changes += 1
    try {
      if (closesMessage) await this.go(withMessage(before.place, after), 'replace')
      const moved = await client.change(mailbox, { action, messages: ids, ...(target === undefined ? {} : { target }) })
      dispatch({ type: 'said', saying: this.#done(action, ids.length, { mailbox, target, moved }) })
    } catch (error) {
      this.#fail(error, placeUrl(this.#parts.urls, before.place), (saying) => dispatch({ type: 'restored', before, saying }))
    } finally {
      this.#pending -= 1
    }
    if (removes(action) || action === 'copy' || this.#isBehind) await this.refresh()
  }

  /** Brings back what the last change moved away. */
  async undo(): Promise<void> {
    const { state, dispatch, client } = this.#parts
    const step = state().saying?.undo
    if (!step) return
    try {
      await client.change(step.from, { action: 'move', messages: step.ids, target: step.to })
      dispatch({ type: 'said', saying: { kind: 'success', sentence: this.#parts.words.actions.undone } })
      await this.refresh()
    } catch (error) {
      this.#fail(error, '', (saying) => dispatch({ type: 'said', saying }))
    }
  }

  /** Fetches tree and open index again, quietly: what comes in must not disturb what somebody is doing. One at a time, so that no earlier answer comes after a later one. */
  async refresh(): Promise<void> {
    if (this.#refreshing) return void (this.#isStale = true)
    this.#refreshing = true
    try {
      do {
        this.#isStale = false
        await this.#refreshOnce()
      } while (this.#isStale)
    } finally {
      this.#refreshing = false
    }
  }

  async #refreshOnce(): Promise<void> {
    const { client, dispatch, state } = this.#parts
    const { place, index: before, mailboxes: known } = state()
    this.#pages.clear()
    this.#isBehind = this.#pending > 0
    if (this.#isBehind) return
    const changes = this.#changes
    try {
      const [mailboxes, index] = await Promise.all([client.mailboxes(), client.index(place.mailbox, place.query)])
      if (this.#changes !== changes) return void (this.#pending > 0 ? (this.#isBehind = true) : (this.#isStale = true))
      dispatch({ type: 'tree', mailboxes })
      for (const news of newsElsewhere(known, mailboxes, place.mailbox)) this.#parts.onNews?.(news)
      if (!isSameIndex(state().place, place)) return
      const arrived = arrivedIn(before, index)
      dispatch({ type: 'refreshed', index, ...(arrived.length > 0 ? { announcement: this.#parts.words.index.arrived({ count: arrived.length }) } : {}) })
      if (arrived.length > 0) this.#parts.onNews?.({ mailbox: place.mailbox, arrived })
    } catch (error) {
      if (this.#parts.explain(error) === 'sign-in') this.#parts.browser.whenFree(() => this.#fail(error, placeUrl(this.#parts.urls, place), () => undefined))
    }
  }

  /** What a place shows, where nothing of it has to be fetched. */
  #atHand(place: Place): Sight | undefined {
    const { state } = this.#parts
    const { index: shown, place: here } = state()
    const index = shown && isSameIndex(here, place) ? shown : this.#pages.ready(this.#pageKey(place))
    if (!index) return undefined
    if (place.message === undefined) return { index, message: undefined }
    const message = this.#shown(place) ?? this.#messages.ready(this.#messageKey(place))
    return message && { index, message: this.#asInRow(message) }
  }

  async #index(place: Place, signal: AbortSignal): Promise<IndexPage | undefined> {
    const { index, place: here } = this.#parts.state()
    if (index && isSameIndex(here, place)) return index
    return this.#pages.ready(this.#pageKey(place)) ?? this.#parts.client.index(place.mailbox, place.query, signal)
  }

  #page(place: Place): Promise<IndexPage> {
    return this.#pages.get(this.#pageKey(place), () => this.#parts.client.index(place.mailbox, place.query))
  }

  async #message(place: Place): Promise<MessageView | undefined> {
    const ref = place.message === undefined ? undefined : messageRef(place.mailbox, place.message)
    if (!ref) return undefined
    const shown = this.#shown(place)
    if (shown) return shown
    return this.#asInRow(await this.#messages.get(this.#messageKey(place), () => this.#parts.client.message(ref, place.query, place.show.open !== undefined)))
  }

  /** The message that is open already, if it is that one; one that is withheld is not open yet. */
  #shown(place: Place): MessageView | undefined {
    const { message, place: here } = this.#parts.state()
    return message && message.id === place.message && isSameIndex(here, place) && !(message.isWithheld && place.show.open) ? message : undefined
  }

  /** What the rows know was said later than what was fetched ahead. */
  #asInRow(message: MessageView): MessageView {
    const row = this.#parts.state().index?.messages.find(({ id }) => id === message.id)
    return row ? { ...message, seen: row.seen, flagged: row.flagged, answered: row.answered, forwarded: row.forwarded } : message
  }

  #messageKey(place: Place): string {
    return placeUrl(this.#parts.urls, { ...place, show: openedShow(place.show) })
  }

  #pageKey({ mailbox, query }: Place): string {
    return this.#parts.urls.mailbox(mailbox, query)
  }

  #done(action: MessageAction, count: number, where: { mailbox: string; target: string | undefined; moved: Moved | undefined }): Saying | undefined {
    const { words } = this.#parts
    const { mailboxes } = this.#parts.state()
    const { mailbox, target, moved } = where
    const label = target === undefined ? '' : labelOf(words, mailboxes, target)
    const undo = moved && moved.ids.length > 0 && action !== 'copy' ? { undo: { from: moved.target, to: mailbox, ids: moved.ids.map(([, after]) => after) } } : {}
    const say = (sentence: string): Saying => ({ kind: 'success', sentence, ...undo })
    switch (action) {
      case 'delete': return say(words.done.delete({ count }))
      case 'archive': return say(words.done.archive({ count }))
      case 'junk': return say(words.done.junk({ count }))
      case 'move': return say(words.done.move({ count, target: label }))
      case 'copy': return say(words.done.copy({ count, target: label }))
      default: return this.#parts.state().saying
    }
  }

  #fail(error: unknown, url: string, say: (saying: Saying) => void): void {
    const why = this.#parts.explain(error)
    if (why === 'sign-in') this.#parts.browser.leave(url)
    else if (why) say(why)
  }
}

function withMessage({ mailbox, query }: Place, message: string | undefined): Place {
  return { mailbox, query, show: {}, ...(message === undefined ? {} : { message }) }
}

/** The unread messages on that page that came after the one before was made. */
function arrivedIn(before: IndexPage | undefined, after: IndexPage): readonly MessageSummary[] {
  if (before === undefined || after.total <= before.total) return []
  const known = new Set(before.messages.map(({ id }) => id))
  return after.messages.filter(({ id, seen }) => !seen && !known.has(id))
}
