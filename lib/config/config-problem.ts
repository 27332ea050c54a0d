import type { ConfigNote } from '#lib/mail/sites/config-note.ts'

/** Everything that is wrong with a configuration at once, one sentence each; `message` has them all. */
export class ConfigProblem extends Error {
  readonly problems: readonly string[]
  /** What is allowed but surely not meant, besides. */
  readonly notes: readonly ConfigNote[]

  constructor(problems: readonly string[], notes: readonly ConfigNote[] = []) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'))
    this.name = 'ConfigProblem'
    this.problems = problems
    this.notes = notes
  }
}
