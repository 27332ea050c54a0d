import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from '../share/share.module.css'

interface FetchFormProps {
  readonly mailboxes: readonly Pick<MailboxSummary, 'name' | 'selectable'>[]
  /** What was typed before it was refused; never a password. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** From which server, as whom, into which mailbox, and what becomes of the messages there. */
export function FetchForm({ mailboxes, typed, urls, token, words: { fetching, signIn } }: FetchFormProps) {
  const was = (name: string, otherwise = ''): string => typed?.[name]?.[0] ?? otherwise
  const names = mailboxes.filter(({ selectable }) => selectable).map(({ name }) => name)
  return (
    <PostForm action={urls.api.fetches()} className={styles.form} aria-label={fetching.title} token={token}>
      <input type="hidden" name="return" value={urls.fetch()} />
      <TextField label={fetching.host} name="host" id="fetch-host" defaultValue={was('host')} autoComplete="off" autoCapitalize="none" spellCheck={false} inputMode="url" maxLength={253} required />
      <SelectField label={signIn.security} name="security" id="fetch-security" defaultValue={was('security', 'tls')}>
        <option value="tls">{fetching.securityTls}</option>
        <option value="starttls">{fetching.securityStarttls}</option>
        <option value="none">{signIn.securityNone}</option>
      </SelectField>
      <TextField label={signIn.port} name="port" id="fetch-port" defaultValue={was('port')} inputMode="numeric" pattern="[0-9]*" placeholder="995" />
      <TextField label={signIn.user} name="user" id="fetch-user" defaultValue={was('user')} autoComplete="off" autoCapitalize="none" spellCheck={false} required />
      <TextField label={signIn.password} name="password" id="fetch-password" type="password" autoComplete="off" required />
      <SelectField label={fetching.mailbox} name="mailbox" id="fetch-mailbox" defaultValue={was('mailbox', 'INBOX')}>
        {(names.length === 0 ? ['INBOX'] : names).map((name) => <option key={name} value={name}>{name}</option>)}
      </SelectField>
      <SelectField label={fetching.afterwards} name="afterwards" id="fetch-afterwards" defaultValue={was('afterwards', 'keep')}>
        <option value="keep">{fetching.keep}</option>
        <option value="delete-later">{fetching.deleteLater}</option>
        <option value="delete">{fetching.delete}</option>
      </SelectField>
      <Button look="primary">{fetching.submit}</Button>
    </PostForm>
  )
}

/** The way to the page, among the settings. */
export function FetchLink({ urls, words: { fetching } }: Pick<FetchFormProps, 'urls' | 'words'>) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.fetch()}>{fetching.title}</a></h2>
      <p>{fetching.linkHint}</p>
    </section>
  )
}
