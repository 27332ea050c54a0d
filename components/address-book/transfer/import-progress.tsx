'use client'
import { useEffect } from 'react'

/** Asks how far an import is, a second after each answer, and shows its page anew once it has moved. Without scripts a link does the same. */
export function ImportProgress({ path, here }: { readonly path: string; readonly here: string }) {
  useEffect(() => {
    const gone = new AbortController()
    const timer = setTimeout(async () => {
      try {
        await fetch(path, { headers: { Accept: 'application/json' }, signal: gone.signal })
      } catch {
        // The page says more than we could: it is loaded anew in any case.
      }
      if (!gone.signal.aborted) location.replace(here)
    }, 1000)
    return () => {
      gone.abort()
      clearTimeout(timer)
    }
  }, [path, here])
  return null
}
