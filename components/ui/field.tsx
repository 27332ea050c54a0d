import type { ComponentProps, InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import { useId } from 'react'
import styles from './field.module.css'

interface Labelled {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with the value, in a sentence. */
  readonly problem?: string | undefined
}

/** What a text browser makes as wide as this; elsewhere a field fills its place. */
const TEXT_SIZE = 40

/** One line of text with its label. */
export function TextField({ label, hint, problem, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const { id, described, frame } = useLabelled({ label, hint, problem }, rest.id)
  return frame(<input size={TEXT_SIZE} {...rest} {...described} id={id} className={styles.control} />)
}

/** A choice from a list with its label. */
export function SelectField({ label, hint, problem, children, ...rest }: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const { id, described, frame } = useLabelled({ label, hint, problem }, rest.id)
  return frame(<select {...rest} {...described} id={id} className={styles.control}>{children}</select>)
}

/** Several lines of text with their label. */
export function TextAreaField({ label, hint, problem, ...rest }: Labelled & ComponentProps<'textarea'>) {
  const { id, described, frame } = useLabelled({ label, hint, problem }, rest.id)
  return frame(<textarea {...rest} {...described} id={id} className={styles.control} />)
}

/** A box to tick with its label behind it. */
export function CheckField({ label, ...rest }: { readonly label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className={styles.check}>
      <input type="checkbox" {...rest} /> <span>{label}</span>
    </label>
  )
}

function useLabelled({ label, hint, problem }: Labelled, givenId: string | undefined) {
  const ownId = useId()
  const id = givenId ?? ownId
  const hintId = `${id}-hint`
  const problemId = `${id}-problem`
  const describedBy = [hint ? hintId : '', problem ? problemId : ''].filter(Boolean).join(' ')
  const described = {
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(problem ? { 'aria-invalid': true } : {}),
  }
  const frame = (control: ReactNode) => (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>{label}</label>{' '}
      {control}
      {hint && <p id={hintId} className={styles.hint}>{hint}</p>}
      {problem && <p id={problemId} className={styles.problem}>{problem}</p>}
    </div>
  )
  return { id, described, frame }
}
