import { useWords } from '../words/words-context.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Saying } from '../mail-state/mail-state.ts'
import styles from './saying-bar.module.css'

/** What just happened, at the foot of the screen; with the way back where there is one. */
export function SayingBar({ saying, undo, dismiss }: { saying: Saying | undefined; undo: () => void; dismiss: () => void }) {
  return (
    <div className={styles.place}>
      <div role="status">{saying && saying.kind !== 'problem' && <Bar saying={saying} undo={undo} dismiss={dismiss} />}</div>
      <div role="alert">{saying && saying.kind === 'problem' && <Bar saying={saying} undo={undo} dismiss={dismiss} />}</div>
    </div>
  )
}

function Bar({ saying, undo, dismiss }: { saying: Saying; undo: () => void; dismiss: () => void }) {
  const words = useWords()
  return (
    <div className={styles.bar} data-kind={saying.kind}>
      <Icon name={saying.kind === 'problem' ? 'warning' : saying.kind === 'success' ? 'check' : 'info'} />
      <p>{saying.sentence}{saying.hint && <> <span>{saying.hint}</span></>}</p>
      {saying.undo && <Button type="button" small look="quiet" onClick={undo}>{words.actions.undo}</Button>}
      <Button type="button" small look="quiet" icon="close" iconOnly onClick={dismiss}>{words.shell.close}</Button>
    </div>
  )
}
