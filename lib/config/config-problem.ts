/** Everything that is wrong with a configuration at once, one sentence each; `message` is what the person reads. */
export class ConfigProblem extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'))
    this.name = 'ConfigProblem'
    this.problems = problems
  }
}
