import { useMemo } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import { useFormats, useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { mailboxLabel } from './mailbox-label.ts'
import styles from './mailbox-tree.module.css'
import { nestMailboxes, type NestedMailbox } from './nest-mailboxes.ts'
import { sortMailboxes } from './sort-mailboxes.ts'

/** The mailboxes of the account with their unseen counts, each a link, in lists that lie in each other as they do. */
export function MailboxTree({ mailboxes, current, urls }: { mailboxes: readonly MailboxSummary[]; current: string | undefined; urls: Urls }) {
  const { compare } = useFormats()
  const nested = useMemo(() => nestMailboxes(sortMailboxes(mailboxes, compare)), [mailboxes, compare])
  return <Branch mailboxes={nested} current={current} urls={urls} className={styles.tree} />
}

function Branch({ mailboxes, className, ...rest }: { mailboxes: readonly NestedMailbox[]; current: string | undefined; urls: Urls; className?: string | undefined }) {
  return (
    <ul className={className}>
      {mailboxes.map(({ mailbox, inside }) => (
        <li key={mailbox.name}>
          <Line mailbox={mailbox} isCurrent={mailbox.name === rest.current} urls={rest.urls} />
          {inside.length > 0 && <Branch mailboxes={inside} {...rest} />}
        </li>
      ))}
    </ul>
  )
}

function Line({ mailbox, isCurrent, urls }: { mailbox: MailboxSummary; isCurrent: boolean; urls: Urls }) {
  const words = useWords()
  const inside = (
    <>
      <Icon name={iconOf(mailbox)} />
      <span className={styles.label}><bdi>{mailboxLabel(words, mailbox)}</bdi></span>
      <Unseen unseen={mailbox.specialUse === '\\Trash' || mailbox.specialUse === '\\Sent' ? 0 : mailbox.unseen} />
    </>
  )
  if (!mailbox.selectable) return <span className={styles.line}>{inside}</span>
  return (
    <a className={styles.line} href={urls.mailbox(mailbox.name)} aria-current={isCurrent ? 'page' : undefined} title={mailbox.name}>
      {inside}
    </a>
  )
}

function Unseen({ unseen = 0 }: { unseen: number | undefined }) {
  const words = useWords()
  const { count } = useFormats()
  if (unseen === 0) return null
  return (
    <span className={styles.unseen}>
      {' '}{count(unseen)}
      <span className="for-screen-readers"> {words.mailboxes.unseenAfterNumber}</span>
    </span>
  )
}

function iconOf({ specialUse, shared }: MailboxSummary): IconName {
  switch (specialUse) {
    case '\\Inbox': return 'inbox'
    case '\\Drafts': return 'drafts'
    case '\\Sent': return 'sent'
    case '\\Trash': return 'trash'
    case '\\Junk': return 'junk'
    case '\\Archive': return 'archive'
    default: return shared ? 'shared' : 'folder'
  }
}
