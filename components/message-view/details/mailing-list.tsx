import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { ListView, ListWay } from '#lib/mail/reading/lists/list-view.ts'
import { Button } from '../../ui/button.tsx'
import styles from '../parts/parts.module.css'
import type { DetailProps } from './detail-props.ts'

/** What the mailing list offers: leaving it by one click, or when that was done, and every other way as a message to write or a page to open. */
export function MailingList({ message, list, token, dates, urls, words }: DetailProps & { readonly list: ListView }) {
  return (
    <section className={styles.card} aria-labelledby="list">
      <h2 id="list">{words.details.list}</h2>
      {list.name !== '' && <p dir="auto">{words.details.listName({ name: list.name })}</p>}
      {list.oneClick !== undefined && (
        <form method="post" action={urls.api.unsubscribe(message)}>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="return" value={urls.messageDetails(message)} />
          <p>{list.left === undefined ? words.details.oneClick({ host: new URL(list.oneClick).host }) : words.message.listLeft({ date: dates.long(list.left) })}</p>
          <Button>{list.left === undefined ? words.details.unsubscribe : words.answered.unsubscribeAgain}</Button>
        </form>
      )}
      {list.ways.length > 0 && <ul className={styles.ways}>{list.ways.map((way, at) => <li key={at}><Way way={way} urls={urls} words={words} /></li>)}</ul>}
    </section>
  )
}

/** A message is only prepared: nothing leaves before its writer sends it. */
function Way({ way, urls, words }: { way: ListWay; urls: Urls; words: PageWords }) {
  const { byMail, byPage, ways } = words.details
  if ('mail' in way) return <a href={urls.compose({ ...way.mail })}>{byMail({ way: ways[way.command], address: way.mail.to })}</a>
  return <a href={way.page} target="_blank" rel="noopener noreferrer">{byPage({ way: ways[way.command], host: new URL(way.page).host })}</a>
}
