'use client'
import { useEffect, useId, useRef, useState, type ComponentType } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import type { conversion, EditedPicture, EditorHandle, HtmlEditorProps } from '../composer/editor/html-editor.tsx'
import { TextAreaField } from '../ui/field.tsx'
import styles from './settings.module.css'
import { PICTURE_OCTETS } from './signature-words.ts'

interface SignatureFieldProps {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly maxLength: number
  readonly rows: number
  readonly disabled: boolean
  readonly defaultValue: string
  /** The name of the field that says how it is written: `html` with formatting. */
  readonly formatField: string
  readonly words: PageWords['editing']
  /** What is said of a picture that is larger than PICTURE_OCTETS. */
  readonly pictureTooLarge: string
}

interface EditorPart {
  readonly HtmlEditor: ComponentType<HtmlEditorProps>
  readonly conversion: typeof conversion
}

/** A signature: a field of text, or of HTML where that was chosen; with scripts HTML has the editor of messages. Pictures stand in it as data. Accessible name of field and editor: LABEL. */
export function SignatureField({ formatField, words, pictureTooLarge, ...field }: SignatureFieldProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const handle = useRef<EditorHandle>(undefined)
  const [part, setPart] = useState<EditorPart>()
  const [start, setStart] = useState<{ readonly html: string; readonly caret: 'end' | 'nowhere' }>()
  const [problem, setProblem] = useState('')
  const area = (): HTMLTextAreaElement | null => box.current?.querySelector('textarea') ?? null
  useEffect(() => {
    const [text, format] = [area(), area()?.form?.elements.namedItem(formatField)]
    if (!text || !(format instanceof HTMLSelectElement) || format.disabled) return undefined
    const ended = new AbortController()
    const show = async (isChosen: boolean): Promise<void> => {
      const loaded = await import('../composer/editor/html-editor.tsx').catch(() => undefined) // without it the field of HTML stays
      if (!loaded || ended.signal.aborted) return
      const { toHtml, toText } = loaded.conversion
      if (format.value === 'html' && isChosen && text.value !== '') text.value = toHtml(text.value)
      if (format.value !== 'html' && isChosen) text.value = toText(text.value).trim()
      setPart(loaded)
      // Whoever was typing meanwhile goes on in the editor.
      setStart(format.value === 'html' ? { html: text.value, caret: document.activeElement === text ? 'end' : 'nowhere' } : undefined)
    }
    if (format.value === 'html') void show(false)
    format.addEventListener('change', () => void show(true), ended)
    return () => ended.abort()
  }, [formatField])
  const upload = async (files: readonly File[]): Promise<readonly EditedPicture[]> => {
    const fitting = files.filter(({ size }) => size <= PICTURE_OCTETS)
    setProblem(fitting.length < files.length ? pictureTooLarge : '')
    return Promise.all(fitting.map(async (file) => ({ url: await dataUrl(file), name: file.name })))
  }
  const changed = (): void => {
    const [text, editor] = [area(), handle.current?.editor]
    if (text && editor) text.value = editor.read()
  }
  const Editor = start === undefined ? undefined : part?.HtmlEditor
  return (
    <div ref={box} className={styles.signature}>
      <div hidden={Editor !== undefined}><TextAreaField {...field} dir="auto" /></div>
      {Editor && (
        <div role="group" aria-labelledby={id}>
          <p id={id} className={styles.recordsLabel}>{field.label}</p>
          <Editor label={field.label} words={words} html={start?.html ?? ''} pictures="cid:" caret={start?.caret ?? 'nowhere'} ready={(made) => { handle.current = made }} changed={changed} upload={upload} />
          <p role="alert" className={styles.hint}>{problem}</p>
        </div>
      )}
    </div>
  )
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(new Error('unreadable file', { cause: reader.error }))
    reader.readAsDataURL(file)
  })
}
