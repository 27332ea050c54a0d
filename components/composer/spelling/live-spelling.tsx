'use client'
import { useEffect, useRef } from 'react'
import type { SpellingProps } from './spelling-part.tsx'
import { SpellingPanel } from './spelling-panel.tsx'
import { useSpelling } from './use-spelling.ts'

/** The panel while the page is enhanced: it changes the text in its place, and the focus goes on to the next word. */
export function LiveSpelling({ view, body, words, handleRef }: SpellingProps) {
  const spelling = useSpelling(view, body, words.offline)
  const panel = useRef<HTMLElement>(null)
  const { state } = spelling
  useEffect(() => {
    handleRef.current = spelling
  })
  useEffect(() => {
    if (state.next < 0) return
    // The button that was pressed may be gone.
    const rows = [...(panel.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const row = rows[Math.min(state.next, rows.length - 1)]
    ;(row?.querySelector<HTMLElement>('select, input[type=text]') ?? panel.current?.querySelector<HTMLElement>('[role=status]'))?.focus()
  }, [state])
  return <SpellingPanel view={view} state={state} words={words} panelRef={panel} />
}
