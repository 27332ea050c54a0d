'use client'
import { useEffect, useRef } from 'react'

/** Milliseconds: a text of megabytes is not read and written at each key. */
const SHORTLY = 250

/** Does it once somebody pauses, and in any case before the page is left. */
export function useShortly(task: () => void): () => void {
  const latest = useRef(task)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    latest.current = task
  })
  const run = useRef((): void => {
    if (timer.current === undefined) return
    clearTimeout(timer.current)
    timer.current = undefined
    latest.current()
  })
  useEffect(() => {
    const leave = run.current
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [])
  return () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => run.current(), SHORTLY)
  }
}
