import type { Named } from './expectation.ts'

/** What may be said, by code: the names of what each sentence tells besides. */
export type Reasons = Readonly<Record<string, readonly string[]>>

/** One thing that is said, in no language yet: its code beside what it names. */
export type ReasonOf<Table extends Reasons> = { [Code in keyof Table]: { readonly code: Code } & Named<Table[Code][number]> }[keyof Table]

/** Where something is said: a file and a line of it, a variable, an option; '' nowhere in particular. */
export interface Place {
  readonly file: string
  /** From 1, as near as it is known. */
  readonly line?: number
}
