import type { ThemeReport } from '#lib/api/admin/admin-shapes.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './admin.module.css'
import { Facts, State } from './facts.tsx'

/** Every theme with what it is and, where it is refused, why. */
export function ThemeList({ themes, words }: { themes: readonly ThemeReport[]; words: PageWords }) {
  return (
    <>
      <p className={styles.hint}>{words.admin.themesHint}</p>
      {themes.map(({ name, title, about, parent, scheme, origin, state, problems, weak, sites }) => (
        <section key={name} className={styles.card} aria-label={title}>
          <div className={styles.head}><h2><bdi>{title}</bdi></h2>{' '}<code>{name}</code></div>
          {about !== '' && <p>{about}</p>}
          <State isWell={state !== 'refused'}>{words.admin.themeState[state]}</State>
          {problems.length > 0 && (
            <>
              <h3>{words.admin.themeProblems}</h3>
              <ul className={styles.plain}>{problems.map((problem, at) => <li key={at}>{themeSentence(words, problem)}</li>)}</ul>
            </>
          )}
          {weak.length > 0 && (
            <details>
              <summary>{words.admin.themeWeak({ count: weak.length })}</summary>
              <ul className={styles.plain}>{weak.map(({ scheme, ...pair }) => <li key={`${scheme} ${pair.front} ${pair.back}`}>{words.admin.themeWeakPair[scheme]({ ...pair })}</li>)}</ul>
            </details>
          )}
          <Facts facts={[
            { term: words.admin.themeFrom, children: words.admin.themeOrigin[origin] },
            ...(state === 'refused' ? [] : [{ term: words.admin.themeScheme, children: words.admin.themeSchemes[scheme] }, { term: words.admin.themeParent, children: parent ?? words.admin.none }]),
            ...(sites.length === 0 ? [] : [{ term: words.admin.themeSites, children: sites.join(', ') }]),
          ]} />
        </section>
      ))}
    </>
  )
}
