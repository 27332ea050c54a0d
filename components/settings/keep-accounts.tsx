import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { recordField } from '#lib/mail/preferences/form-text.ts'
import { PREFERENCES } from '#lib/mail/preferences/schema.ts'
import type { KeptAccount } from '#lib/mail/sites/kept-account.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './settings.module.css'

interface KeepAccountsProps {
  /** Signed in in this browser, and not kept. */
  readonly offered: readonly KeptAccount[]
  readonly kept: readonly KeptAccount[]
  /** Of the preference, as this page shows it. */
  readonly version: number
  readonly urls: Urls
  readonly token: string
  /** Where the form comes back to. */
  readonly here: string
  readonly words: PageWords
}

/** Keeps an account that is signed in already by one button; nothing where there is none, or no room. */
export function KeepAccounts({ offered, kept, version, urls, token, here, words }: KeepAccountsProps) {
  if (offered.length === 0 || kept.length >= PREFERENCES.accounts.kind.mostItems) return undefined
  return (
    <section className={styles.move} aria-labelledby="keep-accounts">
      <h2 id="keep-accounts">{words.settings.keepAccounts}</h2>
      {offered.map((account) => (
        <PostForm key={`${account.user} ${account.host} ${account.port}`} action={urls.api.preferences()} token={token}>
          <input type="hidden" name="return" value={here} />
          <input type="hidden" name="version.accounts" value={version} />
          {[...kept, account].flatMap((record, at) => Object.entries(record).map(([field, text]) => <input key={`${at} ${field}`} type="hidden" name={recordField('accounts', at, field)} value={text} />))}
          <Button icon="person">{words.settings.keepAccount({ address: account.title })}</Button>
        </PostForm>
      ))}
    </section>
  )
}
