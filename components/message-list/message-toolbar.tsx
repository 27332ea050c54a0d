import { Fragment, useMemo } from 'react'
import { useFormats, useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { CHANGING } from '../actions/registry.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { mailboxLabel } from '../mailbox-tree/mailbox-label.ts'
import { sortMailboxes } from '../mailbox-tree/sort-mailboxes.ts'
import styles from './message-toolbar.module.css'

/** The submit buttons for chosen messages; stands inside the form that names them. */
export function ChangingButtons({ only }: { only?: readonly string[] }) {
  const words = useWords()
  return CHANGING.filter(({ name }) => !only || only.includes(name)).map(({ name, label, icon, keys, submits }) => (
    // The blank keeps names apart where a text browser writes them one after the other.
    <Fragment key={name}><Button name="action" value={submits} look="quiet" icon={icon} iconOnly aria-keyshortcuts={keys.join(' ')}>{label(words)}</Button>{' '}</Fragment>
  ))
}

/** Where messages can go, and the two ways of bringing them there. */
export function MoveMenu({ mailboxes, current, end = false }: { mailboxes: readonly MailboxSummary[]; current: string; end?: boolean }) {
  const words = useWords()
  const { compare } = useFormats()
  const targets = useMemo(() => sortMailboxes(mailboxes, compare).filter(({ selectable, name }) => selectable && name !== current), [mailboxes, compare, current])
  return (
    <details className={styles.move} data-menu="" data-move="" data-end={end ? '' : undefined}>
      <summary title={words.actions.moveTo}><Icon name="move" /><span className="for-screen-readers">{words.actions.moveTo}</span><Icon name="down" size={12} /></summary>
      <div className={styles.panel}>
        <select name="target" aria-label={words.actions.target} defaultValue="">
          <option value="">{words.actions.chooseTarget}</option>
          {targets.map((mailbox) => (
            <option key={mailbox.name} value={mailbox.name}>{`${'\u2003'.repeat(mailbox.level)}${mailboxLabel(words, mailbox)}`}</option>
          ))}
        </select>{' '}
        <div className={styles.ways}>
          <Button name="action" value="move" small>{words.actions.move}</Button>{' '}
          <Button name="action" value="copy" small>{words.actions.copy}</Button>
        </div>
      </div>
    </details>
  )
}
