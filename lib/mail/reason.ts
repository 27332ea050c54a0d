/** What may be said, by code: the names of what each sentence tells besides. */
export type Reasons = Readonly<Record<string, readonly string[]>>

/** One thing that is said, in no language yet: its code beside what it names. */
export type ReasonOf<Table extends Reasons> = { [Code in keyof Table]: { readonly code: Code } & Readonly<Record<Table[Code][number], string | number>> }[keyof Table]
