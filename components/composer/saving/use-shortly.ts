'use client'
import { useEffect, useRef } from 'react'
import { Shortly } from './shortly.ts'

/** Does it at once, or, where that takes long, in the next pause; and in any case before the page is left. */
export function useShortly(task: () => void, takesLong: () => boolean): () => void {
  const latest = useRef({ task, takesLong })
  useEffect(() => {
    latest.current = { task, takesLong }
  })
  const shortly = useRef<Shortly>(undefined)
  useEffect(() => {
    const made = new Shortly({
      task: () => latest.current.task(),
      takesLong: () => latest.current.takesLong(),
      later: (work, milliseconds) => {
        const timer = setTimeout(work, milliseconds)
        return () => clearTimeout(timer)
      },
      now: () => performance.now(),
    })
    shortly.current = made
    const leave = (): void => made.settle()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [])
  return () => shortly.current?.ask()
}
