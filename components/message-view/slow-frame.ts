import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Milliseconds for which a frame may stay empty before the text stands in its place; a short message never changes under the eye. */
const SLOW_MS = 150

const nothingChanges = () => () => undefined

/** Whether the document of a frame keeps its reader waiting. `onLoad` is for the frame; one that was loaded `ahead` never does. */
export function useSlowness(isAhead: boolean): { readonly isSlow: boolean; readonly onLoad: () => void } {
  const [isSlow, setSlow] = useState(false)
  const hasCome = useRef(false)
  // The server wrote this frame into the page: its document may have come before any script heard of it, and by then the page is complete.
  const isWritten = useRef(useSyncExternalStore(nothingChanges, () => false, () => true))
  useEffect(() => {
    if (isAhead) return
    const timer = setTimeout(() => setSlow(!hasCome.current && !(isWritten.current && document.readyState === 'complete')), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isAhead])
  const onLoad = (): void => {
    hasCome.current = true
    setSlow(false)
  }
  return { isSlow, onLoad }
}
