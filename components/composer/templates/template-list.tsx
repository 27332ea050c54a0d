import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from './template-list.module.css'

interface TemplateListProps {
  /** Undefined where there is no mailbox for them yet. */
  readonly held: { readonly mailbox: string; readonly templates: readonly { readonly ref: MessageRef; readonly name: string }[] } | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Every template with what can be done with it. Accessible names, a contract: list "Templates"; buttons "Use NAME", "Change NAME", "Delete NAME". */
export function TemplateList({ held, urls, token, words: { templates: words } }: TemplateListProps) {
  if (!held || held.templates.length === 0) return <p>{words.none}</p>
  const { mailbox, templates } = held
  return (
    <>
      <p>{words.hint({ mailbox })}</p>
      <ul aria-label={words.list} className={styles.list}>
        {templates.map(({ ref, name: given }) => {
          const name = given || words.unnamed
          const id = writeMessageId(ref)
          return (
            <li key={id}>
              <a href={urls.message(ref)} dir="auto" className={styles.name}>{name}</a>
              <PostForm action={urls.api.compositions()} className={styles.buttons} token={token}>
                <input type="hidden" name="mailbox" value={mailbox} />
                <input type="hidden" name="id" value={id} />
                <Button small look="primary" name="kind" value="from-template" aria-label={words.use({ name })}>{words.useShort}</Button>{' '}
                <Button small name="kind" value="template" aria-label={words.change({ name })}>{words.changeShort}</Button>
              </PostForm>
              <PostForm action={urls.api.messages(mailbox)} className={styles.buttons} token={token}>
                <input type="hidden" name="message" value={id} />
                <input type="hidden" name="return" value={urls.templates()} />
                <Button small look="quiet" icon="trash" name="action" value="delete" aria-label={words.remove({ name })}>{words.removeShort}</Button>
              </PostForm>
            </li>
          )
        })}
      </ul>
    </>
  )
}
