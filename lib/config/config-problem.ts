/** Everything that is wrong with a configuration at once, one sentence each; `message` is what the person reads. */
export class ConfigProblem extends Error {
  readonly problems: readonly string[]
  /** What is allowed but surely not meant, besides. */
  readonly notes: readonly string[]

  constructor(problems: readonly string[], notes: readonly string[] = []) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`), ...notes.map((note) => `Note: ${note}.`)].join('\n'))
    this.name = 'ConfigProblem'
    this.problems = problems
    this.notes = notes
  }
}
