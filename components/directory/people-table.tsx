import type { PageWords } from '#lib/i18n/words.ts'
import type { FoundPerson } from '#lib/mail/people/found-person.ts'
import { writePick } from '#lib/mail/people/pick.ts'
import { IntoBook, IntoMessage, PickFields, type PickFormProps } from '../people/pick-actions.tsx'
import styles from './directory.module.css'
import { PostForm } from '../ui/post-form.tsx'

/** People under one heading, or under none. */
export interface ListedPeople {
  readonly title?: string
  /** The page on which that source alone is searched. */
  readonly page?: string | undefined
  readonly people: readonly FoundPerson[]
}

export interface PeopleTableProps extends PickFormProps {
  readonly groups: readonly ListedPeople[]
  /** What the table is called. */
  readonly title: string
  /** The page about somebody; undefined for whoever has none. */
  readonly pageOf: (person: FoundPerson) => string | undefined
}

/** People to choose among, and what becomes of those who are chosen. Accessible names, a contract: a checkbox "Choose NAME" for each; buttons "To", "Cc", "Bcc" and "Add to the address book". */
export function PeopleTable({ groups, title, pageOf, ...form }: PeopleTableProps) {
  const { words, urls, books, composition } = form
  const { directory } = words
  return (
    <PostForm action={urls.api.picks()} className={styles.card} token={form.token}>
      <PickFields {...form} />
      <h2 id="people">{title}</h2>
      <table className={styles.people} aria-labelledby="people">
        <thead>
          <tr>
            <td />
            <th scope="col">{directory.fields.name}</th><th scope="col">{directory.fields.mail}</th><th scope="col">{directory.fields.phone}</th><th scope="col">{directory.fields.organization}</th><th scope="col">{directory.source}</th>
          </tr>
        </thead>
        {groups.map(({ title: heading, page, people }, at) => (
          <tbody key={at}>
            {heading !== undefined && <tr className={styles.heading}><th scope="rowgroup" colSpan={6}>{page === undefined ? <bdi>{heading}</bdi> : <a href={page}><bdi>{heading}</bdi></a>}</th></tr>}
            {people.map((person, row) => <Row key={row} person={person} page={pageOf(person)} words={words} />)}
          </tbody>
        ))}
      </table>
      <div role="group" aria-labelledby="into" className={styles.into}>
        <span id="into">{composition === '' ? directory.intoNew : directory.intoOpen}</span>{' '}
        <IntoMessage words={words} />
      </div>
      <IntoBook books={books} words={words} />
    </PostForm>
  )
}

function Row({ person: { name, isGroup, address, phone, organization, pick, sources }, page, words: { directory } }: { person: FoundPerson; page: string | undefined; words: PageWords }) {
  const isChoice = pick.written !== '' || (pick.place !== undefined && 'card' in pick.place)
  return (
    <tr>
      <td className={styles.choose}>{isChoice && <input type="checkbox" name="pick" value={writePick(pick)} aria-label={directory.choose({ name })} />}</td>
      <th scope="row">{page === undefined ? <bdi>{name}</bdi> : <a href={page}><bdi>{name}</bdi></a>}{isGroup && <> <span className={styles.kind}>{directory.group}</span></>}</th>
      <td>{address !== '' ? <bdi>{address}</bdi> : !isGroup && <span className={styles.none}>{directory.noAddress}</span>}</td>
      <td><bdi>{phone}</bdi></td>
      <td><bdi>{organization}</bdi></td>
      <td>{sources.join(', ')}</td>
    </tr>
  )
}
