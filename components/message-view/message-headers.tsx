import type { ReactNode } from 'react'
import { useWords } from '../words/words-context.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { isMisleading } from '../message-list/person-label.ts'
import { useSite } from '../mail-screen/site.ts'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './message-headers.module.css'

/** A message to a thousand people names these many; all of them stand in the full headers. */
const SHOWN = 50

/** Who wrote to whom and when; the real address always beside the name (threats D14). */
export function MessageHeaders({ message, here }: { message: MessageView; here: string }) {
  const words = useWords()
  const { dates, urls, token, modules } = useSite()
  const { from, sender, to, cc, bcc, replyTo } = message.envelope
  const fromAddresses = new Set(from.map(({ address }) => address))
  const isOther = (people: readonly Address[]): boolean => people.some(({ address }) => address !== '' && !fromAddresses.has(address))
  const { known } = message
  const lines = (
    <Lines>
      <Line name={words.message.from} strong><People people={from} known={known} nobody={words.index.noSender} /></Line>
      {isOther(sender) && <Line name={words.message.sender}><People people={sender} known={known} /></Line>}
      {isOther(replyTo) && <Line name={words.message.replyTo}><People people={replyTo} known={known} /></Line>}
      {to.length > 0 && <Line name={words.message.to}><People people={to} known={known} /></Line>}
      {cc.length > 0 && <Line name={words.message.cc}><People people={cc} known={known} /></Line>}
      {bcc.length > 0 && <Line name={words.message.bcc}><People people={bcc} known={known} /></Line>}
      {message.resent && (
        <>
          <Line name={words.message.resentBy}><People people={message.resent.from} known={known} /></Line>
          {message.resent.to.length > 0 && <Line name={words.message.resentTo}><People people={message.resent.to} known={known} /></Line>}
          {message.resent.date !== undefined && <Line name={words.message.resentOn}><time dateTime={message.resent.date} suppressHydrationWarning>{dates.long(message.resent.date)}</time></Line>}
        </>
      )}
      <Line name={words.message.date}><time dateTime={message.date} suppressHydrationWarning>{dates.long(message.date)}</time></Line>
    </Lines>
  )
  if (!modules.contacts) return lines
  return (
    <PostForm action={urls.api.people()} token={token}>
      <input type="hidden" name="return" value={here} />
      {lines}
    </PostForm>
  )
}

/** Every line of the header as it arrived. */
export function AllHeaders({ message }: { message: MessageView }) {
  const words = useWords()
  const { isTextBrowser } = useSite()
  if (isTextBrowser) return <Lines>{message.headers.map(({ name, value }, at) => <Line key={at} name={name}>{value}</Line>)}</Lines>
  return (
    <table className={styles.all} aria-label={words.message.fullHeaders}>
      <tbody>
        {message.headers.map(({ name, value }, at) => (
          <tr key={at}><th scope="row">{name}</th><td dir="auto">{value}</td></tr>
        ))}
      </tbody>
    </table>
  )
}

function Lines({ children }: { children: ReactNode }) {
  const { isTextBrowser } = useSite()
  return isTextBrowser ? <div className={styles.headers}>{children}</div> : <dl className={styles.headers}>{children}</dl>
}

/** Text browsers break the line behind a term and skip one behind its definition: there it is a line as in the message itself. */
function Line({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) {
  const words = useWords()
  const { isTextBrowser } = useSite()
  if (isTextBrowser) return <div className={strong ? styles.strong : undefined}><b>{words.message.headerName({ name })}</b> <span dir="auto">{children}</span></div>
  return (
    <div className={strong ? styles.strong : undefined}>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

function People({ people, known, nobody = '' }: { people: readonly Address[]; known: MessageView['known']; nobody?: string }) {
  const words = useWords()
  const flat = people.flatMap((person) => person.group ?? [person])
  if (flat.length === 0) return people[0]?.name ?? nobody
  return (
    <>
      {flat.slice(0, SHOWN).map((person, at) => <Person key={at} person={person} known={known} isLast={at === Math.min(flat.length, SHOWN) - 1} />)}
      {flat.length > SHOWN && ` ${words.index.others({ count: flat.length - SHOWN })}`}
    </>
  )
}

function Person({ person, known, isLast }: { person: Address; known: MessageView['known']; isLast: boolean }) {
  const words = useWords()
  const hasName = person.name !== '' && person.name !== person.address
  const isLie = isMisleading(person)
  return (
    <span className={styles.person}>
      {hasName && !isLie && <><bdi className={styles.name}>{person.name}</bdi>{' '}</>}
      {person.address !== '' && <bdi className={hasName && !isLie ? styles.address : styles.name}>{hasName && !isLie ? `<${person.address}>` : person.address}</bdi>}
      {isLie && <bdi className={styles.lie}> {words.message.callsItself({ name: person.name })}</bdi>}
      <AsContact person={person} known={known} />
      {!isLast && ', '}
    </span>
  )
}

/** The way to somebody's card, or the button that makes one. */
function AsContact({ person: { name, address }, known }: { person: Address; known: MessageView['known'] }) {
  const words = useWords()
  const { urls, modules, address: own } = useSite()
  if (!modules.contacts || !/^[^@\s]+@[^@\s]+$/.test(address) || address.toLowerCase() === own.toLowerCase()) return null
  const card = known?.[address.toLowerCase()]
  if (card) return <>{' '}<a href={urls.contact(card.book, card.id)} className={styles.known} title={words.message.contact({ name: name || address })}><Icon name="person" size={16} filled /><span className="for-screen-readers">{words.message.contact({ name: name || address })}</span></a></>
  return <>{' '}<button type="submit" name="person" value={`${address} ${name}`} className={styles.add} title={words.message.addContact({ name: name || address })}><Icon name="person" size={16} /><span aria-hidden="true">+</span><span className="for-screen-readers">{words.message.addContact({ name: name || address })}</span></button></>
}
