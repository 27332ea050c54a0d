import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { DIRECTORY_MATCHES, type DirectoryField, type LookUpFields } from '#lib/mail/directory/directory-query.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import styles from './directory.module.css'

/** The form as it is filled in; its names are those of the query. */
export interface LookUpForm extends LookUpFields {
  readonly directory: string
  readonly composition: string
}

interface LookUpFormProps {
  readonly form: LookUpForm
  readonly directories: readonly { readonly name: string; readonly title: string }[]
  /** Those that a directory has. */
  readonly fields: readonly DirectoryField[]
  readonly urls: Urls
  readonly words: PageWords
}

/**
 * What is looked for. Accessible names, a contract: form "Look people up"; groups "First condition" and "Second condition, or nothing", each with "What", "How"
 * and "Text"; "Fulfil", "How deep", with several directories "Directory"; button "Look up".
 */
export function LookUpForm({ form, directories, fields, urls, words }: LookUpFormProps) {
  const { directory, people } = words
  return (
    <>
      <p className={styles.about}>{form.composition === '' ? directory.about : <a href={urls.composition(form.composition)}>{directory.backToMessage}</a>}{' '}<a href={urls.people({ ...(form.text === '' ? {} : { q: form.text }), ...(form.composition === '' ? {} : { composition: form.composition }) })}>{people.everywhere}</a></p>
      <form method="get" action={urls.directory()} aria-label={directory.title} className={styles.card}>
        {form.composition !== '' && <input type="hidden" name="composition" value={form.composition} />}
        <Condition legend={directory.first} names={['field', 'match', 'text']} values={[form.field, form.match, form.text]} fields={fields} words={words} autoFocus={form.text === '' && form.text2 === ''} />
        <div className={styles.join}>
          <SelectField label={directory.join} name="join" id="join" defaultValue={form.join}>
            {(['and', 'or'] as const).map((join) => <option key={join} value={join}>{directory.joins[join]}</option>)}
          </SelectField>
        </div>
        <Condition legend={directory.second} names={['field2', 'match2', 'text2']} values={[form.field2, form.match2, form.text2]} fields={fields} words={words} />
        <div className={styles.where}>
          {directories.length > 1 && (
            <SelectField label={directory.where} name="directory" id="directory" defaultValue={form.directory}>
              <option value="">{directory.everywhere}</option>
              {directories.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
            </SelectField>
          )}
          <SelectField label={directory.depth} name="scope" id="scope" defaultValue={form.scope}>
            {(['sub', 'one'] as const).map((scope) => <option key={scope} value={scope}>{directory.depths[scope]}</option>)}
          </SelectField>
          <Button look="primary" icon="search" name="look" value="1">{directory.submit}</Button>
        </div>
      </form>
    </>
  )
}

interface ConditionProps {
  readonly legend: string
  readonly names: readonly [field: string, match: string, text: string]
  readonly values: readonly [field: string, match: string, text: string]
  readonly fields: readonly DirectoryField[]
  readonly words: PageWords
  readonly autoFocus?: boolean
}

function Condition({ legend, names: [field, match, text], values: [fieldValue, matchValue, textValue], fields, words: { directory }, autoFocus = false }: ConditionProps) {
  return (
    <fieldset className={styles.condition}>
      <legend>{legend}</legend>
      <SelectField label={directory.field} name={field} id={field} defaultValue={fieldValue}>
        {fields.map((each) => <option key={each} value={each}>{directory.fields[each]}</option>)}
      </SelectField>
      <SelectField label={directory.match} name={match} id={match} defaultValue={matchValue}>
        {DIRECTORY_MATCHES.map((each) => <option key={each} value={each}>{directory.matches[each]}</option>)}
      </SelectField>
      <TextField label={directory.text} name={text} id={text} defaultValue={textValue} maxLength={500} autoComplete="off" autoFocus={autoFocus} dir="auto" />
    </fieldset>
  )
}
