'use client'
import { useEffect, useRef } from 'react'

/** Milliseconds. */
const SHORTLY = 250

/** Does it at once, or, where that takes long, at most a few times a second; and in any case before the page is left. */
export function useShortly(task: () => void, takesLong: () => boolean): () => void {
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
    if (takesLong()) timer.current ??= setTimeout(() => run.current(), SHORTLY)
    else latest.current()
  }
}
