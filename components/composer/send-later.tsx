'use client'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words-context.ts'
import { useZone } from '../words/use-zone.ts'
import styles from './send-later.module.css'

/** When it is to leave, by the reader's clocks. Accessible names: "Send later" opens it; field "Date and time", button "Send at that time". */
export function SendLater({ isPosting }: { isPosting: boolean }) {
  const words = useWords().compose.later
  const zone = useZone(useSite())
  return (
    <details name="further" className={styles.later}>
      <summary>{words.open}</summary>
      <div className={styles.when}>
        <label>
          <span>{words.at}</span>{' '}
          <input type="datetime-local" name="later" />
        </label>{' '}
        <small>{zone}</small>{' '}
        <input type="hidden" name="zone" value={zone} />
        <Button name="intent" value="send-later" aria-disabled={isPosting}>{words.button}</Button>
      </div>
    </details>
  )
}
