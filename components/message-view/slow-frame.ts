import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** Milliseconds for which a frame may stay empty before the text stands in its place; a short message never changes under the eye. */
const SLOW_MS = 150

const nothingChanges = () => () => undefined

/** Whether the document of a frame keeps its reader waiting; one that was there before never does. `onLoad` is for the frame, which it marks as `data-loaded`. */
export function useSlowness(wasThere: boolean): { readonly isSlow: boolean; readonly onLoad: (frame: HTMLElement) => void } {
  const [isSlow, setSlow] = useState(false)
  const hasCome = useRef(false)
  // The server wrote this frame into the page: its document may have come before any script heard of it, and by then the page is complete.
  const isWritten = useRef(useSyncExternalStore(nothingChanges, () => false, () => true))
  useEffect(() => {
    if (wasThere) return
    const timer = setTimeout(() => setSlow(!hasCome.current && !(isWritten.current && document.readyState === 'complete')), SLOW_MS)
    return () => clearTimeout(timer)
  }, [wasThere])
  const onLoad = useCallback((frame: HTMLElement): void => {
    frame.dataset.loaded = ''
    hasCome.current = true
    setSlow(false)
  }, [])
  return { isSlow, onLoad }
}
