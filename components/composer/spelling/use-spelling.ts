'use client'
import { useState } from 'react'
import { replaceWord, wordPlaces } from '#lib/mail/writing/spelling/replace-word.ts'
import type { SpellingView, UnknownWord } from '#lib/mail/writing/spelling/unknown-word.ts'
import { useSite } from '../../mail-screen/site.ts'
import { wholeText } from '../editor/format-fields.ts'
import { firstState, type SpellingState } from './spelling-state.ts'
import { checkText, rememberWord, type SpellingAnswer } from './spelling-client.ts'

/** What the buttons of spelling do. */
export interface SpellingHandle {
  /** Checks the text of that form and leaves caret and focus alone. */
  check(form: HTMLFormElement): void
  /** Does what a button beside a word says: `replace 3`. */
  change(form: HTMLFormElement, asked: string): void
}

export interface Spelling extends SpellingHandle {
  readonly state: SpellingState
}

/** Spelling while the page is enhanced: the same form and the same buttons, without a reload. */
export function useSpelling(view: SpellingView, body: string, offline: string): Spelling {
  const { urls } = useSite()
  const [state, setState] = useState(() => firstState(view, body))
  const merge = (more: Partial<SpellingState>): void => setState((before) => ({ ...before, ...more }))
  const problemOf = (answer: Exclude<SpellingAnswer<unknown>, { said: unknown }>): string => answer?.sentence ?? offline

  const check = async (form: HTMLFormElement): Promise<void> => {
    merge({ isChecking: true, problem: '', next: -1 })
    const text = textOf(form).value
    const answer = await checkText(urls.api.spelling(), text, languagesOf(form))
    if (answer === undefined || 'sentence' in answer) merge({ isChecking: false, problem: problemOf(answer) })
    else setState((before) => ({ ...before, ...stillUnknown(textOf(form).value, answer.said.unknown, before.ignored), isChecking: false, cut: answer.said.cut }))
  }
  /** An answer that is still on its way does not bring it back. */
  const drop = (at: number): void => {
    const word = state.unknown?.[at]?.word ?? ''
    setState((before) => ({ ...before, ignored: [...before.ignored, word], unknown: before.unknown?.filter((each) => each.word !== word), problem: '', next: at }))
  }

  const replace = (form: HTMLFormElement, at: number, everywhere: boolean): void => {
    const row = state.unknown?.[at]
    const by = wordBy(form, at)
    if (!row || by === '') return
    const text = textOf(form)
    const { places } = replaceWord(text.value, { word: row.word, by, ...(everywhere ? {} : { at: row.starts[0] ?? 0 }) })
    for (const place of places) text.setRangeText(by, place, place + row.word.length, 'preserve')
    // The form saves what changes as if it had been typed.
    if (places.length > 0) text.dispatchEvent(new Event('input', { bubbles: true }))
    setState((before) => ({ ...before, ...stillUnknown(text.value, before.unknown ?? [], before.ignored), problem: '', next: at }))
  }
  const remember = async (at: number): Promise<void> => {
    const word = state.unknown?.[at]?.word ?? ''
    const answer = await rememberWord(urls.api.spellingWords(), word)
    if (answer !== undefined && 'said' in answer) drop(at)
    else merge({ problem: problemOf(answer), next: -1 })
  }

  return {
    state,
    check: (form) => void check(form),
    change: (form, asked) => {
      const [action, number] = asked.split(' ')
      const at = Number(number)
      if (action === 'ignore') drop(at)
      else if (action === 'remember') void remember(at)
      else replace(form, at, action === 'replace-all')
    },
  }
}

/** Of those words what the text still has: it may have changed since it was checked. */
function stillUnknown(text: string, unknown: readonly UnknownWord[], ignored: readonly string[]): Pick<SpellingState, 'text' | 'unknown'> {
  const placed = unknown.map((each) => ({ ...each, starts: wordPlaces(text, each.word) }))
  return { text, unknown: placed.filter(({ word, starts }) => starts.length > 0 && !ignored.includes(word)) }
}

function textOf(form: HTMLFormElement): HTMLTextAreaElement {
  const text = wholeText(form)
  if (!text) throw new Error('The form has no text')
  return text
}

const languagesOf = (form: HTMLFormElement): readonly string[] => new FormData(form).getAll('spelling-language').map(String)

/** What was typed beside the word, else what was chosen. */
function wordBy(form: HTMLFormElement, at: number): string {
  const data = new FormData(form)
  const typed = (name: string): string => (data.get(`${name}-${at}`) as string | null) ?? ''
  return typed('spelling-other').trim() || typed('spelling-by')
}
