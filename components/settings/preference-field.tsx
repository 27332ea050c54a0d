import type { ReactNode } from 'react'
import { languageOf } from '#lib/i18n/languages.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Effective } from '#lib/mail/preferences/effective.ts'
import { shownField, writeFormText } from '#lib/mail/preferences/form-text.ts'
import { PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import { RecordFields, type FieldTexts } from './record-fields.tsx'
import { signatureWords } from './signature-words.ts'
import { SignatureField } from './signature-field.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import styles from './settings.module.css'

export interface PreferenceFieldProps {
  readonly name: PreferenceName
  readonly effective: Effective
  readonly version: number
  readonly words: PageWords
  /** What was typed in a post that failed. */
  readonly typed?: Readonly<Record<string, readonly string[]>> | undefined
  /** Values to choose from, where they are fewer or others than the schema's. */
  readonly options?: readonly string[] | undefined
  /** What some of them are called. */
  readonly titles?: Readonly<Record<string, string>> | undefined
}

/** One preference as a field of the settings' form; one that an administrator keeps is shown, with the reason, and is not sent. */
export function PreferenceField(props: PreferenceFieldProps) {
  const { name, effective, version, words, typed } = props
  const text = typed?.[name]?.at(-1) ?? writeFormText(name, effective.value)
  return (
    <div className={styles.preference} data-from={effective.from}>
      {!effective.lock && <input type="hidden" name={`version.${name}`} value={version} />}
      {!effective.lock && PREFERENCES[name].kind.type !== 'records' && <input type="hidden" name={shownField(name)} value={writeFormText(name, effective.value)} />}
      <Control {...props} text={text} />
      {effective.lock && <p className={styles.lock}>{lockSentence(effective, words)}</p>}
      {effective.from === 'person' && <ResetButton name={name} words={words} />}
    </div>
  )
}

function Control({ name, effective, words, typed, text, options: offered, titles = {} }: PreferenceFieldProps & { text: string }): ReactNode {
  const { kind } = PREFERENCES[name]
  const { label, help } = words.preferences[name]
  // What is in force stands there even where nobody else may choose it: else saving would change it unasked.
  const options = offered && (offered.includes(text) ? offered : [...offered, text])
  const common = { id: name, name, label, hint: help, disabled: effective.lock !== undefined }
  switch (kind.type) {
    case 'choice':
      return (
        <SelectField {...common} defaultValue={text}>
          {(options ?? kind.options).map((option) => <option key={option} value={option}>{optionName(words, name, option)}</option>)}
        </SelectField>
      )
    case 'toggle':
      return <Toggle {...common} isOn={text === 'true'} />
    case 'number':
      return <TextField {...common} type="number" min={kind.least} max={kind.most} step={1} required defaultValue={text} />
    case 'text':
      if (options) return <SelectField {...common} defaultValue={text}>{options.map((option) => <option key={option} value={option}>{option === '' ? (PREFERENCES[name].topic === 'mailboxes' ? words.settings.serverSays : words.settings.none) : (titles[option] ?? option)}</option>)}</SelectField>
      if (name === 'identity.signature') return <SignatureField {...common} rows={5} maxLength={kind.most} defaultValue={text} formatField="identity.signature_format" {...signatureWords(words)} />
      return kind.isLong ? <TextAreaField {...common} rows={5} maxLength={kind.most} dir="auto" defaultValue={text} /> : <TextField {...common} maxLength={kind.most} dir="auto" autoComplete="off" defaultValue={text} />
    case 'lines':
      return <TextAreaField {...common} hint={`${help} ${words.settings.linesHint}`} rows={3} dir="auto" defaultValue={text} />
    case 'records':
      return <RecordFields name={name} kind={kind} records={effective.value as readonly FieldTexts[]} typed={typed} disabled={common.disabled} words={words} mailboxes={offered} />
  }
}

/** A box to tick; the hidden field speaks for one that is not ticked. */
function Toggle({ id, name, label, hint, disabled, isOn }: { id: string; name: string; label: string; hint: string; disabled: boolean; isOn: boolean }) {
  return (
    <div className={styles.toggle}>
      <label htmlFor={id}>
        {!disabled && <input type="hidden" name={name} value="false" />}
        <input type="checkbox" id={id} name={name} value="true" defaultChecked={isOn} disabled={disabled} aria-describedby={`${id}-hint`} />{' '}
        <span>{label}</span>
      </label>
      <p id={`${id}-hint`} className={styles.hint}>{hint}</p>
    </div>
  )
}

function ResetButton({ name, words }: { name: PreferenceName; words: PageWords }) {
  return (
    <button type="submit" name="reset" value={name} formNoValidate className={styles.reset} aria-label={words.settings.resetOf({ name: words.preferences[name].label })}>
      {words.settings.reset}
    </button>
  )
}

/** Who keeps a preference from being changed, and why. */
export function lockSentence({ lock }: Pick<Effective, 'lock'>, words: PageWords): string {
  if (lock?.reason) return words.settings.lockedBecause({ reason: lock.reason })
  return lock?.level === 'group' ? words.settings.lockedByGroup : words.settings.lockedBySite
}

function optionName(words: PageWords, name: PreferenceName, option: string): string {
  const entry = words.preferences[name]
  const own = 'options' in entry ? (entry.options as Readonly<Record<string, string>>)[option] : undefined
  return own ?? (name === 'language' ? languageOf(option)?.name : undefined) ?? option
}
