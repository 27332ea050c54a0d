import type { ValueSource } from '#lib/mail/sites/value-source.ts'

/** One value in force, and who said so. */
export interface Origin {
  /** Its dotted name, such as `http.port` or `site.lab.title`. */
  readonly name: string
  /** The environment variable that could say it. */
  readonly env?: string
  readonly about: string
  /** Undefined when nothing is set, or when it may not be shown. */
  readonly value: unknown
  /** Set, but a secret. */
  readonly isWithheld: boolean
  readonly from: ValueSource
}

/** The value as people read it. */
export function printedValue({ value, isWithheld }: Origin): string {
  if (isWithheld) return '(set, not shown)'
  return value === undefined ? 'unset' : JSON.stringify(value)
}
