'use client'
import { useState, type ChangeEvent } from 'react'
import { changeIdentity, type Identity } from '#lib/mail/writing/identity.ts'
import { useWords } from '../../words/words-context.ts'
import { wholeText } from '../editor/format-fields.ts'
import styles from '../composer.module.css'

/** Under what name one writes. With scripts the signature changes at once, without them when the form is posted. */
export function FromField({ identities, value }: { identities: readonly Identity[]; value: string }) {
  const words = useWords().compose
  const [chosen, setChosen] = useState(identities.find(({ from }) => from === value) ?? identities[0])
  const change = ({ currentTarget: { value: from, form } }: ChangeEvent<HTMLSelectElement>): void => {
    const after = identities.find((each) => each.from === from)
    const [replyTo, body] = [form?.elements.namedItem('replyTo'), wholeText(form)]
    if (!after || !chosen || !(replyTo instanceof HTMLInputElement) || !body) return
    const changed = changeIdentity({ replyTo: replyTo.value, body: body.value }, chosen, after)
    replyTo.value = changed.replyTo
    // A message in HTML has its signature there.
    const format = form?.elements.namedItem('format')
    if (!(format instanceof HTMLInputElement) || format.value === 'text') body.value = changed.body
    setChosen(after)
  }
  return (
    <div className={styles.line}>
      <label>
        <span>{words.sender}</span>{' '}
        <select name="from" defaultValue={chosen?.from} onChange={change}>
          {identities.map(({ from }) => <option key={from} value={from}>{from}</option>)}
        </select>
      </label>
    </div>
  )
}
