'use client'
import { useRef, useState, type ClipboardEvent, type DragEvent, type FormEvent, type KeyboardEvent, type RefObject } from 'react'
import type { ComposerStatus } from './composer-status.ts'
import { readForm, writeForm, writeRevision } from './form-fields.ts'
import { pastedFiles } from './fields/pasted.ts'
import { useAside, type Aside } from './opening/use-aside.ts'
import { keepCopy, readCopy } from './saving/local-copy.ts'
import { useShortly } from './saving/use-shortly.ts'
import { useAutosave } from './saving/use-autosave.ts'
import type { SpellingHandle } from './spelling/use-spelling.ts'
import type { Uploads } from './attachments/use-uploads.ts'

export interface ComposerOptions {
  readonly id: string
  readonly url: string
  readonly revision: number
  readonly pageOf: (id: string) => string
  readonly uploads: Uploads
  /** Whether the window keeps what was typed until it is saved. */
  readonly keepsCopies: boolean
  /** Empty until it can do what its buttons say; until then they post the form. */
  readonly spelling: RefObject<SpellingHandle | undefined>
  readonly aside: Aside | undefined
}

const INITIAL: ComposerStatus = { save: 'saved', answer: undefined, savedAt: undefined, restored: undefined, isDropping: false, isPosting: false, isEnhanced: false }

/** Characters. */
const LONG = 50_000

export interface ComposerForm {
  readonly form: RefObject<HTMLFormElement | null>
  readonly status: ComposerStatus
  readonly bringBack: () => void
  readonly handlers: {
    onInput(): void
    onSubmit(event: FormEvent<HTMLFormElement>): void
    onKeyDown(event: KeyboardEvent<HTMLFormElement>): void
    onPaste(event: ClipboardEvent<HTMLFormElement>): void
    onDragOver(event: DragEvent<HTMLFormElement>): void
    onDragLeave(event: DragEvent<HTMLFormElement>): void
    onDrop(event: DragEvent<HTMLFormElement>): void
  }
}

/** Enhances the form without owning its fields: they stay the browser's, so no save ever moves the caret. */
export function useComposer({ id, url, revision, pageOf, uploads, keepsCopies, spelling, aside }: ComposerOptions): ComposerForm {
  const form = useRef<HTMLFormElement>(null)
  const [status, setStatus] = useState(INITIAL)
  const change = (more: Partial<ComposerStatus>): void => setStatus((before) => ({ ...before, ...more }))
  const { saverRef, isLeavingRef } = useAutosave(form, { id, url, revision, pageOf }, change)
  useAside(aside, { uploads, saverRef, status })

  const keep = useShortly(() => {
    if (form.current && keepsCopies) keepCopy(sessionStorage, url, { revision: saverRef.current?.revision ?? revision, fields: readForm(form.current) })
  }, () => isLong(form.current))
  const changed = (): void => {
    keep()
    saverRef.current?.changed()
  }

  /** Posts by the browser's own means once nothing else is on its way: the next page shows what became of it. */
  const post = async (element: HTMLFormElement, submitter: HTMLElement | null): Promise<void> => {
    change({ isPosting: true })
    // A form does not submit itself while its submit event is still being told (HTML, "firing submission events").
    await new Promise((resolve) => setTimeout(resolve))
    await uploads.settled()
    await saverRef.current?.stop()
    isLeavingRef.current = true
    writeRevision(element, saverRef.current?.revision ?? revision)
    element.requestSubmit(submitter)
  }

  const save = async (): Promise<void> => {
    await saverRef.current?.flush()
    if (saverRef.current?.isDirty === false) change({ savedAt: Date.now() })
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    const submitter = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    const [intent = '', attachment = '', row = ''] = (submitter?.value ?? '').split(' ')
    if (isLeavingRef.current) return
    event.preventDefault()
    if (intent === 'remove-attachment') uploads.remove(attachment)
    else if (intent === 'check-spelling' && spelling.current) spelling.current.check(event.currentTarget)
    else if (intent === 'change-spelling' && spelling.current) spelling.current.change(event.currentTarget, `${attachment} ${row}`)
    else if (intent === 'save' && status.save !== 'stopped' && status.answer?.kind !== 'refused') void save()
    else if (intent !== 'attach' && !status.isPosting) void post(event.currentTarget, submitter)
  }

  return {
    form,
    status,
    bringBack: () => {
      const copy = readCopy(sessionStorage, url)
      if (copy && form.current) writeForm(form.current, copy.fields)
      change({ restored: undefined })
      changed()
    },
    handlers: { onInput: changed, onSubmit, onKeyDown: (event) => press(event), ...fileHandlers(uploads, (isDropping) => change({ isDropping })) },
  }
}

/** A text of megabytes is not read and written at each key. */
function isLong(form: HTMLFormElement | null): boolean {
  const texts = form?.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type=hidden]') ?? []
  return Array.from(texts).some(({ value }) => value.length > LONG)
}

/** Ctrl+Enter sends; Enter in a line goes to the next one, as on every form that is not posted by accident. */
function press(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const form = event.currentTarget
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    form.querySelector<HTMLButtonElement>('button[value=send]')?.click()
    return
  }
  const { target } = event
  if (!(target instanceof HTMLInputElement) || target.type !== 'text') return
  event.preventDefault()
  const fields = [...form.querySelectorAll<HTMLElement>('input[type=text], textarea, [contenteditable=true]')].filter((field) => field.offsetParent !== null)
  fields[fields.indexOf(target) + 1]?.focus()
}

function fileHandlers(uploads: Uploads, setDropping: (isDropping: boolean) => void) {
  const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false
  return {
    onPaste: (event: ClipboardEvent<HTMLFormElement>): void => {
      const files = pastedFiles(event.clipboardData)
      if (files.length === 0) return
      event.preventDefault()
      uploads.add(files)
    },
    onDragOver: (event: DragEvent<HTMLFormElement>): void => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: (event: DragEvent<HTMLFormElement>): void => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false)
    },
    onDrop: (event: DragEvent<HTMLFormElement>): void => {
      setDropping(false)
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      uploads.add(event.dataTransfer.files)
    },
  }
}
