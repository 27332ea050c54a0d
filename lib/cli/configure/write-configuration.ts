import { KEYS } from '#lib/config/keys.ts'
import { writeTomlValue } from '#lib/config/toml/write-toml.ts'
import { isLock, QUESTIONS, type Answers } from './questions.ts'

/** The answers as postern.toml: each key behind what it is, what is left at its default not at all. */
export function writeConfiguration(answers: Answers): string {
  const keys = QUESTIONS.filter(({ name }) => Object.hasOwn(KEYS, name) && answers.has(name)).map(({ name }) => entry(name, answers.get(name)))
  const locks = QUESTIONS.filter(isLock).filter(({ name }) => answers.get(name) === false).map(({ locks: { preference, value, reason } }) => `[locks.${JSON.stringify(preference)}]\nvalue = ${writeTomlValue(value)}\nreason = ${writeTomlValue(reason)}\n`)
  return [HEAD, ...keys, ...locks].join('\n')
}

const HEAD = `# Postern's configuration. "config check" names what is wrong in it, "config show" everything else that can be said here.
`

/** Dotted keys keep the order of the questions; nobody has to look for a table. */
function entry(name: string, value: unknown): string {
  const about = KEYS[name as keyof typeof KEYS].about
  return `# ${about}\n${name} = ${writeTomlValue(value)}\n`
}
