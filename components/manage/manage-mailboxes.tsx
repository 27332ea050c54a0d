import type { Urls } from '#lib/api/urls.ts'
import type { Formats } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { mailboxLabel } from '../mailbox-tree/mailbox-label.ts'
import { sortMailboxes } from '../mailbox-tree/sort-mailboxes.ts'
import { Button } from '../ui/button.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './manage.module.css'

/** What was typed before the server said no. */
type Fields = Readonly<Record<string, readonly string[]>> | undefined

/** All mailboxes, each with the way to its settings, and the form that makes a new one. */
export function ManageMailboxes({ mailboxes: unsorted, compare, urls, token, typed, words }: { mailboxes: readonly MailboxSummary[]; compare: Formats['compare']; urls: Urls; token: string; typed: Fields; words: PageWords }) {
  const mailboxes = sortMailboxes(unsorted, compare)
  return (
    <>
      <h1>{words.manage.title}</h1>
      <section className={styles.card}>
        <h2>{words.manage.create}</h2>
        <PostForm action={urls.api.mailboxes()} className={styles.row} token={token}>
          <input type="hidden" name="return" value={urls.mailboxes()} />
          <TextField label={words.manage.name} name="name" id="name" required autoComplete="off" defaultValue={typed?.name?.[0] ?? ''} />
          <SelectField label={words.manage.parent} name="parent" id="parent" defaultValue={typed?.parent?.[0] ?? ''}>
            <option value="">{words.manage.topLevel}</option>
            {mailboxes.map(({ name, label, level, specialUse }) => (
              <option key={name} value={name}>{`${'\u2003'.repeat(level)}${mailboxLabel(words, { name, label, ...(specialUse ? { specialUse } : {}) })}`}</option>
            ))}
          </SelectField>
          <Button look="primary">{words.manage.createSubmit}</Button>
        </PostForm>
      </section>
      <section className={styles.card}>
        <h2>{words.manage.all}</h2>
        <ul className={styles.list}>
          {mailboxes.map((mailbox) => (
            <li key={mailbox.name} style={{ '--level': mailbox.level } as React.CSSProperties}>
              {mailbox.selectable ? <a href={urls.mailbox(mailbox.name)}>{mailboxLabel(words, mailbox)}</a> : <span>{mailboxLabel(words, mailbox)}</span>}{' '}
              {mailbox.messages !== undefined && <span className={styles.count}>{words.manage.messages({ count: mailbox.messages })}</span>}{' '}
              {isOwn(mailbox) && <a href={urls.mailboxSettings(mailbox.name)}>{words.manage.settingsShort}<span className="for-screen-readers">{words.manage.settingsOf({ name: mailbox.name })}</span></a>}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** The forms that rename and delete one mailbox. */
export function ManageMailbox({ mailbox, urls, token, typed, words }: { mailbox: MailboxSummary; urls: Urls; token: string; typed: Fields; words: PageWords }) {
  const here = urls.mailboxSettings(mailbox.name)
  return (
    <>
      <h1>{words.manage.settings({ name: mailboxLabel(words, mailbox) })}</h1>
      {!isOwn(mailbox) && <p>{words.manage.fixed}</p>}
      {isOwn(mailbox) && (
        <>
          <section className={styles.card}>
            <h2>{words.manage.rename}</h2>
            <PostForm action={urls.api.renameMailbox(mailbox.name)} className={styles.row} token={token}>
              <input type="hidden" name="return" value={here} />
              <TextField label={words.manage.newName} hint={words.manage.newNameHint} name="name" id="name" required autoComplete="off" defaultValue={typed?.name?.[0] ?? mailbox.name} />
              <Button>{words.manage.renameSubmit}</Button>
            </PostForm>
          </section>
          <section className={styles.card}>
            <h2>{words.manage.delete}</h2>
            <p>{words.manage.deleteHint}</p>
            <PostForm action={urls.api.deleteMailbox(mailbox.name)} token={token}>
              <input type="hidden" name="return" value={here} />
              <CheckField label={words.manage.confirmDelete({ name: mailbox.name })} name="confirm" value="yes" required />
              <Button look="danger" icon="trash">{words.manage.deleteSubmit({ name: mailbox.name })}</Button>
            </PostForm>
          </section>
        </>
      )}
      <p><a href={urls.mailboxes()}>{words.manage.all}</a></p>
    </>
  )
}

/** The Inbox is the server's (RFC 9051 §5.1), and shared mailboxes are somebody else's. */
function isOwn({ name, shared }: MailboxSummary): boolean {
  return name !== 'INBOX' && !shared
}
