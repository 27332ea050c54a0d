'use client'
import { useEffect, useState, type ComponentType, type ReactNode, type RefObject } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import type { SpellingView } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { SpellingHandle } from './use-spelling.ts'

export interface SpellingProps {
  readonly view: SpellingView
  readonly body: string
  readonly words: PageWords['spelling']
  /** Filled once the page can do by itself what the buttons say. */
  readonly handleRef: RefObject<SpellingHandle | undefined>
}

/** The panel as the server wrote it, until what enhances it is there; nothing of that is loaded where nothing can be checked. */
export function SpellingPart({ children, ...props }: SpellingProps & { readonly children: ReactNode }) {
  const [live, setLive] = useState<{ readonly Part: ComponentType<SpellingProps> }>()
  useEffect(() => {
    let isThere = true
    // Without it the buttons post the form.
    void import('./live-spelling.tsx').then(({ LiveSpelling }) => isThere && setLive({ Part: LiveSpelling })).catch(() => undefined)
    return () => {
      isThere = false
    }
  }, [])
  return live ? <live.Part {...props} /> : children
}
