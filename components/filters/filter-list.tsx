import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { ScriptSummary } from '#lib/mail/filters/script.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './filters.module.css'

interface FilterListProps {
  /** Undefined where the server could not be asked. */
  readonly scripts: readonly ScriptSummary[] | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Somebody's filters, which of them is in use, and the ways to more of them. */
export function FilterList({ scripts, urls, token, words }: FilterListProps) {
  const { filters } = words
  return (
    <>
      <h1>{filters.title}</h1>
      <p className={styles.lead}>{filters.about} {filters.onlyOne}</p>
      {scripts && (
        <section className={styles.card}>
          <h2>{filters.yours}</h2>
          {scripts.length === 0 ? <p>{filters.none}</p> : <ul className={styles.list}>{scripts.map((script) => <Row key={script.name} script={script} urls={urls} token={token} words={words} />)}</ul>}
          <ButtonLink look="primary" href={urls.newFilter()}>{filters.write}</ButtonLink>
        </section>
      )}
      {scripts && (
        <section className={styles.card}>
          <h2>{filters.import}</h2>
          <PostForm action={urls.api.importFilter()} encType="multipart/form-data" className={styles.form} token={token}>
            <TextField label={filters.importName} hint={filters.importNameHint} name="name" id="import-name" autoComplete="off" />
            <TextField label={filters.file} type="file" name="file" id="import-file" accept=".sieve,.siv,.txt,text/plain" required />
            <Button>{filters.importSubmit}</Button>
          </PostForm>
        </section>
      )}
    </>
  )
}

function Row({ script: { name, isActive }, urls, token, words: { filters } }: { script: ScriptSummary } & Omit<FilterListProps, 'scripts'>) {
  const ofIt = <span className="for-screen-readers">{filters.ofFilter({ name })}</span>
  return (
    <li>
      <a href={urls.filter(name)} className={styles.name}><bdi>{name}</bdi></a>{' '}
      {isActive && <><strong className={styles.active}>{filters.inUse}</strong>{' '}</>}
      <PostForm action={urls.api.filters()} token={token}>
        <input type="hidden" name="return" value={urls.filters()} />
        <input type="hidden" name="name" value={name} />
        <Button small name="intent" value={isActive ? 'stop' : 'use'}>{isActive ? filters.stop : filters.use}{ofIt}</Button>
      </PostForm>{' '}
      <a href={urls.api.filterFile(name)} className={styles.beside}>{filters.download}{ofIt}</a>
    </li>
  )
}
