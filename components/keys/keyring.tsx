import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { KeptKey } from '#lib/mail/reading/trust/signature.ts'
import { Button } from '../ui/button.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { KeyFacts } from './key-facts.tsx'
import styles from './keys.module.css'

interface KeyringProps {
  readonly kept: readonly KeptKey[]
  readonly typed: string | undefined
  readonly dates: DateWriter
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The keys of the people whom somebody knows, and the forms that add one. Accessible names, a contract: button "Remove: NAME", "Mark as verified: NAME", textbox "As text". */
export function Keyring({ kept, typed, dates, urls, token, words }: KeyringProps) {
  const { keys } = words
  return (
    <>
      <section className={styles.card} aria-label={keys.title}>
        <p>{keys.compare}</p>
        {kept.length === 0 ? <p>{keys.none}</p> : (
          <ul className={styles.list}>
            {kept.map((key) => {
              const label = key.name || key.addresses[0] || key.fingerprint
              const mark = key.isVerified ? keys.unverify : keys.verify
              return (
                <li key={key.fingerprint}>
                  <KeyFacts shown={key} dates={dates} words={words} />
                  <p className={styles.state}><Icon name={key.isVerified ? 'check' : 'info'} size={16} /> {key.isVerified ? keys.verified : keys.unverified}</p>
                  <PostForm action={urls.api.keys()} className={styles.links} token={token}>
                    <input type="hidden" name="fingerprint" value={key.fingerprint} />
                    <Button small name="intent" value={key.isVerified ? 'unverify' : 'verify'} aria-label={`${mark}: ${label}`}>{mark}</Button>{' '}
                    <Button small look="danger" name="intent" value="remove" aria-label={`${keys.remove}: ${label}`}>{keys.remove}</Button>
                  </PostForm>
                </li>
              )
            })}
          </ul>
        )}
      </section>
      <section className={styles.card} aria-labelledby="add">
        <h2 id="add">{keys.add}</h2>
        <PostForm action={urls.api.keys()} className={styles.form} token={token}>
          <input type="hidden" name="intent" value="add" />
          <TextAreaField label={keys.paste} hint={keys.pasteHint} name="text" id="text" rows={6} cols={60} required spellCheck={false} autoComplete="off" defaultValue={typed ?? ''} />
          <Button look="primary">{keys.submit}</Button>
        </PostForm>
        <PostForm action={urls.api.keyFile()} encType="multipart/form-data" className={styles.form} token={token}>
          <label>{keys.file}{' '}<input type="file" name="file" required accept=".asc,.gpg,.pgp,.key,.pem,.crt,.cer,.der" /></label>{' '}
          <Button aria-label={`${keys.submit}: ${keys.file}`}>{keys.submit}</Button>
        </PostForm>
      </section>
    </>
  )
}
