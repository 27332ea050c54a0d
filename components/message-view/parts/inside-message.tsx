import type { DateWriter } from '#lib/i18n/formats.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { BodyView, InsideView } from '#lib/mail/reading/message-view.ts'
import { writeAddress } from '../../message-list/person-label.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PlainText } from '../plain-text.tsx'
import { FRAME_SANDBOX } from '../frames-ahead.ts'
import { PartList, type PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

interface InsideMessageProps extends PartSurroundings {
  readonly section: string
  readonly view: InsideView
  readonly dates: DateWriter
  readonly isTextBrowser: boolean
  /** Whether pictures from elsewhere are shown, and whether the reader may ask for them. */
  readonly images: { readonly shown: boolean; readonly offered: boolean }
  /** On white paper, with the colours that its sender gave it. */
  readonly isOriginal: boolean
}

/** People of one line that are named; all of them stand in the source. */
const SHOWN = 50

/** A message that is attached to another one, with people, text and parts of its own. */
export function InsideMessage({ section, view, dates, isTextBrowser, images, isOriginal, ...surroundings }: InsideMessageProps) {
  const { message, urls, words } = surroundings
  const { from, to, cc } = view.envelope
  const shown = { ...(images.shown ? { images: '1' } : {}), paper: isOriginal ? 'original' : 'theme' }
  const hasHtml = view.bodies.some(({ kind }) => kind === 'html') && !isTextBrowser
  const line = (name: string, people: readonly Address[]) => people.length > 0 && <div><dt>{name}</dt><dd dir="auto">{people.slice(0, SHOWN).map((person, at) => <span key={at}>{at > 0 && ', '}<bdi>{writeAddress(person)}</bdi></span>)}</dd></div>
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{view.subject || words.index.noSubject}</h1>
      <section className={styles.card} aria-label={words.message.region}>
        <dl className={styles.people}>
          {line(words.message.from, from)}
          {line(words.message.to, to)}
          {line(words.message.cc, cc)}
          {view.date !== undefined && <div><dt>{words.message.date}</dt><dd><time dateTime={view.date}>{dates.long(view.date)}</time></dd></div>}
        </dl>
        {hasHtml && <p className={styles.paper}><a href={urls.messagePart(message, section, { ...shown, paper: isOriginal ? 'theme' : 'original' })}>{isOriginal ? words.message.darkColors : words.message.originalColors}</a></p>}
        {view.attachments.length > 0 && <PartList attachments={view.attachments} {...surroundings} />}
        {view.bodies.length === 0 && <p>{words.message.noText}</p>}
        {view.bodies.some((body) => body.kind === 'html' && body.remoteContent) && !isTextBrowser && !images.shown && (
          <>
            <p>{words.message.imagesBlocked}</p>
            {images.offered && <ButtonLink href={urls.messagePart(message, section, { ...shown, images: '1' })} icon="image" small>{words.message.showImages}</ButtonLink>}
          </>
        )}
        {view.bodies.map((body) => <Body key={body.section} body={body} src={urls.api.html(message, body.section, shown)} look={isOriginal ? styles.frame : `${styles.frame} ${styles.themed}`} title={words.message.htmlFrame} isTextBrowser={isTextBrowser} />)}
        {view.bodies.some((body) => body.kind === 'text' && body.cut) && <p>{words.message.cut}</p>}
      </section>
    </>
  )
}

function Body({ body, src, look = '', title, isTextBrowser }: { body: BodyView; src: string; look: string | undefined; title: string; isTextBrowser: boolean }) {
  if (body.kind === 'text' || isTextBrowser) return <PlainText text={body.text} isTextBrowser={isTextBrowser} />
  return <iframe className={look} title={title} sandbox={FRAME_SANDBOX} referrerPolicy="no-referrer" src={src} />
}
