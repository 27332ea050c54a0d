import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import { Button } from '../ui/button.tsx'
import styles from './directory.module.css'

export interface ListedPerson {
  readonly entry: DirectoryEntry
  /** As it goes into a message; '' for whoever has no address. */
  readonly written: string
  readonly sources: readonly string[]
}

interface PeopleTableProps {
  readonly people: readonly ListedPerson[]
  /** What the table is called. */
  readonly title: string
  /** The page about somebody; undefined for whoever has none. */
  readonly pageOf: (entry: DirectoryEntry) => string | undefined
  /** '' for a new message. */
  readonly composition: string
  /** Where a post that fails comes back to. */
  readonly here: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** People to choose among, and what becomes of those who are chosen. Accessible names, a contract: a checkbox "Choose NAME" for each; buttons "To", "Cc" and "Bcc". */
export function PeopleTable({ people, title, pageOf, composition, here, urls, token, words }: PeopleTableProps) {
  const { directory, compose } = words
  return (
    <form method="post" action={urls.api.directory()} className={styles.card}>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="return" value={here} />
      {composition !== '' && <input type="hidden" name="composition" value={composition} />}
      <h2 id="people">{title}</h2>
      <table className={styles.people} aria-labelledby="people">
        <thead>
          <tr>
            <td />
            <th scope="col">{directory.fields.name}</th><th scope="col">{directory.fields.mail}</th><th scope="col">{directory.fields.phone}</th><th scope="col">{directory.fields.organization}</th><th scope="col">{directory.source}</th>
          </tr>
        </thead>
        <tbody>{people.map((person) => <Row key={`${person.entry.directory}\n${person.entry.dn}\n${person.written}`} person={person} page={pageOf(person.entry)} words={words} />)}</tbody>
      </table>
      <div role="group" aria-labelledby="into" className={styles.into}>
        <span id="into">{composition === '' ? directory.intoNew : directory.intoOpen}</span>{' '}
        <Button look="primary" name="into" value="to">{compose.to}</Button>{' '}
        <Button name="into" value="cc">{compose.cc}</Button>{' '}
        <Button name="into" value="bcc">{compose.bcc}</Button>
      </div>
    </form>
  )
}

function Row({ person: { entry, written, sources }, page, words: { directory } }: { person: ListedPerson; page: string | undefined; words: PageWords }) {
  const { name, kind, addresses, phones, organization, unit } = entry
  return (
    <tr>
      <td className={styles.choose}>{written !== '' && <input type="checkbox" name="person" value={written} aria-label={directory.choose({ name })} />}</td>
      <th scope="row">{page === undefined ? <bdi>{name}</bdi> : <a href={page}><bdi>{name}</bdi></a>}{kind === 'group' && <> <span className={styles.kind}>{directory.group}</span></>}</th>
      <td>{addresses[0] === undefined ? <span className={styles.none}>{directory.noAddress}</span> : <bdi>{addresses[0]}</bdi>}</td>
      <td><bdi>{phones[0]}</bdi></td>
      <td><bdi>{[organization, unit].filter((part) => part !== '').join(', ')}</bdi></td>
      <td>{sources.join(', ')}</td>
    </tr>
  )
}
