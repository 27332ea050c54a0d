import styles from '../composer.module.css'

export interface ChoiceFieldProps<T extends string> {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly choices: readonly T[]
  readonly names: Readonly<Record<T, string>>
  /** What stands in the way of it. */
  readonly hint?: string | undefined
}

/** One of a few ways in which a message leaves. */
export function ChoiceField<T extends string>({ label, name, value, choices, names, hint }: ChoiceFieldProps<T>) {
  return (
    <label className={styles.choice}>
      <span>{label}</span>{' '}
      <select name={name} defaultValue={value}>
        {choices.map((choice) => <option key={choice} value={choice}>{names[choice]}</option>)}
      </select>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}
