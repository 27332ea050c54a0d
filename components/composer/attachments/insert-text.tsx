'use client'
import { useRef, useState } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { BODY_LENGTH } from '#lib/mail/composition.ts'
import { TEXT_FILE_OCTETS, textOfFile } from '#lib/mail/writing/text-of-file.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { wholeText } from '../editor/format-fields.ts'
import styles from './attachment-field.module.css'

/** Puts the text of files into the message: without scripts those chosen beside it, at the end; with scripts it asks for them and inserts at the caret. */
export function InsertText({ words, isEnhanced }: { words: PageWords['inserting']; isEnhanced: boolean }) {
  const chooser = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState('')
  const insert = async (files: readonly File[], field: HTMLTextAreaElement): Promise<void> => {
    setProblem('')
    for (const file of files) {
      const isShort = file.size <= TEXT_FILE_OCTETS
      const text = isShort ? await readText(file) : ''
      if (text === undefined) return setProblem(`${file.name}: ${words.notText}`)
      if (!isShort || field.value.length + text.length > BODY_LENGTH) return setProblem(`${file.name}: ${words.long}`)
      insertAtCaret(field, text)
    }
    field.focus()
  }
  return (
    <div className={styles.insert}>
      <Button
        small
        name="intent"
        value="insert-text"
        onClick={(event) => {
          if (!isEnhanced) return
          event.preventDefault()
          chooser.current?.click()
        }}
      >
        {words.button}
      </Button>
      {isEnhanced && (
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          aria-label={words.button}
          accept="text/*,.txt,.md,.log,.csv"
          onChange={({ currentTarget }) => {
            const field = wholeText(currentTarget.form)
            if (field) void insert([...(currentTarget.files ?? [])], field)
            currentTarget.value = ''
          }}
        />
      )}
      {problem !== '' && <Alert kind="problem">{problem}</Alert>}
    </div>
  )
}

/** Undefined for what is no text, and for a file that is not there any more. */
async function readText(file: File): Promise<string | undefined> {
  const octets = await file.arrayBuffer().catch(() => undefined)
  return octets && textOfFile(new Uint8Array(octets))
}

/** In place of what is selected; the form saves it as if it had been typed. */
function insertAtCaret(field: HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
