import type { ReactNode } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { type ContactFields, EMAIL_KINDS, PHONE_KINDS, POSTAL_KINDS, POSTAL_PARTS, type PostalAddress, type TextField as TextName } from '#lib/mail/contacts/contact-fields.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'

interface ContactFormProps {
  readonly fields: ContactFields
  /** The texts that the contact had when the form was made: only what was changed since counts when somebody else saves first. */
  readonly before?: ContactFields['texts']
  /** Where it goes: a new contact of a book, or the one that is changed with the etag that it had. */
  readonly action: string
  readonly etag: string | undefined
  /** The page that shows it again when something is wrong. */
  readonly here: string
  readonly cancel: string
  readonly token: string
  readonly words: PageWords
}

/** What a contact can be given; a free row stands behind each list. */
export function ContactForm({ fields: { texts, emails, phones, addresses }, before, action, etag, here, cancel, token, words }: ContactFormProps) {
  const { contacts } = words
  const line = (name: TextName, more: { readonly hint?: string; readonly autoComplete?: string } = {}): ReactNode => <TextField label={contacts.fields[name]} name={name} id={`contact-${name}`} defaultValue={texts[name]} autoComplete="off" {...more} />
  return (
    <PostForm action={action} className={styles.form} token={token}>
      <input type="hidden" name="return" value={here} />
      <input type="hidden" name="intent" value={etag === undefined ? 'create' : 'save'} />
      {etag !== undefined && <input type="hidden" name="etag" value={etag} />}
      {before && <input type="hidden" name="before" value={JSON.stringify(before)} />}
      <div className={styles.fields}>{line('given')}{line('family')}</div>
      <Details name="email" label={contacts.fields.email} type="email" kinds={EMAIL_KINDS} rows={emails} words={words} />
      <Details name="phone" label={contacts.fields.phone} type="tel" kinds={PHONE_KINDS} rows={phones} words={words} />
      <div className={styles.fields}>{line('name', { hint: contacts.nameHint })}{line('nickname')}{line('organization')}{line('unit')}{line('title')}{line('birthday', { hint: contacts.birthdayHint })}{line('url')}</div>
      <TextAreaField label={contacts.fields.note} name="note" id="contact-note" rows={3} defaultValue={texts.note} />
      {[...addresses, EMPTY].map((address, at) => <Postal key={at} address={address} at={at} words={words} />)}
      <details>
        <summary>{contacts.other}</summary>
        <div className={styles.fields}>{line('prefix')}{line('additional')}{line('suffix')}</div>
      </details>
      <div className={styles.tools}>
        <Button look="primary">{contacts.save}</Button>{' '}
        <a href={cancel}>{words.shell.close}</a>
      </div>
    </PostForm>
  )
}

const EMPTY: PostalAddress = { street: '', city: '', region: '', code: '', country: '', was: '', kind: 'home' }

interface DetailsProps {
  readonly name: 'email' | 'phone'
  readonly label: string
  readonly type: 'email' | 'tel'
  readonly kinds: readonly (typeof EMAIL_KINDS | typeof PHONE_KINDS)[number][]
  readonly rows: ContactFields['emails']
  readonly words: PageWords
}

function Details({ name, label, type, kinds, rows, words: { contacts } }: DetailsProps) {
  const all = [...rows, { was: '', value: '', kind: kinds[0] ?? 'other' }]
  return (
    <fieldset className={styles.several}>
      <legend>{label}</legend>
      {all.map(({ was, value, kind }, at) => (
        <div key={at} className={styles.detail}>
          <input type="hidden" name={`${name}Was`} value={was} />
          <TextField label={<span className="for-screen-readers">{`${label} ${at + 1}`}</span>} inputMode={type} name={name} id={`${name}-${at}`} defaultValue={value} autoComplete="off" />{' '}
          <SelectField label={<span className="for-screen-readers">{`${contacts.fields.kind} ${at + 1}`}</span>} name={`${name}Kind`} id={`${name}-kind-${at}`} defaultValue={kind}>
            {kinds.map((each) => <option key={each} value={each}>{contacts.kinds[each]}</option>)}
          </SelectField>
        </div>
      ))}
    </fieldset>
  )
}

function Postal({ address, at, words: { contacts } }: { address: PostalAddress; at: number; words: PageWords }) {
  const isFree = address.was === '' && POSTAL_PARTS.every((part) => address[part] === '')
  const inside = (
    <>
      <input type="hidden" name="postalWas" value={address.was} />
      <div className={styles.fields}>
        {POSTAL_PARTS.map((part) => <TextField key={part} label={contacts.fields[part]} name={part} id={`${part}-${at}`} defaultValue={address[part]} autoComplete="off" />)}
        <SelectField label={contacts.fields.kind} name="postalKind" id={`postal-kind-${at}`} defaultValue={address.kind}>
          {POSTAL_KINDS.map((each) => <option key={each} value={each}>{contacts.kinds[each]}</option>)}
        </SelectField>
      </div>
    </>
  )
  if (isFree) return <details><summary>{contacts.fields.postal}</summary>{inside}</details>
  return <fieldset className={styles.several}><legend>{contacts.fields.postal}</legend>{inside}</fieldset>
}

/** The photo of a contact: another one, or none. */
export function PhotoForm({ action, hasPhoto, kilobytes, here, token, words: { contacts } }: { action: string; hasPhoto: boolean; kilobytes: number; here: string; token: string; words: PageWords }) {
  return (
    <section className={styles.card}>
      <h2>{contacts.photo}</h2>
      <PostForm action={action} encType="multipart/form-data" className={styles.act} token={token}>
        <input type="hidden" name="return" value={here} />
        <TextField label={contacts.photo} hint={contacts.photoHint({ kilobytes })} type="file" name="photo" id="photo" accept="image/jpeg,image/png,image/gif,image/webp" required />
        <Button>{contacts.photoUpload}</Button>
      </PostForm>
      {hasPhoto && (
        <PostForm action={action} encType="multipart/form-data" token={token}>
          <input type="hidden" name="return" value={here} />
          <Button>{contacts.photoRemove}</Button>
        </PostForm>
      )}
    </section>
  )
}
