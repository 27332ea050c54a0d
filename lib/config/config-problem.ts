import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'

/** Everything that is wrong with a configuration at once. */
export class ConfigProblem extends Error {
  readonly problems: readonly ConfigMistake[]
  /** What is allowed but surely not meant, besides. */
  readonly notes: readonly ConfigNote[]

  constructor(problems: readonly ConfigMistake[], notes: readonly ConfigNote[] = []) {
    super(`The configuration cannot be used: ${problems.map(({ file, line, reason }) => [file, line, reason.code].filter((part) => part !== '' && part !== undefined).join(' ')).join(', ')}`)
    this.name = 'ConfigProblem'
    this.problems = problems
    this.notes = notes
  }
}
