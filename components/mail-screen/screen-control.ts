import type { CompositionKind } from '#lib/mail/composition.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { ActionSituation, MailControl } from '../actions/define-action.ts'
import type { MailController } from './mail-controller.ts'
import type { MailState } from '../mail-state/mail-state.ts'
import type { MailStore } from '../mail-state/mail-store.ts'
import { settle } from './screen-handlers.ts'

export interface ControlParts {
  readonly controller: MailController
  readonly store: MailStore
  readonly setShowsShortcuts: (shows: boolean) => void
  readonly setTreeOpen: (open: boolean) => void
}

/** What actions would act on now. */
export function situationOf({ index, message, place, chosen, cursor, mailboxes }: MailState): ActionSituation {
  const rows = index?.messages ?? []
  const pick = (): readonly MessageSummary[] => {
    if (chosen.size > 0) return rows.filter(({ id }) => chosen.has(id))
    if (message && place.message !== undefined) return [message]
    return rows.filter(({ id }) => id === cursor)
  }
  return { messages: pick(), writable: index?.writable ?? false, mailboxUse: mailboxes.find(({ name }) => name === place.mailbox)?.specialUse }
}

/** The screen as actions see it. */
export function screenControl(parts: ControlParts): (situation: ActionSituation) => MailControl {
  const { controller, store, setShowsShortcuts } = parts
  const find = <E extends HTMLElement>(selector: string): E | null => document.querySelector<E>(selector)
  const open = (id: string): Promise<boolean> => controller.go({ ...store.state().place, message: id, show: {} })
  return (situation) => ({
    ...situation,
    change: (action) => void controller.change(action, situation.messages.map(({ id }) => id)),
    compose: (kind) => find<HTMLButtonElement>(composeButton(kind))?.click(),
    walk: (step) => walk(step, parts),
    open: () => {
      const [message] = situation.messages
      if (message) void open(message.id).then((reached) => reached && settle(store))
    },
    toggleChosen: () => {
      const { cursor, chosen, index } = store.state()
      const id = cursor ?? index?.messages[0]?.id
      if (id !== undefined) store.dispatch({ type: 'chose', ids: [id], on: !chosen.has(id), anchor: id })
    },
    focusSearch: () => find<HTMLInputElement>('input[type=search]')?.focus(),
    focusMove: () => {
      const menu = find<HTMLDetailsElement>(store.state().chosen.size > 0 ? '[data-form=messages] details[data-move]' : '[data-form=message] details[data-move]')
      if (!menu) return
      menu.open = true
      menu.querySelector('select')?.focus()
    },
    goToInbox: () => void controller.go({ mailbox: 'INBOX', query: {}, show: {} }),
    showShortcuts: () => setShowsShortcuts(true),
    back: () => back(parts),
  })
}

/** A composition begins by its form, with scripts or without. */
function composeButton(kind: CompositionKind): string {
  return `[data-form=compose] button[value=${kind}]`
}

/** Moves the cursor; where a message is open, the next one opens in its place. */
function walk(step: 1 | -1, { controller, store }: ControlParts): void {
  const { index, cursor, place } = store.state()
  const ids = index?.messages.map(({ id }) => id) ?? []
  const at = ids.indexOf(cursor ?? '')
  const next = at === -1 ? ids[step === 1 ? 0 : ids.length - 1] : ids[at + step]
  if (next === undefined) return
  store.dispatch({ type: 'cursor', id: next })
  const row = document.querySelector(`tr[data-id="${next}"]`)
  row?.scrollIntoView({ block: 'nearest' })
  if (place.message !== undefined) void controller.go({ ...place, message: next, show: {} }, 'replace')
  // The one under the cursor may be opened, the one after it will be.
  for (const id of [next, ids[ids.indexOf(next) + step]]) if (id !== undefined) controller.prefetch(id)
}

/** Takes back one thing, the topmost: menu, list of mailboxes, choice, message. */
function back({ controller, store, setTreeOpen }: ControlParts): void {
  const menu = document.querySelector<HTMLDetailsElement>('details[data-menu][open]')
  const { chosen, place } = store.state()
  setTreeOpen(false)
  if (menu) menu.open = false
  else if (chosen.size > 0) store.dispatch({ type: 'chose', ids: [...chosen], on: false })
  else if (place.message !== undefined) void controller.go({ mailbox: place.mailbox, query: place.query, show: {} })
}
