import type { FoundPerson } from '#lib/mail/people/found-person.ts'
import { Alert } from '../ui/alert.tsx'
import { PeopleTable, type PeopleTableProps } from './people-table.tsx'

interface LookUpResultsProps extends Omit<PeopleTableProps, 'title' | 'groups'> {
  readonly people: readonly FoundPerson[]
  readonly hasMore: boolean
  /** The page that shows more of them; undefined where no more can be had. */
  readonly more: string | undefined
  /** What directories say that could not be asked. */
  readonly failures: readonly string[]
}

/** Who was found, whether there are others, and who could not be asked. */
export function LookUpResults({ people, hasMore, more, failures, words, ...table }: LookUpResultsProps) {
  const { directory, compose } = words
  return (
    <>
      {failures.map((sentence) => <Alert key={sentence} kind="warning" hint={directory.mailGoesOn}>{sentence}</Alert>)}
      {people.length === 0 && failures.length === 0 && <Alert kind="notice" hint={directory.nobodyHint}>{directory.nobody}</Alert>}
      {people.length > 0 && (
        <>
          <p role="status">{compose.found({ count: people.length })}</p>
          {hasMore && <Alert kind="notice" hint={more && <a href={more}>{directory.showMore}</a>}>{directory.more}</Alert>}
          <PeopleTable groups={[{ people }]} title={directory.results} words={words} {...table} />
        </>
      )}
    </>
  )
}
