'use client'
import { useEffect, useRef, type RefObject } from 'react'
import { Autosave } from './autosave.ts'
import type { ComposerStatus } from '../composer-status.ts'
import { saveText } from '../composition-client.ts'
import { readForm, readRevision, readShown, writeForm, writeRevision } from '../form-fields.ts'
import { SIGNED_IN } from './signed-in.ts'
import { dropCopy, judgeCopy, readCopy } from './local-copy.ts'

export interface EditedComposition {
  readonly id: string
  readonly url: string
  readonly revision: number
  readonly pageOf: (id: string) => string
}

export interface AutosaveHandle {
  readonly saverRef: RefObject<Autosave | undefined>
  /** Set when the page is left on purpose, by posting the form. */
  readonly isLeavingRef: RefObject<boolean>
}

/** Saves the form while it is edited, brings back what a reload or an ended session had left unsaved, and warns who leaves too early. */
export function useAutosave(form: RefObject<HTMLFormElement | null>, { id, url, revision, pageOf }: EditedComposition, change: (more: Partial<ComposerStatus>) => void): AutosaveHandle {
  const saverRef = useRef<Autosave | undefined>(undefined)
  const isLeavingRef = useRef(false)
  useEffect(() => {
    const element = form.current
    if (!element) return
    // What somebody has typed while scripts were on their way is not saved yet; a form of an older revision was filled in again by the browser.
    const saved = readRevision(element) === revision ? readShown(element) : readForm(element)
    const autosave = new Autosave(revision, saved, {
      read: () => readForm(element),
      save: (at, fields) => saveText(url, at, fields, pageOf),
      later: (task, milliseconds) => {
        const timer = setTimeout(task, milliseconds)
        return () => clearTimeout(timer)
      },
      tell: (save, answer) => {
        writeRevision(element, autosave.revision)
        // HTML that the gateway has made safe may be written in other ways than what this window holds.
        if (save === 'saved' && readForm(element)['format'] !== 'text') dropCopy(sessionStorage, url)
        change({ save, answer, ...(answer?.kind === 'saved' ? { savedAt: Date.now() } : {}) })
      },
    })
    saverRef.current = autosave
    const isTyped = autosave.isDirty
    if (isTyped) autosave.changed()
    change({ isEnhanced: true, restored: restore(element, url, { autosave, isTyped }) })
    const unlisten = listen(autosave, isLeavingRef, (more) => change(more))
    return () => {
      unlisten()
      void autosave.stop()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- set up once for the composition that the page shows
  }, [id, url, revision])
  return { saverRef, isLeavingRef }
}

/** What the window holds of this composition, when it is more than the page shows; it takes the place of nothing that was typed since. */
function restore(form: HTMLFormElement, url: string, { autosave, isTyped }: { readonly autosave: Autosave; readonly isTyped: boolean }): ComposerStatus['restored'] {
  const copy = readCopy(sessionStorage, url)
  const verdict = judgeCopy(copy, { revision: autosave.revision, fields: readForm(form) })
  if (verdict === 'nothing') dropCopy(sessionStorage, url)
  if (!copy || verdict === 'nothing') return undefined
  if (verdict === 'offer' || isTyped) return 'offered'
  writeForm(form, copy.fields)
  autosave.changed()
  return 'restored'
}

function listen(autosave: Autosave, isLeaving: { current: boolean }, change: (more: Partial<ComposerStatus>) => void): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isLeaving.current && autosave.isDirty) event.preventDefault()
  }
  // A page that comes back by the Back button was left as it stood.
  const show = (event: PageTransitionEvent): void => {
    if (!event.persisted) return
    isLeaving.current = false
    change({ isPosting: false })
    autosave.resume()
  }
  const signedIn = (): void => {
    autosave.resume()
    if (autosave.isDirty) void autosave.flush()
    else change({ save: 'saved', answer: undefined })
  }
  // Who looks elsewhere may never come back.
  const hide = (): void => void autosave.flush()
  window.addEventListener('beforeunload', warn)
  window.addEventListener('pageshow', show)
  window.addEventListener(SIGNED_IN, signedIn)
  document.addEventListener('visibilitychange', hide)
  return () => {
    window.removeEventListener('beforeunload', warn)
    window.removeEventListener('pageshow', show)
    window.removeEventListener(SIGNED_IN, signedIn)
    document.removeEventListener('visibilitychange', hide)
  }
}
