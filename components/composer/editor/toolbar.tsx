'use client'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './editor.module.css'
import type { SquireEditor } from './squire-editor.ts'
import { TOOLBAR } from './toolbar-items.ts'

interface ToolbarProps {
  readonly editor: SquireEditor
  readonly words: PageWords['editing']
  readonly insertPictures: (files: Iterable<File>) => void
}

/** What can be done with the selection. One stop of the Tab key, arrow keys walk (ARIA toolbar pattern); accessible names are those of `editing` in the words. */
export function Toolbar({ editor, words, insertPictures }: ToolbarProps) {
  const [on, setOn] = useState<ReadonlySet<string>>(new Set())
  const [linking, setLinking] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  const files = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const look = (): void => setOn(new Set(TOOLBAR.flat().filter(({ isOn }) => isOn?.(editor)).map(({ name }) => name)))
    for (const key of ['Ctrl-k', 'Meta-k']) {
      editor.setKeyHandler(key, (_, event) => {
        event.preventDefault()
        setLinking(true)
      })
    }
    const events = ['pathChange', 'select', 'cursor']
    for (const event of events) editor.addEventListener(event, look)
    return () => events.forEach((event) => editor.removeEventListener(event, look))
  }, [editor])
  return (
    <>
      <div ref={bar} role="toolbar" aria-label={words.toolbar} className={styles.toolbar} onKeyDown={(event) => walk(event, bar.current)} onMouseDown={keepSelection}>
        {TOOLBAR.map((group, index) => (
          <span key={group[0]?.name} className={styles.group}>
            {group.map(({ name, label, sign, keys, isOn, perform }, at) => (
              <button key={name} type="button" tabIndex={index === 0 && at === 0 ? 0 : -1} data-item={name} title={label(words)} aria-label={label(words)} aria-keyshortcuts={keys} aria-pressed={isOn ? on.has(name) : undefined} onClick={() => perform(editor)}>
                <span aria-hidden="true">{sign}</span>
              </button>
            ))}
          </span>
        ))}
        <span className={styles.group}>
          <button type="button" tabIndex={-1} title={words.link} aria-label={words.link} aria-keyshortcuts="Control+K" aria-expanded={linking} onClick={() => setLinking(!linking)}><span aria-hidden="true">⚭</span></button>
          <button type="button" tabIndex={-1} title={words.picture} aria-label={words.picture} onClick={() => files.current?.click()}><Icon name="image" /></button>
          <ColorField editor={editor} label={words.color} />
        </span>
        <input ref={files} type="file" accept="image/*" multiple hidden aria-hidden="true" tabIndex={-1} onChange={({ currentTarget }) => {
          insertPictures([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }} />
      </div>
      {linking && <LinkForm editor={editor} words={words} close={() => setLinking(false)} />}
    </>
  )
}

/** The colour is taken once it is chosen, not while somebody looks for it. */
function ColorField({ editor, label }: { editor: SquireEditor; label: string }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const input = field.current
    const choose = (): void => void editor.setTextColor(input?.value ?? null)
    input?.addEventListener('change', choose)
    return () => input?.removeEventListener('change', choose)
  }, [editor])
  return <input ref={field} type="color" tabIndex={-1} title={label} aria-label={label} className={styles.color} />
}

function LinkForm({ editor, words, close }: { editor: SquireEditor; words: PageWords['editing']; close: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const set = (): void => {
    const url = linkOf(field.current?.value ?? '')
    if (url === '') editor.removeLink()
    else editor.makeLink(url)
    close()
    editor.focus()
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') set()
    else close()
  }
  return (
    <div className={styles.link}>
      <label>
        <span>{words.linkAddress}</span>{' '}
        <input ref={field} type="url" autoFocus autoCapitalize="none" spellCheck={false} onKeyDown={press} onInput={(event) => event.stopPropagation()} />
      </label>{' '}
      <button type="button" onClick={set}>{words.set}</button>
    </div>
  )
}

/** What somebody types as an address: of mail, or of the web. */
function linkOf(typed: string): string {
  const text = typed.trim()
  if (text === '' || /^(?:https?|mailto|tel):/i.test(text)) return text
  return /^[^\s/@]+@[^\s/@]+$/.test(text) ? `mailto:${text}` : `https://${text}`
}

/** The text keeps its focus and its selection while somebody points at a button. */
function keepSelection(event: { readonly target: EventTarget; preventDefault(): void }): void {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
}

function walk(event: KeyboardEvent, bar: HTMLElement | null): void {
  const items = [...(bar?.querySelectorAll<HTMLElement>('button, input[type=color]') ?? [])]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const isRtl = bar !== null && getComputedStyle(bar).direction === 'rtl'
  const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key]
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : step === undefined || at < 0 ? -1 : (at + step + items.length) % items.length
  if (to < 0) return
  event.preventDefault()
  for (const [index, item] of items.entries()) item.tabIndex = index === to ? 0 : -1
  items[to]?.focus()
}
