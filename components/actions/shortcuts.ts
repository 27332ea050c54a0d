import type { ActionSituation, MailAction } from './define-action.ts'

/** How long the first key of two waits for the second. */
export const SEQUENCE_MS = 1500

/** A key that was pressed, and what was pressed shortly before it. */
export interface Pressed {
  readonly key: string
  /** The first key of a sequence that is under way, or ''. */
  readonly before: string
}

/** The action that this key asks for now; 'begins' when it may be the first of two; undefined when it means nothing. */
export function findShortcut(actions: readonly MailAction[], { key, before }: Pressed, situation: ActionSituation): MailAction | 'begins' | undefined {
  const wanted = before === '' ? key : `${before} ${key}`
  const found = actions.find((action) => action.keys.includes(wanted) && action.applies(situation))
  if (found) return found
  const begins = before === '' && actions.some((action) => action.keys.some((keys) => keys.startsWith(`${key} `)))
  return begins ? 'begins' : undefined
}
