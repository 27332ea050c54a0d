'use client'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { FORM_WHOLE, FORM_WRITTEN } from '../format-fields.ts'
import { joinQuotation, splitQuotation, type SplitText } from './split-quotation.ts'

/** A long text while its two parts stand apart. */
export interface FoldedText extends SplitText {
  /** Where the caret was when they came apart; undefined where it was in no part of the text. */
  readonly caret: number | undefined
}

export interface Folded {
  /** Undefined while the text stands in one field. */
  readonly folded: FoldedText | undefined
  /** The field for what is typed. */
  readonly own: RefObject<HTMLTextAreaElement | null>
  /** The whole text stands in one field again. */
  unfold(): void
  /** As `unfold`, without what was quoted. */
  drop(): void
}

/**
 * Keeps the quoted lines at the end of a long plain text out of the field that somebody types into: the browser lays out all of a field
 * at each key. The form's own field `whole` stays what it was, unseen; whoever asks for the form's data gets both parts as one text. `isOn` only where
 * scripts have taken the form over and the message is written in text.
 */
export function useFolded(whole: RefObject<HTMLTextAreaElement | null>, isOn: boolean): Folded {
  const [folded, setFolded] = useState<FoldedText>()
  const own = useRef<HTMLTextAreaElement>(null)
  const open = useRef<(keeps: boolean) => void>(undefined)
  useEffect(() => {
    const area = whole.current
    const form = area?.form
    if (!form || !isOn) return undefined
    let parts: FoldedText | undefined
    const join = (): string | undefined => (parts && own.current ? joinQuotation({ own: own.current.value, quoted: parts.quoted }) : undefined)
    const fold = (): void => {
      parts = foldedText(area)
      if (parts && own.current) own.current.value = parts.own
      setFolded(parts)
    }
    const unfold = (keeps: boolean): void => {
      const [text, field] = [join(), own.current]
      if (text === undefined || field === null) return
      area.value = keeps ? text : field.value
      const [caret, hasFocus] = [field.selectionEnd, document.activeElement === field]
      area.setSelectionRange(caret, caret)
      parts = undefined
      setFolded(undefined)
      // Once it is seen again.
      if (hasFocus) requestAnimationFrame(() => putCaret(area, caret))
    }
    // Put together when somebody asks, and not at each key.
    const give = ({ formData }: FormDataEvent): void => {
      const text = join()
      if (text !== undefined) formData.set('body', text)
    }
    const ended = new AbortController()
    form.addEventListener('formdata', give, ended)
    form.addEventListener(FORM_WRITTEN, fold, ended)
    form.addEventListener(FORM_WHOLE, () => unfold(true), ended)
    open.current = unfold
    fold()
    return () => {
      unfold(true)
      ended.abort()
    }
  }, [whole, isOn])
  return { folded, own, unfold: () => open.current?.(true), drop: () => open.current?.(false) }
}

/** What stands in the field, in two parts; undefined where it stays whole, as while somebody is in what is quoted. */
function foldedText(area: HTMLTextAreaElement): FoldedText | undefined {
  const split = splitQuotation(area.value)
  const caret = document.activeElement === area ? area.selectionEnd : undefined
  return split && (caret === undefined || caret <= split.own.length) ? { ...split, caret } : undefined
}

export function putCaret(area: HTMLTextAreaElement, caret: number): void {
  area.focus({ preventScroll: true })
  area.setSelectionRange(caret, caret)
}
