'use client'
import { useEffect, useId, useState } from 'react'
import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'
import { useSite } from '../../mail-screen/site.ts'
import { useWords } from '../../words/words-context.ts'
import { AddressCombobox, optionId } from './address-combobox.ts'
import styles from './suggestions.module.css'

interface SuggestionsProps {
  readonly input: HTMLInputElement
}

interface Shown {
  readonly answer: SuggestionAnswer | undefined
  readonly active: number
  /** What is said of directories that are down; it stays while somebody types on, and goes when they answer. */
  readonly notices: readonly string[]
}

/** Whom address books and directories offer for an address field. Accessible names, a contract: listbox "People", an option for each with name and address. */
export function Suggestions({ input }: SuggestionsProps) {
  const { modules, urls } = useSite()
  const words = useWords().compose
  const listId = useId()
  const [{ answer, active, notices }, setShown] = useState<Shown>({ answer: undefined, active: -1, notices: [] })
  useEffect(() => {
    const combobox = new AddressCombobox(input, {
      listId,
      urlsOf: (text) => [...(modules.contacts ? [urls.api.people(text)] : []), ...(modules.directory ? [urls.api.directory(text)] : [])],
      show: (next, at) => setShown((before) => ({ answer: next, active: at, notices: next?.failures.map(({ sentence }) => sentence) ?? before.notices })),
    })
    return combobox.attach(document.getElementById(listId))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the modules and addresses of a page do not change
  }, [input, listId])
  useEffect(() => {
    // What it answers is none of React's business: newer browsers give a promise.
    void document.getElementById(optionId(listId, active))?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])
  const people = answer?.suggestions ?? []
  const found = answer === undefined ? '' : (answer.more ? words.foundMore : words.found)({ count: people.length })
  return (
    <>
      <ul role="listbox" id={listId} aria-label={words.people} className={styles.list} hidden={people.length === 0}>
        {people.map(({ name, address, written, detail, source }, at) => (
          <li key={written} role="option" id={optionId(listId, at)} aria-selected={at === active}>
            <bdi className={styles.name}>{name}</bdi>{' '}<bdi className={styles.address}>{address}</bdi>{' '}
            <span className={styles.detail}>{[detail, source].filter((part) => part !== '').join(' · ')}</span>
          </li>
        ))}
        {answer?.more && <li role="presentation" className={styles.more}>{found}</li>}
      </ul>
      <span role="status" className="for-screen-readers">{found}</span>
      {notices.map((sentence) => <p key={sentence} role="status" className={styles.notice}>{sentence}</p>)}
    </>
  )
}
