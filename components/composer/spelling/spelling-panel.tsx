import type { RefObject } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { wordContext } from '#lib/mail/writing/spelling/replace-word.ts'
import type { SpellingView, UnknownWord } from '#lib/mail/writing/spelling/unknown-word.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './spelling-panel.module.css'
import type { SpellingState } from './spelling-state.ts'

type Words = PageWords['spelling']

/**
 * The words of the text that no dictionary knows, and what to do with each: part of the compose form, with or without scripts. Accessible names, a contract: region
 * "Spelling"; a group for each word, named by it, with "Replace by", "Another word", buttons "Replace", "Replace all", "Ignore", "Add to my words"; group "Languages".
 */
export function SpellingPanel({ view, state, words, panelRef }: { view: SpellingView; state: SpellingState; words: Words; panelRef?: RefObject<HTMLElement | null> }) {
  const { unknown, text, cut, ignored, isChecking, problem } = state
  if (unknown === undefined && problem === '' && !isChecking) return null
  return (
    <section ref={panelRef} aria-label={words.panel} className={styles.panel}>
      <input type="hidden" name="spelling-ignored" value={ignored.join(' ')} />
      {problem !== '' && <Alert kind="problem">{problem}</Alert>}
      <p role="status" tabIndex={-1} className={styles.status}>{sentence(words, state)}</p>
      {unknown !== undefined && unknown.length > 0 && (
        <ol className={styles.words}>
          {unknown.map((each, at) => <Row key={each.word} row={each} at={at} text={text} words={words} />)}
        </ol>
      )}
      {cut !== 'none' && <p className={styles.status}>{words.cuts[cut]}</p>}
      <Languages view={view} words={words} />
    </section>
  )
}

function sentence(words: Words, { unknown, isChecking }: SpellingState): string {
  if (isChecking) return words.checking
  if (unknown === undefined) return ''
  return unknown.length === 0 ? words.none : words.unknown
}

function Row({ row: { word, starts, suggestions }, at, text, words }: { row: UnknownWord; at: number; text: string; words: Words }) {
  const { before, after } = wordContext(text, starts[0] ?? 0, word)
  const button = (action: string, label: string) => <><Button small name="intent" value={`change-spelling ${action} ${at}`} formNoValidate>{label}</Button>{' '}</>
  return (
    <li data-row>
      <div role="group" aria-label={word} className={styles.row}>
        <p className={styles.context} dir="auto">{before}<mark>{word}</mark>{after}{starts.length > 1 && <small> ×{starts.length}</small>}</p>
        <input type="hidden" name={`spelling-word-${at}`} value={word} />
        <input type="hidden" name={`spelling-at-${at}`} value={starts[0] ?? 0} />
        {suggestions.length > 0 && (
          <>
            <select name={`spelling-by-${at}`} aria-label={words.replaceBy} dir="auto">
              {suggestions.map((each) => <option key={each} value={each}>{each}</option>)}
            </select>{' '}
          </>
        )}
        <input type="text" name={`spelling-other-${at}`} aria-label={words.other} placeholder={words.other} maxLength={200} size={16} dir="auto" spellCheck={false} autoComplete="off" />{' '}
        {button('replace', words.replace)}
        {starts.length > 1 && button('replace-all', words.replaceAll)}
        {button('ignore', words.ignore)}
        {button('remember', words.remember)}
      </div>
    </li>
  )
}

function Languages({ view: { languages, canChoose }, words }: { view: SpellingView; words: Words }) {
  return (
    <details className={styles.languages}>
      <summary>{words.languages}: {languages.filter(({ isChosen }) => isChosen).map(({ name }) => name).join(', ')}</summary>
      <fieldset disabled={!canChoose}>
        <legend className="for-screen-readers">{words.languages}</legend>
        {languages.map(({ tag, name, isChosen }) => <label key={tag}><input type="checkbox" name="spelling-language" value={tag} defaultChecked={isChosen} /> {name}</label>)}
        <Button small name="intent" value="check-spelling" formNoValidate>{words.again}</Button>
      </fieldset>
    </details>
  )
}
