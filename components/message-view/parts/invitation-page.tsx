import type { ReactNode } from 'react'
import type { DateWriter, Formats } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { changesSince, isOutdated, type ChangingFact, type KnownAnswer } from '#lib/mail/reading/invitations/known-answer.ts'
import { INVITATION_ANSWERS, type CalendarPerson, type Invitation } from '#lib/mail/reading/invitations/invitation.ts'
import { writeAddress } from '../../message-list/person-label.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { PlainText } from '../plain-text.tsx'
import { calendarTimes } from './calendar-times.ts'
import type { PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

interface InvitationPageProps extends PartSurroundings {
  readonly section: string
  readonly invitation: Invitation
  /** What its reader said to this appointment before. */
  readonly known: KnownAnswer | undefined
  /** Whom an answer goes to; undefined where none is asked for. */
  readonly answerTo: string | undefined
  readonly dates: DateWriter
  readonly day: Formats['day']
  readonly isTextBrowser: boolean
  readonly token: string
}

/** An appointment that a message brings: what, when, where and who, and the ways to answer. */
export function InvitationPage({ section, invitation, known, answerTo, dates, day, isTextBrowser, token, message, urls, words }: InvitationPageProps) {
  const { invitations } = words
  const { start, end } = calendarTimes(invitation, { dates, day })
  const line = (name: string, content: ReactNode) => content !== '' && content !== undefined && <div><dt>{name}</dt><dd dir="auto">{content}</dd></div>
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{invitation.summary || words.index.noSubject}</h1>
      {invitation.isCancelled && <Alert kind="warning">{invitations.cancelled}</Alert>}
      {!invitation.isCancelled && invitation.method === 'request' && invitation.sequence > 0 && <Alert kind="notice">{invitations.updated}</Alert>}
      {invitation.method === 'reply' && <Alert kind="notice">{invitations.reply}</Alert>}
      {known && <Known known={known} invitation={invitation} words={words} dates={dates} day={day} />}
      <section className={styles.card} aria-label={invitations.title}>
        <dl className={styles.people}>
          {line(invitations.start, start)}
          {line(invitations.end, end)}
          {invitation.repeats && line(invitations.repeats, invitations.repeating)}
          {line(invitations.location, invitation.location)}
          {invitation.organizer && line(invitations.organizer, <bdi>{writeAddress(invitation.organizer)}</bdi>)}
          {invitation.attendees.length > 0 && line(invitations.attendees, <People people={invitation.attendees} sayingOf={(at) => invitations.participations[invitation.attendees[at]?.participation ?? 'needs-action']} />)}
        </dl>
        {invitation.description !== '' && <PlainText text={invitation.description} isTextBrowser={isTextBrowser} />}
        {answerTo !== undefined && (
          <PostForm action={urls.api.invitation(message, section)} token={token}>
            <input type="hidden" name="return" value={urls.messagePart(message, section)} />
            <p>{invitations.answerGoesTo({ address: answerTo })}</p>
            <p className={styles.links}>{INVITATION_ANSWERS.map((answer) => <span key={answer}><Button name="answer" value={answer}>{invitations.answers[answer]}</Button>{' '}</span>)}</p>
          </PostForm>
        )}
        <ButtonLink href={urls.api.part(message, section, 'download')} icon="download" download small>{words.message.download}</ButtonLink>
      </section>
    </>
  )
}

function People({ people, sayingOf }: { people: readonly CalendarPerson[]; sayingOf: (at: number) => string }) {
  return people.map((person, at) => <span key={at}>{at > 0 && ', '}<bdi>{writeAddress(person)}</bdi> ({sayingOf(at)})</span>)
}

/** What its reader said before, and what of the appointment is other now. */
function Known({ known, invitation, words, dates, day }: Pick<InvitationPageProps, 'invitation' | 'dates' | 'day'> & { readonly known: KnownAnswer; readonly words: PageWords }) {
  const { answered, invitations } = words
  const changes = isOutdated(known, invitation) ? [] : changesSince(known, invitation)
  const { start, end } = calendarTimes(known.facts, { dates, day })
  const before: Readonly<Record<ChangingFact, string>> = { summary: known.facts.summary, start, end, location: known.facts.location, repeats: known.facts.repeats ? invitations.repeating : '' }
  const names: Readonly<Record<ChangingFact, string>> = { summary: words.index.columns.subject, start: invitations.start, end: invitations.end, location: invitations.location, repeats: invitations.repeats }
  const outcome = isOutdated(known, invitation) ? answered.outdated : changes.length === 0 && !invitation.isCancelled ? answered.unchanged : undefined
  return (
    <Alert kind="notice" hint={outcome}>
      {answered[known.answer]({ date: dates.long(known.at) })}
      {changes.length > 0 && <>{` ${answered.changed}: `}{changes.map((name, at) => <span key={name}>{at > 0 && ', '}{names[name]} (<bdi>{answered.before({ before: before[name] || answered.nothing })}</bdi>)</span>)}</>}
    </Alert>
  )
}
