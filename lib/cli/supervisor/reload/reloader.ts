import type { Config, ConfigReading } from '#lib/config/config.ts'
import { ConfigProblem } from '#lib/config/config-problem.ts'
import type { LoadedConfig } from '#lib/config/load.ts'
import { waitingKeys } from '#lib/config/reload.ts'
import type { Log } from '#lib/log/log.ts'
import { noteSentences, refusalText } from '../../config-sentences.ts'
import { isTerminalGone } from './terminal.ts'
import { watchConfig } from './watch-config.ts'

/** Where the configuration came from, and how it is read again. */
export interface ConfigSource {
  readonly started: LoadedConfig
  /** Throws ConfigProblem. */
  again(): LoadedConfig
}

/** Reads the configuration again at SIGHUP and when its file changes; what cannot be used changes nothing and is told. */
export class Reloader {
  readonly #source: ConfigSource
  readonly #log: Log
  readonly #stopWatching: () => void
  readonly #hangUp = (): void => {
    if (!isTerminalGone()) this.#reload()
  }
  #apply: ((next: Config) => void) | undefined
  #refused: ((reading: ConfigReading) => void) | undefined
  #reading: ConfigReading
  /** Asked for before anybody could take it. */
  #isDue = false

  constructor(source: ConfigSource, log: Log) {
    this.#source = source
    this.#log = log
    this.#reading = readingOf(source.started, [])
    this.#stopWatching = watchConfig(source.started.file, log, () => this.#reload())
    process.on('SIGHUP', this.#hangUp)
  }

  /** How the configuration in force came about. */
  get reading(): ConfigReading {
    return this.#reading
  }

  /** From now on each new configuration goes there, with how it came about; of one that is refused `refused` hears. */
  begin(apply: (next: Config) => void, refused?: (reading: ConfigReading) => void): void {
    this.#apply = apply
    this.#refused = refused
    if (this.#isDue) this.#reload()
  }

  stop(): void {
    this.#stopWatching()
    process.off('SIGHUP', this.#hangUp)
  }

  #reload(): void {
    this.#isDue = this.#apply === undefined
    if (this.#apply === undefined) return
    let next: LoadedConfig
    try {
      next = this.#source.again()
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error
      this.#log.error('configuration refused, the old one stays', refusalText(error))
      this.#log.audit('configuration-refused', { mistakes: error.problems.length })
      this.#reading = { ...this.#reading, refused: { at: Date.now(), problems: error.problems } }
      this.#refused?.(this.#reading)
      tell(`${refusalText(error)}\nThe configuration that was in force stays.`)
      return
    }
    const keys = waitingKeys(this.#source.started.startValues, next.startValues)
    this.#reading = readingOf(next, keys)
    this.#apply({ ...next.config, reading: this.#reading })
    const waiting = keys.join(', ')
    this.#log.info('configuration reloaded', { sites: next.config.sites.length, groups: next.config.groups.length })
    this.#log.audit('configuration-reloaded', { waiting })
    for (const note of noteSentences(next.notes)) this.#log.warn('configuration note', { note })
    if (waiting !== '') this.#log.warn('configuration waits for the next start', { keys: waiting })
    tell(`The configuration was read again.${waiting === '' ? '' : ` At the next start takes effect: ${waiting}.`}`)
  }
}

function readingOf({ file, notes, origins }: LoadedConfig, waiting: readonly string[]): ConfigReading {
  return { file, readAt: Date.now(), waiting, notes, from: Object.fromEntries(origins.map(({ name, from }) => [name, from])) }
}

/** In words, for whoever sits in front of it; the log says the same to machines. */
function tell(sentence: string): void {
  if (process.stderr.isTTY) process.stderr.write(`postern: ${sentence}\n`)
}
