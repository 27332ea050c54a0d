import type { Language } from '#lib/i18n/languages.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './sign-in-form.module.css'

export interface LanguageFormProps {
  readonly action: string
  /** The tag of the language that the page is in. */
  readonly current: string
  readonly offered: readonly Language[]
  readonly words: PageWords
  readonly token: string
  /** The path of the page that comes back in the chosen language. */
  readonly returnPath: string
}

/** The languages of this site, each by its own name; nothing where there is no choice. */
export function LanguageForm({ action, current, offered, words, token, returnPath }: LanguageFormProps) {
  if (offered.length < 2) return undefined
  return (
    <PostForm action={action} className={styles.language} token={token}>
      <input type="hidden" name="return" value={returnPath} />
      <label htmlFor="language">{words.signIn.language}</label>{' '}
      <select name="language" id="language" defaultValue={current} autoComplete="off">
        {offered.map(({ tag, name }) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>{' '}
      <Button small>{words.signIn.languageSubmit}</Button>
    </PostForm>
  )
}
