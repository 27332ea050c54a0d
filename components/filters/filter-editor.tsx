import type { FilterMistake } from '#lib/api/filter-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { DELETE_FORM } from './delete-form.ts'
import { FilterForm, type FilterFormProps } from './filter-form.tsx'
import styles from './filters.module.css'

/** What is at the server now. */
export interface FilterThere {
  readonly name: string
  readonly isActive: boolean
  /** Undefined where it is no text. */
  readonly text: string | undefined
  readonly revision: string
}

export interface FilterEditorProps {
  /** Undefined for a new one, or one that is gone. */
  readonly there: FilterThere | undefined
  /** What was typed before: by field, in place of what is there. */
  readonly typed: Readonly<Record<string, string>> | undefined
  readonly isConflict: boolean
  readonly mistake: FilterMistake | undefined
  readonly extensions: readonly string[]
  readonly canCheck: boolean
  /** The page that it is on. */
  readonly here: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** One filter, to be written, checked and saved; renamed, downloaded and deleted. */
export function FilterEditor({ there, typed, isConflict, mistake, extensions, canCheck, here, urls, token, words }: FilterEditorProps) {
  const { filters } = words
  const name = there?.name ?? typed?.name ?? ''
  const isHeldBack = there !== undefined && there.text === undefined
  return (
    <>
      <h1>{there ? filters.editTitle({ name }) : filters.newTitle}</h1>
      {there?.isActive && <p><strong className={styles.active}>{filters.inUse}</strong></p>}
      {isConflict && (
        <section className={styles.card} aria-label={filters.conflict}>
          <h2>{filters.conflict}</h2>
          <p>{there ? filters.conflictHint : filters.conflictGone}</p>
          {there?.text !== undefined && (
            <div className={styles.rules}>
              <label htmlFor="theirs">{filters.theirs}</label>
              <textarea id="theirs" readOnly rows={10} cols={76} dir="auto" spellCheck={false} defaultValue={there.text} />
            </div>
          )}
        </section>
      )}
      <section className={styles.card}>
        {isHeldBack ? <p>{filters.binary}</p> : (
          <FilterForm
            action={urls.api.filters()} here={here} token={token} name={name} text={typed?.text ?? there?.text ?? ''} revision={there?.revision ?? ''}
            isConflict={isConflict && there !== undefined} as={typed?.as ?? ''} canCheck={canCheck} mistake={mistake} words={formWords(words)}
          />
        )}
        {extensions.length > 0 && <details className={styles.hint}><summary>{filters.understands}</summary><p dir="ltr">{extensions.join(', ')}</p></details>}
      </section>
      {there && <Manage there={there} here={here} urls={urls} token={token} words={words} />}
      <p><a href={urls.filters()}>{filters.all}</a></p>
    </>
  )
}

/** Only these go along to the browser. */
function formWords({ filters: { name, rules, rulesHint, save, check, checkHint, mistake, serverSays, saveAs, saveAsHint, unsent } }: PageWords): FilterFormProps['words'] {
  return { name, rules, rulesHint, save, check, checkHint, mistake, serverSays, saveAs, saveAsHint, unsent }
}

function Manage({ there: { name, isActive, revision }, here, urls, token, words: { filters } }: Pick<FilterEditorProps, 'here' | 'urls' | 'token' | 'words'> & { there: FilterThere }) {
  const hidden = (
    <>
      <input type="hidden" name="return" value={here} />
      <input type="hidden" name="name" value={name} />
    </>
  )
  return (
    <>
      <p className={styles.buttons}><a href={urls.api.filterFile(name)}>{filters.download}</a></p>
      <section className={styles.card}>
        <h2>{filters.rename}</h2>
        <PostForm action={urls.api.filters()} className={styles.form} token={token}>
          {hidden}
          <TextField label={filters.newName} name="to" id="to" required maxLength={128} autoComplete="off" defaultValue={name} />
          <Button name="intent" value="rename">{filters.renameSubmit}</Button>
        </PostForm>
      </section>
      <section className={styles.card}>
        <h2>{filters.delete}</h2>
        <PostForm action={urls.api.filters()} className={styles.form} id={isActive ? undefined : DELETE_FORM} token={token}>
          {hidden}
          {isActive ? <><p>{filters.deleteActive}</p><Button name="intent" value="stop">{filters.stop}</Button></> : (
            <>
              <input type="hidden" name="revision" value={revision} />
              <CheckField label={filters.confirmDelete({ name })} name="confirm" value="yes" required />
              <Button look="danger" icon="trash" name="intent" value="delete">{filters.deleteSubmit({ name })}</Button>
            </>
          )}
        </PostForm>
      </section>
    </>
  )
}
