import type { Urls } from '#lib/api/urls.ts'
import { useWords } from '../words/words-context.ts'
import type { IndexPage, SortKey } from '#lib/mail/index-page.ts'
import type { Place } from '../mail-state/place.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './message-list.module.css'
import { sortedBy } from './sorted-by.ts'

/** The heads of the columns; each sorts by its column, and the other way round when it does already. */
export function SortLinks({ index, place, urls, showsRecipients }: { index: IndexPage; place: Place; urls: Urls; showsRecipients: boolean }) {
  const words = useWords()
  const head = (key: SortKey, label: string, className: string | undefined) => {
    const isCurrent = !index.sortedByArrival && (index.sort === key || (index.sort === 'arrival' && key === 'date'))
    const direction = index.reverse ? 'descending' : 'ascending'
    return (
      <th role="columnheader" scope="col" className={className} aria-sort={isCurrent ? direction : 'none'}>
        <a href={urls.mailbox(place.mailbox, sortedBy(place.query, index, key))}>
          {label}
          {isCurrent && <Icon name={index.reverse ? 'down' : 'up'} size={14} />}
        </a>
      </th>
    )
  }
  return (
    <tr role="row">
      <th role="columnheader" scope="col" className={styles.choose}><span className="for-screen-readers">{words.index.columns.choose}</span></th>
      {head('from', showsRecipients ? words.index.columns.to : words.index.columns.from, styles.person)}
      {head('subject', words.index.columns.subject, styles.subject)}
      <th role="columnheader" scope="col" className={styles.marks}><span className="for-screen-readers">{words.index.columns.marks}</span></th>
      {head('date', words.index.columns.date, styles.date)}
      {head('size', words.index.columns.size, styles.size)}
    </tr>
  )
}
