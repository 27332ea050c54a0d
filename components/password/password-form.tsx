import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './password.module.css'

interface PasswordFormProps {
  /** Whose it is: browsers that keep passwords want to know, too. */
  readonly user: string
  /** Characters that a new one has at least. */
  readonly least: number
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The form that changes the password of the account. Accessible names, a contract: fields "User name", "Present password", "New password", "New password once more", button "Change password". */
export function PasswordForm({ user, least, urls, token, words: { password, programs } }: PasswordFormProps) {
  return (
    <Card>
      <p>{password.about}</p>
      <PostForm action={urls.api.password()} className={styles.form} token={token}>
        <TextField label={programs.user} name="username" id="username" readOnly autoComplete="username" defaultValue={user} />
        <TextField label={password.present} name="password" id="password" type="password" required maxLength={1000} autoComplete="current-password" />
        <TextField label={password.next} hint={password.nextHint({ least })} name="new_password" id="new-password" type="password" required minLength={least} maxLength={1000} autoComplete="new-password" />
        <TextField label={password.again} name="new_password_again" id="new-password-again" type="password" required maxLength={1000} autoComplete="new-password" />
        <Button look="primary">{password.submit}</Button>
      </PostForm>
    </Card>
  )
}
