'use client'
import { useEffect } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../../../ui/button.tsx'
import composerStyles from '../../composer.module.css'
import styles from '../editor.module.css'
import { putCaret, type Folded, type FoldedText } from './use-folded.ts'

/** Lines, and characters, of what is quoted that are seen beside the field. */
const LINES = 8
const LENGTH = 1_000

interface FoldedFieldProps {
  readonly label: string
  readonly words: PageWords['editing']
  readonly text: FoldedText
  readonly folded: Folded
  readonly changed: () => void
}

/** What is typed above a long quotation, in a field of its own, and how the quotation begins. Accessible names: field "Message"; buttons "Edit the quoted message", "Leave it out". */
export function FoldedField({ label, words, text, folded, changed }: FoldedFieldProps) {
  const { own, unfold, drop } = folded
  useEffect(() => {
    if (own.current && text.caret !== undefined) putCaret(own.current, text.caret)
  }, [own, text])
  return (
    <>
      <label className={composerStyles.message}>
        <span className="for-screen-readers">{label}</span>
        <textarea ref={own} defaultValue={text.own} rows={10} dir="auto" spellCheck />
      </label>
      <div className={styles.quotation}>
        <div className={styles.ways}>
          <p>{words.quotation}</p>
          <Button type="button" small onClick={unfold}>{words.editQuotation}</Button>{' '}
          <Button type="button" small look="quiet" onClick={() => {
            drop()
            changed()
          }}>{words.dropQuotation}</Button>
        </div>
        <pre className={styles.quoted} dir="auto">{text.quoted.slice(0, LENGTH).split('\n', LINES).join('\n')}{'\n…'}</pre>
      </div>
    </>
  )
}
