import type { IndexPage, MailboxSummary, MessageAction } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { applyToIndex, applyToMessage, applyToTree } from './apply-action.ts'
import type { Place } from './place.ts'

/** A sentence for the person; what is undone by `undo` is known to the screen only. */
export interface Saying {
  readonly kind: 'problem' | 'notice' | 'success'
  readonly sentence: string
  readonly hint?: string
  readonly undo?: UndoStep
}

/** Brings messages back from where an action put them. */
export interface UndoStep {
  readonly from: string
  readonly to: string
  /** Their ids where they are now. */
  readonly ids: readonly string[]
}

/** Everything that the mail screen shows. */
export interface MailState {
  readonly mailboxes: readonly MailboxSummary[]
  readonly place: Place
  readonly index: IndexPage | undefined
  readonly message: MessageView | undefined
  readonly chosen: ReadonlySet<string>
  /** The row that keys act on. */
  readonly cursor: string | undefined
  /** The row that a choice with the shift key reaches back to. */
  readonly anchor: string | undefined
  /** The place that is being fetched. */
  readonly going: Place | undefined
  readonly saying: Saying | undefined
  /** Read out politely, never shown. */
  readonly announcement: string
}

export type MailEvent =
  | { readonly type: 'going'; readonly place: Place }
  | { readonly type: 'arrived'; readonly place: Place; readonly index: IndexPage | undefined; readonly message: MessageView | undefined; readonly saying?: Saying }
  | { readonly type: 'stayed'; readonly saying: Saying }
  | { readonly type: 'refreshed'; readonly index: IndexPage; readonly announcement?: string }
  | { readonly type: 'tree'; readonly mailboxes: readonly MailboxSummary[] }
  | { readonly type: 'chose'; readonly ids: readonly string[]; readonly on: boolean; readonly anchor?: string }
  | { readonly type: 'cursor'; readonly id: string | undefined }
  | { readonly type: 'changed'; readonly action: MessageAction; readonly ids: readonly string[] }
  | { readonly type: 'restored'; readonly before: MailState; readonly saying: Saying }
  | { readonly type: 'said'; readonly saying: Saying | undefined }

/** The state after an event; pure, and the same object where nothing changed. */
export function reduceMail(state: MailState, event: MailEvent): MailState {
  switch (event.type) {
    case 'going':
      return { ...state, going: event.place }
    case 'arrived':
      return arrive(state, event)
    case 'stayed':
      return { ...state, going: undefined, saying: event.saying }
    case 'refreshed':
      return refresh(state, event.index, event.announcement)
    case 'tree':
      return { ...state, mailboxes: event.mailboxes }
    case 'chose':
      return { ...state, chosen: choose(state.chosen, event.ids, event.on), anchor: event.anchor ?? state.anchor }
    case 'cursor':
      return { ...state, cursor: event.id }
    case 'changed':
      return change(state, event.action, event.ids)
    case 'restored': {
      const { mailboxes, index, message, chosen } = event.before
      return { ...state, mailboxes, chosen, saying: event.saying, ...(index?.mailbox === state.index?.mailbox ? { index } : {}), ...(message?.id === state.message?.id ? { message } : {}) }
    }
    case 'said':
      return event.saying === state.saying ? state : { ...state, saying: event.saying }
  }
}

function arrive(state: MailState, { place, index, message, saying }: MailEvent & { type: 'arrived' }): MailState {
  const isSameList = index !== undefined && state.index?.mailbox === index.mailbox && state.index.uidValidity === index.uidValidity
  const present = new Set(index?.messages.map(({ id }) => id))
  return {
    ...state,
    place,
    index,
    message,
    saying,
    going: undefined,
    chosen: isSameList ? keep(state.chosen, present) : new Set(),
    cursor: place.message ?? (isSameList ? state.cursor : undefined),
    anchor: undefined,
  }
}

/** News of the mailbox that is shown: rows change, what the person is doing with them does not. */
function refresh(state: MailState, index: IndexPage, announcement: string | undefined): MailState {
  if (state.index?.mailbox !== index.mailbox) return state
  const present = new Set(index.messages.map(({ id }) => id))
  return { ...state, index: sharing(state.index, index), chosen: keep(state.chosen, present), announcement: announcement ?? state.announcement }
}

/** The later page with the rows of the earlier one where they say the same, so that only what changed is drawn again. */
function sharing(before: IndexPage, after: IndexPage): IndexPage {
  const known = new Map(before.messages.map((message) => [message.id, message]))
  return {
    ...after,
    messages: after.messages.map((message) => {
      const earlier = known.get(message.id)
      return earlier && JSON.stringify(earlier) === JSON.stringify(message) ? earlier : message
    }),
  }
}

function change(state: MailState, action: MessageAction, ids: readonly string[]): MailState {
  const index = state.index && applyToIndex(state.index, action, ids)
  const present = new Set(index?.messages.map(({ id }) => id))
  const isGone = state.cursor !== undefined && !present.has(state.cursor)
  return {
    ...state,
    index,
    message: state.message && applyToMessage(state.message, action, ids),
    mailboxes: state.index ? applyToTree(state.mailboxes, state.index, action, ids) : state.mailboxes,
    chosen: keep(state.chosen, present),
    cursor: isGone ? neighbourOf(state.index, ids, state.cursor) : state.cursor,
  }
}

/** The row that takes the place of one that goes: the next that stays, else the one before. */
export function neighbourOf(index: IndexPage | undefined, going: readonly string[], id: string | undefined): string | undefined {
  const ids = index?.messages.map((message) => message.id) ?? []
  const at = ids.indexOf(id ?? '')
  const gone = new Set(going)
  return ids.slice(at + 1).find((candidate) => !gone.has(candidate)) ?? ids.slice(0, Math.max(at, 0)).findLast((candidate) => !gone.has(candidate))
}

/** The rows from the anchor to this one, in either direction; only this one where there is no anchor. */
export function reach(index: IndexPage | undefined, anchor: string | undefined, id: string): readonly string[] {
  const ids = index?.messages.map((message) => message.id) ?? []
  const [from, to] = [ids.indexOf(anchor ?? ''), ids.indexOf(id)]
  if (from === -1 || to === -1) return [id]
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}

function choose(chosen: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  for (const id of ids) if (on) next.add(id)
  else next.delete(id)
  return next
}

function keep(chosen: ReadonlySet<string>, present: ReadonlySet<string>): ReadonlySet<string> {
  const kept = [...chosen].filter((id) => present.has(id))
  return kept.length === chosen.size ? chosen : new Set(kept)
}
