'use client'
import { useEffect, type RefObject } from 'react'
import { useWords } from '../../words/words-context.ts'
import type { Uploads } from '../attachments/use-uploads.ts'
import type { ComposerStatus } from '../composer-status.ts'
import type { Autosave } from '../saving/autosave.ts'

/** A form that somebody may go away from without leaving the page. */
export interface Aside {
  readonly isShown: boolean
  /** Put aside, and the gateway has all of it: the form may go. */
  kept(): void
  /** Put aside, and the gateway has not all of it: the form stays where it is and goes on trying. */
  unsaved(sentence: string): void
}

export interface AsideForm {
  readonly uploads: Uploads
  readonly saverRef: RefObject<Autosave | undefined>
  readonly status: ComposerStatus
}

/** Saves what is put aside at once, and says when nothing of it would be lost any more; nothing where the form has a page of its own. */
export function useAside(aside: Aside | undefined, { uploads, saverRef, status }: AsideForm): void {
  const words = useWords().compose
  const isAside = aside?.isShown === false
  const { save, answer, isPosting } = status
  useEffect(() => {
    if (isAside) void saverRef.current?.flush()
  }, [isAside, saverRef])
  useEffect(() => {
    if (!aside || !isAside || isPosting) return undefined
    let isCurrent = true
    const sentence = unsavedSentence(words, status)
    if (sentence !== '') aside.unsaved(sentence)
    else void uploads.settled().then(() => isCurrent && saverRef.current?.isSaved && aside.kept())
    return () => {
      isCurrent = false
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- looked at when a save has ended, not each time the form is drawn
  }, [isAside, save, answer, isPosting])
}

function unsavedSentence({ offline, sessionEnded, conflict }: ReturnType<typeof useWords>['compose'], { save, answer }: ComposerStatus): string {
  if (answer?.kind === 'refused') return answer.sentence
  if (save === 'stopped') return answer?.kind === 'conflict' ? conflict : sessionEnded
  return save === 'offline' ? offline : ''
}
