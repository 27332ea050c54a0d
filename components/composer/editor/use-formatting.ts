'use client'
import { useEffect, useRef, useState, type ComponentType, type RefObject } from 'react'
import type { CompositionFormat } from '#lib/mail/composition.ts'
import type { Identity } from '#lib/mail/writing/identity.ts'
import { formFields, FORM_WRITTEN } from './format-fields.ts'
import type { conversion, EditorHandle, HtmlEditorProps } from './html-editor.tsx'
import { changeSignature } from './signature.ts'
import { takeTyped, type Caret } from './take-typed.ts'

/** What is loaded where somebody writes in HTML. */
interface EditorPart {
  readonly HtmlEditor: ComponentType<HtmlEditorProps>
  readonly conversion: typeof conversion
}

interface FormattingOptions {
  readonly format: CompositionFormat
  readonly html: string
  readonly identities: readonly Identity[]
  /** Where the text of the quoted message is asked for. */
  readonly quotationUrl: string
}

export interface Formatting {
  readonly textarea: RefObject<HTMLTextAreaElement | null>
  /** The editor has come, or gone. */
  ready(handle: EditorHandle | undefined): void
  /** Puts HTML below everything. */
  insert(html: string): void
  readonly format: CompositionFormat
  /** Undefined while it is loaded. */
  readonly part: EditorPart | 'failed' | undefined
  /** What the editor begins with, and how often it has begun. */
  readonly start: string
  readonly generation: number
  /** Where the caret goes once the editor is there. */
  readonly caret: Caret
  /** HTML that a text has replaced. */
  readonly isKeptAside: boolean
  /** The form hears of a change. */
  tell(): void
  toText(): Promise<void>
  toHtml(): Promise<void>
  bringBack(): void
}

/** In what a message is written, and the way between both. The form's fields stay the browser's; what stands in the editor is read when somebody asks for the form's data. */
export function useFormatting({ format: first, html, identities, quotationUrl }: FormattingOptions): Formatting {
  const [state, setState] = useState({ format: first, start: html, generation: 0, isKeptAside: first === 'text' && html !== '', caret: 'nowhere' as Caret })
  const [part, setPart] = useState<EditorPart | 'failed'>()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const handle = useRef<EditorHandle>(undefined)
  // What the plain field showed of the message before anybody typed.
  const shown = useRef<string>(undefined)
  const show = (format: CompositionFormat, start: string, caret: Caret): void => {
    shown.current = textarea.current?.value
    setState(({ generation }) => ({ format, start, generation: generation + 1, isKeptAside: format === 'text' && start !== '', caret }))
  }
  // What is brought back while the page opens takes the focus from nothing.
  const written = (format: CompositionFormat, start: string): void => show(format, start, handle.current ? 'start' : 'nowhere')
  const tell = (): void => void textarea.current?.dispatchEvent(new Event('input', { bubbles: true }))
  useEffect(() => {
    if (state.format !== 'html' || part !== undefined) return undefined
    let isAsked = true
    const take = (loaded: EditorPart): void => {
      if (!isAsked) return
      const area = textarea.current
      if (area?.form && state.format === 'html') {
        const typed = takeTyped({ typed: area.value, shown: shown.current ?? area.defaultValue, html: formFields(area.form).html }, (text) => loaded.conversion.toHtml(text))
        shown.current = area.value
        if (formFields(area.form).html !== typed.html) {
          formFields(area.form).html = typed.html
          tell()
        }
        // Whoever has gone to another field stays there.
        setState((before) => ({ ...before, start: typed.html, caret: document.activeElement === area ? typed.caret : before.caret }))
      }
      setPart(loaded)
    }
    void import('./html-editor.tsx').then(take).catch(() => setPart('failed'))
    return () => {
      isAsked = false
    }
  }, [state.format, part])
  useFormData(textarea, handle, { identities, written })

  const change = (to: CompositionFormat, text: string, body?: string): void => {
    const area = textarea.current
    if (!area?.form) return
    const fields = formFields(area.form)
    fields.format = to
    fields.html = text
    if (body !== undefined) area.value = body
    show(to, text, 'start')
    tell()
  }
  return {
    ...state,
    textarea,
    ready: (made) => {
      handle.current = made
    },
    insert: (more) => void handle.current?.editor.moveCursorToEnd().insertHTML(more),
    part,
    tell,
    toText: async () => {
      const form = textarea.current?.form
      if (typeof part !== 'object' || !form) return
      const written = handle.current?.isChanged() ? handle.current.editor.read() : formFields(form).html
      const quoted = formFields(form).quotation === 'none' ? '' : await quotedText(quotationUrl)
      if (quoted !== undefined) change('text', written, [part.conversion.toText(written), quoted].filter((each) => each !== '').join('\n\n'))
    },
    toHtml: async () => {
      const loaded = await import('./html-editor.tsx').catch(() => undefined)
      if (loaded) change('html', loaded.conversion.toHtml(textarea.current?.value ?? '', writerOf(textarea.current?.form, identities)))
    },
    bringBack: () => change('html', state.start),
  }
}

/** Under whose name the form is written. */
function writerOf(form: HTMLFormElement | null | undefined, identities: readonly Identity[]): Identity | undefined {
  const from = form?.elements.namedItem('from')
  return identities.find((each) => from instanceof HTMLSelectElement && each.from === from.value) ?? identities[0]
}

interface FormDataMeans {
  readonly identities: readonly Identity[]
  /** The fields were written by a script. */
  readonly written: (format: CompositionFormat, html: string) => void
}

function useFormData(textarea: RefObject<HTMLTextAreaElement | null>, handle: RefObject<EditorHandle | undefined>, { identities, written }: FormDataMeans): void {
  useEffect(() => {
    const form = textarea.current?.form
    if (!form) return undefined
    const fields = formFields(form)
    const give = ({ formData }: FormDataEvent): void => {
      if (!handle.current || fields.format === 'text') return
      const isChanged = handle.current.isChanged()
      // The text behind the editor is shown to nobody: whatever changes it, the message stays as it is seen.
      if (isChanged || textarea.current?.value !== textarea.current?.defaultValue) formData.set('format', 'html')
      if (isChanged) formData.set('html', handle.current.editor.read())
    }
    const choose = ({ target }: Event): void => {
      const chosen = target instanceof HTMLSelectElement && target.name === 'from' ? identities.find(({ from }) => from === target.value) : undefined
      if (chosen && handle.current) changeSignature(handle.current.editor, chosen)
    }
    const ended = new AbortController()
    form.addEventListener('formdata', give, ended)
    form.addEventListener('change', choose, ended)
    form.addEventListener(FORM_WRITTEN, () => written(fields.format, fields.html), ended)
    return () => ended.abort()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the form of a page is one, and who writes does not change
  }, [])
}

async function quotedText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { headers: { Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' })
    return response.ok ? ((await response.json()) as { readonly text: string }).text : undefined
  } catch {
    return undefined // no connection: the message stays as it is
  }
}
