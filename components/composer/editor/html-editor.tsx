'use client'
import { useEffect, useRef, useState } from 'react'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { signedTextToHtml, type Signature } from '#lib/html/composing/signature-html.ts'
import { textToHtml } from '#lib/html/composing/text-to-html.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './editor.module.css'
import { SquireEditor } from './squire-editor.ts'
import type { Caret } from './take-typed.ts'
import { Toolbar } from './toolbar.tsx'

/** What the form needs of an editor. */
export interface EditorHandle {
  readonly editor: SquireEditor
  /** Something was changed since it was there. */
  readonly isChanged: () => boolean
}

export interface HtmlEditorProps {
  readonly label: string
  readonly words: PageWords['editing']
  /** What it begins with. */
  readonly html: string
  /** Where pictures of the message are shown from. */
  readonly pictures: string
  readonly caret: Caret
  readonly ready: (handle: EditorHandle | undefined) => void
  readonly changed: () => void
  /** Takes pictures; answers those that may be shown. */
  readonly upload: (files: readonly File[]) => Promise<readonly EditedPicture[]>
}

/** A picture as the editor shows it. */
export interface EditedPicture {
  readonly url: string
  readonly name: string
}

/** The editor with its toolbar, loaded where somebody writes in HTML. Accessible names: toolbar "Formatting", textbox "Message". */
export function HtmlEditor({ label, words, html, pictures, caret, ready, changed, upload }: HtmlEditorProps) {
  const root = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<SquireEditor>()
  const insert = (target: SquireEditor, files: Iterable<File>): void => {
    void upload([...files]).then((arrived) => {
      for (const { url, name } of arrived) target.insertImage(url, { alt: name })
    })
  }
  useEffect(() => {
    const element = root.current
    if (!element) return undefined
    const made = new SquireEditor(element, { pictures })
    made.setHTML(html)
    let isChanged = false
    // What the editor itself has put in order at first is no change of anybody's.
    const watch = setTimeout(() => made.addEventListener('input', () => {
      isChanged = true
      changed()
    }))
    const unlisten = listen(element, (files) => insert(made, files))
    placeCaret(made, element, caret)
    setEditor(made)
    ready({ editor: made, isChanged: () => isChanged })
    return () => {
      clearTimeout(watch)
      unlisten()
      ready(undefined)
      made.destroy()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- set up once; its text is its own from then on
  }, [])
  return (
    <div className={styles.editor}>
      {editor && <Toolbar editor={editor} words={words} insertPictures={(files) => insert(editor, files)} />}
      <div ref={root} role="textbox" aria-multiline="true" aria-label={label} className={styles.text} dir="auto" spellCheck suppressContentEditableWarning contentEditable />
    </div>
  )
}

function placeCaret(editor: SquireEditor, root: HTMLElement, caret: Caret): void {
  if (caret === 'nowhere') return
  // An editor hears of the focus when it comes: not where an earlier one in its place had it.
  root.blur()
  editor.focus()
  const block = typeof caret === 'number' ? root.children[caret - 1] : undefined
  if (block) {
    const range = document.createRange()
    range.selectNodeContents(block)
    range.collapse(false)
    editor.setSelection(range)
  } else if (caret === 'end') editor.moveCursorToEnd()
  else editor.moveCursorToStart()
}

/** Pictures that are pasted or dropped become a part of the text; other files go to the form, text to the editor. */
function listen(root: HTMLElement, insert: (files: readonly File[]) => void): () => void {
  const take = (data: DataTransfer | null, event: Event): void => {
    const files = [...(data?.files ?? [])]
    const images = files.filter(({ type }) => type.startsWith('image/'))
    if (images.length > 0 && images.length === files.length && !data?.types.includes('text/plain')) {
      event.preventDefault()
      event.stopImmediatePropagation()
      insert(images)
    }
  }
  const paste = (event: ClipboardEvent): void => take(event.clipboardData, event)
  const drop = (event: DragEvent): void => take(event.dataTransfer, event)
  // What the editor has taken is no file for the form; what somebody types the form hears of by `changed`.
  const stop = (event: ClipboardEvent): void => {
    if (event.defaultPrevented) event.stopPropagation()
  }
  const quiet = (event: Event): void => event.stopPropagation()
  root.addEventListener('paste', paste, { capture: true })
  root.addEventListener('drop', drop, { capture: true })
  root.addEventListener('paste', stop)
  root.addEventListener('input', quiet)
  return () => {
    root.removeEventListener('paste', paste, { capture: true })
    root.removeEventListener('drop', drop, { capture: true })
    root.removeEventListener('paste', stop)
    root.removeEventListener('input', quiet)
  }
}

/** What changes between text and HTML; it comes with the editor. */
export const conversion = { toText: composedText, toHtml: (text: string, by?: Signature) => (by ? signedTextToHtml(text, by) : textToHtml(text)) } as const
