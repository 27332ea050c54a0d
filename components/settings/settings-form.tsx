import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { EffectivePreferences } from '#lib/mail/preferences/effective.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { PreferenceField } from './preference-field.tsx'
import styles from './settings.module.css'

export interface SettingsFormProps {
  readonly names: readonly PreferenceName[]
  readonly effective: EffectivePreferences
  readonly versions: Readonly<Partial<Record<PreferenceName, number>>>
  readonly isAvailable: boolean
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  /** What there is to choose from where it is fewer or other than the schema's: languages, themes, mailboxes. */
  readonly offered: Readonly<Partial<Record<PreferenceName, readonly string[]>>>
  /** What themes call themselves. */
  readonly themeTitles: Readonly<Record<string, string>>
  readonly urls: Urls
  readonly token: string
  /** Where the form comes back to. */
  readonly here: string
  readonly words: PageWords
}

/** Preferences as one form, complete without scripts. Accessible names, a contract: each field by its label, buttons "Save" and "Back to the default: LABEL". */
export function SettingsForm({ names, effective, versions, isAvailable, typed, offered, themeTitles, urls, token, here, words }: SettingsFormProps) {
  const shown = names.filter((name) => !effective[name].hidden)
  const isEditable = shown.some((name) => effective[name].lock === undefined)
  return (
    <PostForm action={urls.api.preferences()} className={styles.form} aria-label={words.settings.title} token={token}>
      <input type="hidden" name="return" value={here} />
      {!isAvailable && <Alert kind="problem">{words.settings.unavailable}</Alert>}
      {/* Enter in a field presses the first button of the form. */}
      <button type="submit" hidden aria-hidden tabIndex={-1}>{words.settings.save}</button>
      {shown.map((name) => (
        <PreferenceField key={name} name={name} effective={effective[name]} version={versions[name] ?? 0} words={words} typed={typed} options={offered[name]} titles={name === 'appearance.theme' ? themeTitles : undefined} />
      ))}
      {isEditable && <div><Button look="primary" disabled={!isAvailable}>{words.settings.save}</Button></div>}
    </PostForm>
  )
}
