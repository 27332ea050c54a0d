import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { PublicKey, SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { groupsOf, KeyFacts } from './key-facts.tsx'
import styles from './keys.module.css'

/** One signature, as it is told. */
export interface ShownSignature {
  readonly kind: 'success' | 'notice' | 'warning'
  readonly says: string
  readonly outcome?: SignatureOutcome
  /** The text that it covers, where that is a block in a text. */
  readonly text?: string
}

interface SignaturePageProps {
  readonly message: MessageRef
  readonly subject: string
  readonly signatures: readonly ShownSignature[]
  /** Keys that the message brings, and whether each is in the keyring already. */
  readonly brought: readonly { readonly key: PublicKey; readonly isKept: boolean }[]
  readonly dates: DateWriter
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Who has signed a message and with which keys; the keys that it brings can be kept. Accessible names, a contract: button "Add: NAME". */
export function SignaturePage({ message, subject, signatures: shown, brought, dates, urls, token, words }: SignaturePageProps) {
  const { signatures, keys } = words
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{signatures.title}: {subject || words.index.noSubject}</h1>
      {shown.length === 0 ? <p>{signatures.none}</p> : <p>{signatures.header}</p>}
      {shown.map((signature, at) => (
        <section key={at} className={styles.card} aria-label={signatures.title}>
          <Alert kind={signature.kind}>{signature.says}</Alert>
          {signature.outcome && <Facts outcome={signature.outcome} dates={dates} words={words} />}
          {signature.text !== undefined && signature.text !== '' && <><h2>{signatures.text}</h2><p className={styles.text} dir="auto">{signature.text}</p></>}
        </section>
      ))}
      {brought.length > 0 && (
        <section className={styles.card} aria-labelledby="brought">
          <h2 id="brought">{signatures.keysHere}</h2>
          <p>{keys.compare}</p>
          <ul className={styles.list}>
            {brought.map(({ key, isKept }) => (
              <li key={key.fingerprint}>
                <KeyFacts shown={key} dates={dates} words={words} />
                {isKept ? <p>{signatures.have} <a href={urls.keys()}>{keys.title}</a></p> : (
                  <PostForm action={urls.api.keys()} token={token}>
                    <input type="hidden" name="return" value={urls.signature(message)} />
                    <input type="hidden" name="intent" value="add" />
                    <input type="hidden" name="text" value={key.text} />
                    <Button small aria-label={`${keys.submit}: ${key.name || key.addresses[0] || key.fingerprint}`}>{keys.submit}</Button>
                  </PostForm>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p><a href={urls.keys()}>{keys.title}</a></p>
    </>
  )
}

function Facts({ outcome: { signer, signedAt, keyId }, dates, words: { signatures } }: { outcome: SignatureOutcome; dates: DateWriter; words: PageWords }) {
  const people = signer && [signer.name, ...signer.addresses].filter((each) => each !== '')
  return (
    <dl className={styles.facts}>
      {people && <div><dt>{signatures.signer}</dt><dd>{people.map((each, at) => <span key={at}>{at > 0 && ', '}<bdi>{each}</bdi></span>)}</dd></div>}
      {signer?.issuer !== undefined && <div><dt>{signatures.issuer}</dt><dd><bdi>{signer.issuer}</bdi></dd></div>}
      {signer && <div><dt>{signatures.fingerprint}</dt><dd><bdi className={styles.fingerprint} dir="ltr" translate="no">{groupsOf(signer.fingerprint)}</bdi></dd></div>}
      {keyId !== undefined && <div><dt>{signatures.keyId}</dt><dd><bdi className={styles.fingerprint} dir="ltr" translate="no">{groupsOf(keyId)}</bdi></dd></div>}
      {signedAt !== undefined && <div><dt>{signatures.time}</dt><dd><time dateTime={new Date(signedAt).toISOString()}>{dates.long(new Date(signedAt).toISOString())}</time></dd></div>}
    </dl>
  )
}
