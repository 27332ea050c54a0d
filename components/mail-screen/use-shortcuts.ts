import { useEffect } from 'react'
import type { ActionSituation, MailControl } from '../actions/define-action.ts'
import { ACTIONS } from '../actions/registry.ts'
import { findShortcut, SEQUENCE_MS } from '../actions/shortcuts.ts'
import type { MailStore } from '../mail-state/mail-store.ts'
import { situationOf } from './screen-control.ts'

/** Lets keys do what actions do, unless somebody is typing, a sheet is open, or the person wants none of it (WCAG 2.1.4). */
export function useShortcuts(store: MailStore, control: (situation: ActionSituation) => MailControl, hasSingleKeys: boolean): void {
  useEffect(() => {
    if (!hasSingleKeys) return undefined
    let before = ''
    let waiting: ReturnType<typeof setTimeout> | undefined
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      if (isTyping(event) || (event.key === 'Enter' && isPressable(event.target))) return
      const situation = situationOf(store.state())
      const found = findShortcut(ACTIONS, { key: event.key, before }, situation)
      clearTimeout(waiting)
      before = ''
      if (found === undefined) return
      if (found === 'begins') {
        before = event.key
        waiting = setTimeout(() => (before = ''), SEQUENCE_MS)
        return
      }
      event.preventDefault()
      found.perform(control(situation))
    }
    document.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(waiting)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [store, control, hasSingleKeys])
}

/** In a field keys are letters; Escape leaves it. */
function isTyping({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isField = target.matches('textarea, select, input:not([type=checkbox], [type=radio])') || target.isContentEditable
  if (isField && key === 'Escape') target.blur()
  return isField
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('a, button, summary')
}
