import type { GroupReport, SiteFact, SiteReport } from '#lib/api/admin/admin-shapes.ts'
import { sourcePhrase } from '#lib/i18n/reasons/config-sentence.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './admin.module.css'

/** What is in force on each site, and who said so; it is changed in postern.toml alone. */
export function SiteReports({ sites, words }: { sites: readonly SiteReport[]; words: PageWords }) {
  return (
    <>
      <p className={styles.hint}>{words.admin.sitesHint}</p>
      {sites.length > 1 && <ul className={styles.plain}>{sites.map(({ name, title }) => <li key={name}><a href={`#site-${name}`}>{title}</a></li>)}</ul>}
      {sites.map((site) => <Site key={site.name} site={site} words={words} />)}
    </>
  )
}

function Site({ site: { name, title, isDefault, chosenBy, values, servers, modules, groups, ...rules }, words }: { site: SiteReport; words: PageWords }) {
  const { admin } = words
  return (
    <section className={styles.card} id={`site-${name}`} aria-label={title}>
      <div className={styles.head}><h2><bdi>{title}</bdi></h2>{' '}{isDefault ? <span className={styles.note}>{admin.defaultSite}</span> : <code>{`[site.${name}]`}</code>}</div>
      {isDefault ? <p>{admin.chosenByNothing}</p> : <FactList title={admin.chosenBy} facts={chosenBy} words={words} />}
      <Rules {...rules} words={words} />
      <FactList title={admin.siteServers} facts={servers} words={words} />
      <FactList title={admin.siteValues} facts={values} words={words} />
      <FactList title={admin.siteModules} facts={modules} words={words} />
      {groups.length > 0 && <h3>{admin.siteGroups}</h3>}
      {groups.map((group) => <Group key={group.name} group={group} words={words} />)}
    </section>
  )
}

function Group({ group: { name, members, values, ...rules }, words }: { group: GroupReport; words: PageWords }) {
  return (
    <details>
      <summary><code>{`[group.${name}]`}</code> {words.admin.groupMembers({ count: members.length })}</summary>
      <p className={styles.note}>{members.join(', ')}</p>
      {values.length > 0 && <FactList title={words.admin.siteValues} facts={values} words={words} level={4} />}
      <Rules {...rules} words={words} level={4} isShort />
    </details>
  )
}

type Level = 3 | 4

/** Locks first: they are what people ask about. A group need not say what it does not say. */
function Rules({ locks, defaults, hidden, words, level = 3, isShort = false }: Pick<SiteReport, 'defaults' | 'locks' | 'hidden'> & { words: PageWords; level?: Level; isShort?: boolean }) {
  const { admin } = words
  const parts = [[admin.siteLocks, locks, admin.noLocks], [admin.siteDefaults, defaults, admin.noDefaults], [admin.siteHidden, hidden, admin.noHidden]] as const
  return parts.filter(([, facts]) => !isShort || facts.length > 0).map(([title, facts, none]) => <FactList key={title} title={title} facts={facts} none={none} words={words} level={level} />)
}

function FactList({ title, facts, none, words, level = 3 }: { title: string; facts: readonly SiteFact[]; none?: string; words: PageWords; level?: Level }) {
  const Heading = `h${level}` as const
  return (
    <>
      <Heading>{title}</Heading>
      {facts.length === 0 && <p className={styles.note}>{none}</p>}
      {facts.length > 0 && (
        <dl className={styles.facts} data-keys="">
          {facts.map(({ key, value, from, reason }) => [
            <dt key={`${key} t`}><code>{key}</code></dt>,
            <dd key={`${key} d`}>
              {value === '' ? <span className={styles.note}>({words.admin.empty})</span> : <bdi className={styles.value}>{value}</bdi>}{' '}
              {reason !== undefined && reason !== '' && <span>{words.admin.becauseOf({ reason })} </span>}
              {from !== undefined && <span className={styles.note}>{words.admin.valueFromIs({ from: sourcePhrase(words, from) })}</span>}
            </dd>,
          ])}
        </dl>
      )}
    </>
  )
}
