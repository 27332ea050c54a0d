import type { ReactNode } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { readRecords, recordField, REMOVE } from '#lib/mail/preferences/form-text.ts'
import type { RecordsKind } from '#lib/mail/preferences/kinds.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import { SignatureField } from './signature-field.tsx'
import { signatureWords } from './signature-words.ts'
import { CheckField, SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import styles from './settings.module.css'

export type FieldTexts = Readonly<Record<string, string>>

interface RecordFieldsProps {
  readonly name: PreferenceName
  readonly kind: RecordsKind
  readonly records: readonly FieldTexts[]
  /** What was typed in a post that failed. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly disabled: boolean
  readonly words: PageWords
  /** To choose from in a field for one; typed where they are not known. */
  readonly mailboxes?: readonly string[] | undefined
}

/**
 * A list of records, each a group of fields, with an empty one at the end: whoever fills it has added one, and finds the next when
 * it is saved. Accessible names, a contract: groups "LABEL: N" and "LABEL: a new one", boxes "Remove it".
 */
export function RecordFields({ name, kind, records, typed, disabled, words, mailboxes }: RecordFieldsProps): ReactNode {
  const { label, help } = words.preferences[name]
  const shown = (typed && readRecords(name, (field) => typed[field]?.at(-1))) ?? records
  const rows = disabled || shown.length >= kind.mostItems ? shown : [...shown, {}]
  return (
    <div className={styles.records}>
      <p className={styles.recordsLabel}>{label}</p>
      <p className={styles.hint}>{help}</p>
      {rows.map((record, at) => (
        <fieldset key={at} className={styles.record} disabled={disabled}>
          <legend>{at < shown.length ? words.settings.recordOf({ label, number: at + 1 }) : words.settings.newRecord({ label })}</legend>
          {Object.entries(kind.fields).map(([field, { most, isLong, isRequired, options, shape }]) => {
            const id = recordField(name, at, field)
            const common = { id, name: id, label: labelOf(words, name, field), maxLength: most, dir: 'auto' as const, defaultValue: record[field] ?? '', required: isRequired === true && at < shown.length }
            if (options) return <ChoiceField key={field} id={id} label={common.label} value={common.defaultValue} options={options} labels={optionsOf(words, name)} />
            if (shape === 'mailbox' && mailboxes) return <ChoiceField key={field} id={id} label={common.label} value={common.defaultValue} options={[...new Set([...mailboxes, common.defaultValue])].filter((each) => each !== '')} labels={{ usual: words.composing.copyUsual }} />
            if (field === 'signature') return <SignatureField key={field} {...common} disabled={disabled} rows={3} formatField={recordField(name, at, 'signature_format')} {...signatureWords(words)} />
            return isLong ? <TextAreaField key={field} {...common} rows={3} /> : <TextField key={field} {...common} autoComplete="off" />
          })}
          {at < shown.length && !disabled && <CheckField name={recordField(name, at, REMOVE)} value="1" label={words.settings.removeRecord} />}
        </fieldset>
      ))}
    </div>
  )
}

/** One of several, or none of them: what none means is called `usual`. */
function ChoiceField({ id, label, value, options, labels }: { id: string; label: string; value: string; options: readonly string[]; labels: FieldTexts }) {
  return (
    <SelectField id={id} name={id} label={label} defaultValue={value}>
      <option value="">{labels.usual}</option>
      {options.map((option) => <option key={option} value={option}>{labels[option] ?? option}</option>)}
    </SelectField>
  )
}

function optionsOf(words: PageWords, name: PreferenceName): FieldTexts {
  const entry = words.preferences[name]
  return 'options' in entry ? entry.options : {}
}

function labelOf(words: PageWords, name: PreferenceName, field: string): string {
  const entry = words.preferences[name]
  return ('fields' in entry ? (entry.fields as FieldTexts)[field] : undefined) ?? field
}
