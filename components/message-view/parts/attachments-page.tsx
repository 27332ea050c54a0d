import type { Formats } from '#lib/i18n/formats.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { AttachmentView } from '#lib/mail/reading/message-view.ts'
import { mailboxLabel } from '../../mailbox-tree/mailbox-label.ts'
import { sortMailboxes } from '../../mailbox-tree/sort-mailboxes.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CheckField, SelectField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { PartList, type PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

interface AttachmentsPageProps extends PartSurroundings {
  readonly subject: string
  readonly attachments: readonly AttachmentView[]
  readonly mailboxes: readonly MailboxSummary[]
  readonly compare: Formats['compare']
  readonly token: string
}

/** Everything that is attached to a message, with the ways to save it, to keep an attached message, and to take attachments out. */
export function AttachmentsPage({ subject, attachments, mailboxes, compare, token, ...surroundings }: AttachmentsPageProps) {
  const { message, urls, words } = surroundings
  const here = urls.attachments(message)
  const messages = attachments.filter(({ opens }) => opens === 'message')
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{words.parts.title({ subject: subject || words.index.noSubject })}</h1>
      {attachments.length === 0 && <p>{words.parts.none}</p>}
      {attachments.length > 0 && (
        <section className={styles.card}>
          <PartList attachments={attachments} {...surroundings} />
          <ButtonLink href={urls.api.attachments(message)} icon="download" download>{words.parts.downloadAll}</ButtonLink>
        </section>
      )}
      {messages.map(({ section, name }) => (
        <section key={section} className={styles.card}>
          <h2>{words.parts.keep}</h2>
          <p><bdi>{name || words.message.unnamed}</bdi></p>
          <p>{words.parts.keepHint}</p>
          <PostForm action={urls.api.part(message, section, 'view')} token={token}>
            <input type="hidden" name="return" value={here} />
            <SelectField label={words.actions.target} name="target" id={`target-${section}`} defaultValue="">
              <option value="">{words.actions.chooseTarget}</option>
              {sortMailboxes(mailboxes, compare).filter(({ selectable }) => selectable).map((mailbox) => (
                <option key={mailbox.name} value={mailbox.name}>{`${'\u2003'.repeat(mailbox.level)}${mailboxLabel(words, mailbox)}`}</option>
              ))}
            </SelectField>
            <Button>{words.parts.keepSubmit}</Button>
          </PostForm>
        </section>
      ))}
      {attachments.length > 0 && (
        <section className={styles.card}>
          <h2>{words.parts.remove}</h2>
          <p>{words.parts.removeHint}</p>
          <PostForm action={urls.api.attachments(message)} token={token}>
            <input type="hidden" name="return" value={here} />
            <fieldset className={styles.choices} aria-label={words.parts.remove}>
              {attachments.map(({ section, name }) => <CheckField key={section} label={<bdi>{words.parts.choose({ name: name || words.message.unnamed })}</bdi>} name="part" value={section === '' ? '0' : section} />)}
            </fieldset>
            <CheckField label={words.parts.confirmRemove} name="confirm" value="yes" required />
            <Button look="danger" icon="trash">{words.parts.removeSubmit}</Button>
          </PostForm>
        </section>
      )}
    </>
  )
}
