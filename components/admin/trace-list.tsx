import type { TraceReport } from '#lib/api/admin/trace-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { adminUrl } from './admin-nav.tsx'
import styles from './admin.module.css'
import { Facts } from './facts.tsx'

interface TraceListProps {
  readonly traces: readonly TraceReport[]
  /** Whether the server in the box is traced, too. */
  readonly seesBox: boolean
  /** What was typed before it was refused. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly dates: DateWriter
  readonly words: PageWords
  readonly token: string
}

/** A form that begins a trace, and those that there are. */
export function TraceList({ traces, seesBox, typed, ...around }: TraceListProps) {
  const { urls, words: { traces: words }, token } = around
  return (
    <>
      <p className={styles.hint}>{words.hint} {seesBox && words.hintBox}</p>
      <section className={styles.card} aria-label={words.begin}>
        <h2>{words.begin}</h2>
        <PostForm action={urls.api.traces()} className={styles.form} token={token}>
          <ReturnField urls={urls} />
          <TextField label={words.user} hint={words.userHint} name="user" id="trace-user" maxLength={320} defaultValue={typed?.user?.[0]} autoComplete="off" autoCapitalize="none" required />
          <TextField label={words.minutes} hint={words.minutesHint} name="minutes" id="trace-minutes" inputMode="numeric" maxLength={4} defaultValue={typed?.minutes?.[0] ?? '30'} required />
          <Button look="primary">{words.begin}</Button>
        </PostForm>
      </section>
      <section className={styles.card} aria-label={words.kept}>
        <h2>{words.kept}</h2>
        <p role="status">{traces.length === 0 ? words.none : words.count({ count: traces.length })}</p>
        <ul className={styles.list}>{traces.map((trace) => <Trace key={trace.id} trace={trace} {...around} />)}</ul>
      </section>
    </>
  )
}

function Trace({ trace: { id, user, by, isRunning, startedAt, endsAt, octets }, urls, dates, words, token }: Omit<TraceListProps, 'traces' | 'seesBox' | 'typed'> & { trace: TraceReport }) {
  const { traces } = words
  const iso = (moment: number): string => new Date(moment).toISOString()
  const sides = (['gateway', 'server'] as const).filter((side) => octets[side] > 0)
  return (
    <li>
      <span className={styles.name}><bdi>{user}</bdi></span>
      <Facts facts={[
        { term: traces.since, children: dates.long(iso(startedAt)) },
        { term: isRunning ? traces.until : traces.over, children: dates.long(iso(endsAt)) },
        { term: traces.by, children: by === '' ? traces.commandLine : <bdi>{by}</bdi> },
        { term: traces.files, children: sides.length === 0 ? traces.nothingYet : <ul className={styles.plain}>{sides.map((side) => <li key={side}><a href={urls.api.trace(id, side)} download>{traces.side[side]({ user, kilobytes: Math.ceil(octets[side] / 1024) })}</a></li>)}</ul> },
      ]} />
      <PostForm action={urls.api.trace(id)} className={styles.row} token={token}>
        <ReturnField urls={urls} />
        {isRunning && <Button name="act" value="end">{traces.end({ user })}</Button>}
        <Button name="act" value="remove">{traces.remove({ user })}</Button>
      </PostForm>
    </li>
  )
}

function ReturnField({ urls }: { urls: Urls }) {
  return <input type="hidden" name="return" value={adminUrl(urls, 'traces')} />
}
