import type { ConfigurationHealth, OverviewFigures, ServerHealth, StorageHealth } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import { mistakeSentence, noteSentence } from '#lib/i18n/reasons/config-sentence.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Alert } from '../ui/alert.tsx'
import { adminUrl } from './admin-nav.tsx'
import styles from './admin.module.css'
import { Facts, hostAndPort, State } from './facts.tsx'

export interface OverviewProps extends OverviewFigures {
  readonly version: string
  readonly urls: Urls
  readonly dates: DateWriter
  readonly words: PageWords
}

/** How everything is that this gateway stands on. */
export function Overview(props: OverviewProps) {
  const { version, uptimeSeconds, signedIn, configuration, servers, storages, themes, urls, words } = props
  const refused = themes.filter(({ state }) => state === 'refused')
  const wrong = servers.filter(({ probe }) => !probe.reached).length + storages.filter(({ milliseconds }) => milliseconds === undefined).length + refused.length + (configuration?.refused ? 1 : 0)
  return (
    <>
      <Alert kind={wrong === 0 ? 'success' : 'problem'}>{wrong === 0 ? words.admin.allIsWell : words.admin.somethingIsWrong({ count: wrong })}</Alert>
      <section className={styles.card}>
        <h2>{words.admin.backends}</h2>
        <p className={styles.hint}>{words.admin.backendsHint}</p>
        <ul className={styles.list}>{servers.map((server) => <Server key={`${server.kind} ${server.host} ${server.port} ${server.security}`} server={server} dates={props.dates} words={words} />)}</ul>
      </section>
      <section className={styles.card}>
        <h2>{words.admin.storages}</h2>
        <ul className={styles.list}>{storages.map((storage) => <Storage key={storage.kind} storage={storage} words={words} />)}</ul>
      </section>
      <section className={styles.card}>
        <h2>{words.admin.configuration}</h2>
        {configuration ? <Configuration {...props} configuration={configuration} /> : <p>{words.admin.configurationUnknown}</p>}
      </section>
      <section className={styles.card}>
        <h2>{words.admin.sections.themes}</h2>
        <State isWell={refused.length === 0}>{refused.length === 0 ? words.admin.themesInOrder : words.admin.themesRefused({ count: refused.length })} <a href={adminUrl(urls, 'themes')}>{words.admin.sections.themes}</a></State>
        {refused.length > 0 && <ul className={styles.plain}>{refused.map(({ name, problems }) => <li key={name}><strong>{name}</strong>: {problems[0] && themeSentence(words, problems[0])}</li>)}</ul>}
      </section>
      <section className={styles.card}>
        <h2>{words.admin.process}</h2>
        <Facts facts={[
          { term: words.admin.version, children: version },
          { term: words.admin.uptime, children: duration(uptimeSeconds, words) },
          { term: words.admin.sessions, children: signedIn ? <a href={adminUrl(urls, 'people')}>{words.admin.sessionsOf(signedIn)}</a> : words.admin.storageDown },
        ]} />
      </section>
    </>
  )
}

function Server({ server: { kind, host, port, sites, probe }, dates, words }: { server: ServerHealth; dates: DateWriter; words: PageWords }) {
  const { milliseconds, certificate } = probe
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.name}>{words.admin.serverOf[kind]} <bdi>{hostAndPort(host, port)}</bdi></span>{' '}
        <span className={styles.note}>{words.admin.usedBy({ sites: sites.join(', ') })}</span>
      </div>
      <State isWell={probe.reached}>
        {probe.reached
          ? <>{probe.tls === undefined ? words.admin.reachedClear({ milliseconds }) : words.admin.reached({ milliseconds, tls: probe.tls })}{certificate && <> {words.admin.certificateUntil({ date: dates.long(certificate.validTo) })}</>}</>
          : <>{words.admin.notReached({ milliseconds, reason: words.admin.problems[probe.problem] })}{probe.code !== '' && <> <code>{probe.code}</code></>}</>}
      </State>
    </li>
  )
}

function Storage({ storage: { kind, where, milliseconds }, words }: { storage: StorageHealth; words: PageWords }) {
  return (
    <li>
      <div className={styles.head}><span className={styles.name}>{words.admin.storageOf[kind]}</span>{' '}<span className={styles.note}>{words.admin.storageWhere[where]}</span></div>
      <State isWell={milliseconds !== undefined}>{milliseconds === undefined ? words.admin.storageDown : words.admin.storageAnswers({ milliseconds })}</State>
    </li>
  )
}

function Configuration({ configuration: { readAt, refused, waiting, notes, file }, dates, words }: OverviewProps & { configuration: ConfigurationHealth }) {
  return (
    <>
      {refused && (
        <>
          <State isWell={false}>{words.admin.configurationRefused({ date: dates.long(refused.at) })} {refused.problems.length === 0 && words.admin.configurationRefusedAsk}</State>
          {refused.problems.length > 0 && <ul className={styles.plain}>{refused.problems.map((mistake, at) => <li key={at}><Mistake mistake={mistake} words={words} /></li>)}</ul>}
        </>
      )}
      <Facts facts={[
        { term: words.admin.configurationRead, children: dates.long(readAt) },
        ...(file === undefined ? [] : [{ term: words.admin.configurationFile, children: <code>{file}</code> }]),
      ]} />
      {waiting.length > 0 && <p>{words.admin.configurationWaiting({ keys: waiting.join(', ') })}</p>}
      {notes.length > 0 && (
        <>
          <h3>{words.admin.configurationNotes}</h3>
          <ul className={styles.plain}>{notes.map((note, at) => <li key={at}>{noteSentence(words, note)}</li>)}</ul>
        </>
      )}
    </>
  )
}

/** What the parser says where we know no better is quoted as it says it. */
function Mistake({ mistake, words }: { mistake: ConfigMistake; words: PageWords }) {
  const sentence = mistakeSentence(words, mistake)
  if (mistake.reason.code !== 'toml-other') return sentence
  const foreign = String(mistake.reason.words)
  const at = sentence.lastIndexOf(foreign)
  return <>{sentence.slice(0, at)}<bdi lang="en">{foreign}</bdi>{sentence.slice(at + foreign.length)}</>
}

function duration(seconds: number, { admin }: PageWords): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return admin.minutes({ count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return admin.hours({ count: hours })
  return admin.days({ count: Math.floor(hours / 24) })
}
