import { writeMessageId } from '#lib/mail/message-ref.ts'
import type { ListView, ListWay } from '#lib/mail/reading/lists/list-view.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../parts/parts.module.css'
import type { DetailProps } from './detail-props.ts'

/**
 * What the mailing list offers: leaving it by one click, and every other way as a message to write or a page to open. Whether it was left, as the list, a message or its
 * reader says.
 */
export function MailingList({ list, ...props }: DetailProps & { readonly list: ListView }) {
  const { message, token, dates, urls, words } = props
  const form = { action: urls.api.unsubscribe(message), token }
  const hidden = <input type="hidden" name="return" value={urls.messageDetails(message)} />
  const isLeft = list.left !== undefined
  return (
    <section className={styles.card} aria-labelledby="list">
      <h2 id="list">{words.details.list}</h2>
      {list.name !== '' && <p dir="auto">{words.details.listName({ name: list.name })}</p>}
      {list.left !== undefined && <p>{words.message.listLeft({ date: dates.long(list.left) })}</p>}
      {list.oneClick !== undefined && (
        <PostForm {...form}>
          {hidden}
          {!isLeft && <p>{words.details.oneClick({ host: new URL(list.oneClick).host })}</p>}
          <Button>{isLeft ? words.answered.unsubscribeAgain : words.details.unsubscribe}</Button>
        </PostForm>
      )}
      {list.ways.length > 0 && <ul className={styles.ways}>{list.ways.map((way, at) => <li key={at}><Way way={way} {...props} /></li>)}</ul>}
      {(isLeft || list.ways.some(({ command }) => command === 'unsubscribe')) && (
        <PostForm {...form}>
          {hidden}
          <Button small look="quiet" name="said" value={isLeft ? 'stays' : 'left'}>{isLeft ? words.answered.stillHere : words.answered.leftMyself}</Button>
        </PostForm>
      )}
    </section>
  )
}

/** A message is only prepared: nothing leaves before its writer sends it. The one that leaves the list knows from where it comes, so that this is remembered once it is sent. */
function Way({ way, message, token, urls, words }: DetailProps & { way: ListWay }) {
  const { byMail, byPage, ways } = words.details
  if ('page' in way) return <a href={way.page} target="_blank" rel="noopener noreferrer">{byPage({ way: ways[way.command], host: new URL(way.page).host })}</a>
  const label = byMail({ way: ways[way.command], address: way.mail.to })
  if (way.command !== 'unsubscribe') return <a href={urls.compose({ ...way.mail })}>{label}</a>
  const fields = { kind: 'new', mailbox: message.mailbox, id: writeMessageId(message), ...way.mail }
  return (
    <PostForm action={urls.api.compositions()} token={token}>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button small className={styles.breaks}>{label}</Button>
    </PostForm>
  )
}
