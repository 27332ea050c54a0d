'use client'
import type { Composition } from '#lib/mail/composition.ts'
import { useWords } from '../words/words-context.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import type { ComposerProps } from './composer.tsx'
import styles from './composer.module.css'
import pageStyles from './composition-page.module.css'
import { AddressLine } from './fields/address-line.tsx'
import { FromField } from './fields/from-field.tsx'
import { Review } from './review.tsx'

type RedirectProps = Pick<ComposerProps, 'token' | 'composition' | 'typed' | 'identities' | 'hints' | 'extraWords' | 'faulty'>

/** What is kept of a message that goes on as it is: nobody types it. */
const UNTYPED = ['replyTo', 'subject', 'body', 'format', 'html', 'quotation', 'priority', 'reports', 'followUp', 'headers', 'copyTo'] as const satisfies readonly (keyof Composition)[]

/** To whom a message goes on as it is. Accessible names: form "Redirect"; fields "To", "Cc", "Bcc"; buttons "Redirect", "Postpone", "Discard". */
export function Redirect({ token, composition, typed, identities, hints, extraWords, faulty }: RedirectProps) {
  const words = useWords().compose
  const { urls } = useSite()
  const value = (name: 'from' | 'to' | 'cc' | 'bcc'): string => typed?.[name]?.[0] ?? composition[name]
  return (
    <PostForm action={urls.api.composition(composition.id)} encType="multipart/form-data" aria-label={words.titles.redirect} className={styles.form} token={token}>
      <input type="hidden" name="revision" value={composition.revision} />
      {UNTYPED.map((name) => <input key={name} type="hidden" name={name} value={composition[name]} />)}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden className="for-screen-readers">{words.save}</button>
      <Review hints={hints} words={extraWords} isPosting={false} />
      <div className={pageStyles.body}>
        <p>{extraWords.redirectHint}</p>
        <p><b dir="auto">{composition.subject || words.openNoSubject}</b></p>
      </div>
      <div className={styles.fields}>
        {identities.length > 1 && <FromField identities={identities} value={value('from')} />}
        <AddressLine label={words.to} name="to" value={value('to')} autoFocus={faulty === undefined || faulty === 'to'} isFaulty={faulty === 'to'} />
        <AddressLine label={words.cc} name="cc" value={value('cc')} autoFocus={faulty === 'cc'} isFaulty={faulty === 'cc'} />
        <AddressLine label={words.bcc} name="bcc" value={value('bcc')} autoFocus={faulty === 'bcc'} isFaulty={faulty === 'bcc'} />
      </div>
      <div className={styles.bar} role="group" aria-label={words.buttons}>
        <Button look="primary" icon="sent" name="intent" value="send">{words.titles.redirect}</Button>{' '}
        <Button icon="drafts" name="intent" value="postpone">{words.postpone}</Button>{' '}
        <Button look="quiet" icon="trash" name="intent" value="discard" formNoValidate>{words.discard}</Button>
      </div>
    </PostForm>
  )
}
