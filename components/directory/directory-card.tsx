import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { DIRECTORY_FIELDS } from '#lib/mail/directory/directory-query.ts'
import { writePick } from '#lib/mail/people/pick.ts'
import { IntoBook, IntoMessage, PickFields, type PickFormProps } from '../people/pick-actions.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './directory.module.css'

interface DirectoryCardProps extends PickFormProps {
  readonly details: DirectoryDetails
  /** The title of the directory. */
  readonly source: string
  /** Each address as it goes into a message. */
  readonly written: readonly string[]
  readonly manager: { readonly name: string; readonly page: string } | undefined
}

/** All that a directory tells of one entry. */
export function DirectoryCard({ details, source, written, manager, ...form }: DirectoryCardProps) {
  const { urls, words, books } = form
  const { directory } = words
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
      {written.map((address, at) => (
        <PostForm key={address} action={urls.api.picks()} aria-label={address} className={styles.into} token={form.token}>
          <PickFields {...form} />
          <input type="hidden" name="pick" value={writePick({ written: address, place: { directory: entry.directory, entry: entry.dn } })} />
          <span><bdi>{address}</bdi></span>{' '}
          <IntoMessage words={words} />
          {at === 0 && <IntoBook books={books} words={words} />}
        </PostForm>
      ))}
    </section>
  )
}
