import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { DIRECTORY_FIELDS } from '#lib/mail/directory/directory-query.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import styles from './directory.module.css'

interface DirectoryCardProps {
  readonly details: DirectoryDetails
  /** The title of the directory. */
  readonly source: string
  /** Each address as it goes into a message. */
  readonly written: readonly string[]
  readonly manager: { readonly name: string; readonly page: string } | undefined
  readonly composition: string
  readonly here: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** All that a directory tells of one entry. */
export function DirectoryCard({ details, source, written, manager, composition, here, urls, token, words }: DirectoryCardProps) {
  const { directory, compose } = words
  const { entry, values, hasPhoto, hasCertificate } = details
  return (
    <section className={styles.card}>
      <div className={styles.person}>
        <h1><bdi>{entry.name}</bdi>{entry.kind === 'group' && <> <span className={styles.kind}>{directory.group}</span></>}</h1>
        {hasPhoto && <img src={urls.api.directoryPhoto(entry.directory, entry.dn)} alt={directory.photo({ name: entry.name })} className={styles.photo} />}
      </div>
      <dl className={styles.facts}>
        {DIRECTORY_FIELDS.filter((field) => values[field].length > 0).map((field) => (
          <div key={field}><dt>{directory.fields[field]}</dt>{values[field].map((value) => <dd key={value}>{field === 'phone' ? <a href={`tel:${value.replaceAll(/[^+\d]/g, '')}`}><bdi>{value}</bdi></a> : <bdi>{value}</bdi>}</dd>)}</div>
        ))}
        {manager && <div><dt>{directory.manager}</dt><dd><a href={manager.page}><bdi>{manager.name}</bdi></a></dd></div>}
        <div><dt>{directory.source}</dt><dd>{source}</dd></div>
        {hasCertificate && <div><dt>{directory.certificate}</dt><dd><ButtonLink small icon="download" href={urls.api.directoryCertificate(entry.directory, entry.dn)} download>{directory.downloadCertificate}</ButtonLink></dd></div>}
      </dl>
      {written.map((address) => (
        <form key={address} method="post" action={urls.api.directory()} aria-label={address} className={styles.into}>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="return" value={here} />
          {composition !== '' && <input type="hidden" name="composition" value={composition} />}
          <input type="hidden" name="person" value={address} />
          <span><bdi>{address}</bdi></span>{' '}
          <Button look="primary" name="into" value="to">{compose.to}</Button>{' '}
          <Button name="into" value="cc">{compose.cc}</Button>{' '}
          <Button name="into" value="bcc">{compose.bcc}</Button>
        </form>
      ))}
    </section>
  )
}
