import { useWords } from '../words/words-context.ts'
import { ACTIONS } from '../actions/registry.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from './shortcut-sheet.module.css'

/** Every key that does something, read from the actions themselves. */
export function ShortcutSheet({ close }: { close: () => void }) {
  const words = useWords()
  return (
    <Dialog title={words.shortcuts.title} close={close} closeLabel={words.shell.close}>
      <dl className={styles.sheet}>
        {ACTIONS.filter(({ keys }) => keys.length > 0).map(({ name, label, keys }) => (
          <div key={name}>
            <dt>{label(words)}</dt>
            <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
