import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import type { CompositionDesk, DeskState } from './composition-desk.ts'

const PANES = '[data-scroll]'

/** What is written in this page; the list and the message beneath come back as they were left, with the focus where it was. */
export function useDesk(desk: CompositionDesk): DeskState {
  const state = useSyncExternalStore(desk.subscribe, desk.state, desk.state)
  const isComposing = state.shown !== undefined
  const left = useRef<() => void>(undefined)
  // Before anything is hidden: what is not shown has no scroll position.
  useEffect(() => desk.onShow(() => (left.current = rememberSight())), [desk])
  useLayoutEffect(() => {
    if (isComposing) return
    left.current?.()
    left.current = undefined
  }, [isComposing])
  return state
}

/** How far everything is scrolled, and what has the focus; answers how to bring that back. */
function rememberSight(): () => void {
  const focused = document.activeElement
  const page = window.scrollY
  const panes = [...document.querySelectorAll(PANES)].map((pane) => ({ pane, top: pane.scrollTop }))
  window.scrollTo({ top: 0 })
  return () => {
    for (const { pane, top } of panes) pane.scrollTop = top
    window.scrollTo({ top: page })
    if (focused instanceof HTMLElement && focused !== document.body) focused.focus({ preventScroll: true })
  }
}
