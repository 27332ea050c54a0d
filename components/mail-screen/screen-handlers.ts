import type { ChangeEvent, FormEvent, MouseEvent, PointerEvent, FocusEvent } from 'react'
import { MESSAGE_ACTIONS } from '#lib/mail/index-page.ts'
import type { CompositionDesk } from './composing/composition-desk.ts'
import type { MailController } from './mail-controller.ts'
import { reach } from '../mail-state/mail-state.ts'
import type { MailStore } from '../mail-state/mail-store.ts'
import { readPlace } from '../mail-state/place.ts'

/*
 * The screen listens at its root: links and forms stay the plain ones that work without scripts, and what is missing here
 * simply goes the long way.
 */

export interface ScreenHandlers {
  onClick(event: MouseEvent<HTMLElement>): void
  onSubmit(event: FormEvent<HTMLElement>): void
  onChange(event: ChangeEvent<HTMLElement>): void
  onPointerOver(event: PointerEvent<HTMLElement>): void
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onFocus(event: FocusEvent<HTMLElement>): void
}

export interface HandlerParts {
  readonly controller: MailController
  readonly store: MailStore
  readonly base: string
  readonly desk: CompositionDesk
  /** Where compositions begin; undefined where each has a page of its own. */
  readonly compositions: string | undefined
  readonly setTreeOpen: (open: boolean) => void
}

/** A pointer that rests this long on a row means it. */
const INTENT_MS = 60

export function screenHandlers(parts: HandlerParts): ScreenHandlers {
  let intent: ReturnType<typeof setTimeout> | undefined
  return {
    onClick: (event) => followLink(event, parts),
    onSubmit: (event) => submitForm(event, parts),
    onChange: (event) => chooseRows(event, parts),
    onPointerOver: (event) => {
      clearTimeout(intent)
      if (beginsComposition(event.target)) parts.desk.prepare()
      const look = event.pointerType === 'mouse' ? lookAhead(event.target, parts) : undefined
      if (look) intent = setTimeout(look, INTENT_MS)
    },
    // A press is a click to be: what is fetched with it has a head start of as long as a finger takes. A finger may as well begin to scroll.
    onPointerDown: (event) => {
      if (event.pointerType !== 'mouse' || event.button !== 0) return
      clearTimeout(intent)
      lookAhead(event.target, parts)?.()
    },
    onFocus: (event) => {
      if (beginsComposition(event.target)) parts.desk.prepare()
      if (event.target instanceof HTMLAnchorElement) lookAhead(event.target, parts)?.()
    },
  }
}

/** Whether a click there begins a composition. */
function beginsComposition(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-form=compose]') !== null
}

/** How to fetch what a click there would show: the message of a row, or what stands before or after. */
function lookAhead(target: EventTarget, { controller, base }: HandlerParts): (() => void) | undefined {
  if (!(target instanceof Element)) return undefined
  const id = target.closest<HTMLElement>('tr[data-id]')?.dataset.id
  if (id !== undefined) return () => controller.prefetch(id)
  const link = target.closest<HTMLAnchorElement>('a[rel=next], a[rel=prev]')
  const place = link ? readPlace(new URL(link.href), base) : undefined
  if (!place) return undefined
  const { message } = place
  return message === undefined ? () => controller.prefetchPage(place) : () => controller.prefetch(message)
}

function followLink(event: MouseEvent<HTMLElement>, { controller, base, setTreeOpen, store, desk }: HandlerParts): void {
  const { target } = event
  if (!(target instanceof Element)) return
  closeMenus(target)
  const link = target.closest('a')
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (link.target !== '' || link.hasAttribute('download')) return
  const hash = link.getAttribute('href') ?? ''
  if (hash === '#mailboxes' || hash === '#content') {
    event.preventDefault()
    setTreeOpen(hash === '#mailboxes')
    return
  }
  if (desk.follow(link.pathname)) return event.preventDefault()
  // The way back from a composition leads to what it covers.
  const place = 'back' in link.dataset ? store.state().place : readPlace(new URL(link.href), base)
  if (!place) return
  event.preventDefault()
  setTreeOpen(false)
  void controller.go(place).then((reached) => reached && settle(store))
}

/** Puts eyes and focus where the new content is: the top of the message, or of the list. */
export function settle(store: MailStore): void {
  const { place } = store.state()
  requestAnimationFrame(() => {
    if (place.message !== undefined) {
      document.querySelector('[data-scroll=message]')?.scrollTo({ top: 0 })
      document.querySelector<HTMLElement>('#subject')?.focus({ preventScroll: true })
    } else document.querySelector('[data-scroll=index]')?.scrollTo({ top: 0 })
    if (document.documentElement.scrollHeight > window.innerHeight) window.scrollTo({ top: 0 })
  })
}

function closeMenus(target: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]') ?? []) if (!target || !menu.contains(target)) menu.open = false
}

function submitForm(event: FormEvent<HTMLElement>, { controller, store, base, desk, compositions }: HandlerParts): void {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
  const submitter = (event.nativeEvent as SubmitEvent).submitter
  const fields = new FormData(form, submitter)
  if ((submitter?.getAttribute('formaction') ?? form.getAttribute('action')) === compositions) {
    event.preventDefault()
    void desk.begin([...fields].map(([name, value]) => [name, String(value)] as const))
    return
  }
  const text = (name: string): string => String(fields.get(name) ?? '')
  if (form.dataset.form === 'search') {
    const place = readPlace(new URL(form.action), base)
    if (!place) return
    event.preventDefault()
    const search = text('q').trim()
    void controller.go({ ...place, query: search === '' ? {} : { search } })
    return
  }
  if (form.dataset.form !== 'messages' && form.dataset.form !== 'message') return
  const action = MESSAGE_ACTIONS.find((name) => name === text('action'))
  if (!action) return
  event.preventDefault()
  const state = store.state()
  const ids = form.dataset.form === 'message' ? [text('message')] : [...state.chosen]
  const target = text('target')
  closeMenus(null)
  void controller.change(action, ids, action === 'move' || action === 'copy' ? target : undefined)
}

function chooseRows(event: ChangeEvent<HTMLElement>, { store }: HandlerParts): void {
  const box = event.target
  if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return
  const { index, anchor } = store.state()
  if ('chooseAll' in box.dataset) {
    store.dispatch({ type: 'chose', ids: index?.messages.map(({ id }) => id) ?? [], on: box.checked })
  } else if (box.name === 'message') {
    const isReach = (event.nativeEvent as globalThis.MouseEvent).shiftKey
    store.dispatch({ type: 'chose', ids: isReach ? reach(index, anchor, box.value) : [box.value], on: box.checked, anchor: box.value })
  }
}
