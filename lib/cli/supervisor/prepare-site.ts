import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import type { LoadedConfig } from '#lib/config/load.ts'
import { loadConfigWithOrigins } from '#lib/config/load.ts'
import { isSaid } from '#lib/mail/sites/value-source.ts'
import { DataDirectoryInUse, DataDirectoryUnsafe, lockDataDirectory, prepareDataDirectory } from '#lib/mail-server/data-directory.ts'
import type { Call } from '../commands/command.ts'
import { CommandProblem, isOn, UsageProblem } from '../commands/command.ts'
import { configSources } from '../commands/config.ts'
import type { ConfigSource } from './reload/reloader.ts'

/** Marks a data directory that a demonstration made and may throw away. */
const MARK = 'demonstration'

/** What `serve` begins with. */
export interface PreparedSite {
  readonly config: Config
  readonly source: ConfigSource
}

/** The configuration of a `serve`, with its data directory made, and emptied first where `--fresh` asks for it. */
export async function prepareSite(call: Call): Promise<PreparedSite> {
  const sources = configSources(call)
  const started = loadConfigWithOrigins(sources)
  const config = quietForPeople(started)
  const fresh = isOn(call, 'fresh')
  if (fresh && !config.demo) throw new UsageProblem('--fresh throws everything away, and goes only with --demo')
  const entries = entriesOf(config.data)
  if (config.demo && entries.length > 0 && !entries.includes(MARK)) {
    throw new CommandProblem(`${config.data} holds something that is no demonstration: name another directory with --data`)
  }
  if (fresh && entries.length > 0) {
    await throwAway(config.data)
  }
  makeDirectory(config)
  return { config, source: { started, again: () => loadConfigWithOrigins(sources) } }
}

/** Who tries the demonstration at a terminal wants to see its addresses, not its log, unless they say so. */
function quietForPeople({ config, origins }: LoadedConfig): Config {
  const isChosen = origins.some(({ name, from }) => name === 'log.level' && isSaid(from))
  return config.demo && process.stderr.isTTY && !isChosen ? { ...config, log: { ...config.log, level: 'warn' } } : config
}

/** Under the lock: never from below a Postern that runs. */
async function throwAway(directory: string): Promise<void> {
  try {
    const lock = await lockDataDirectory(directory)
    rmSync(directory, { recursive: true })
    lock.release()
  } catch (error) {
    if (error instanceof DataDirectoryInUse || error instanceof DataDirectoryUnsafe) throw new CommandProblem(error.message, error)
    throw error
  }
}

function makeDirectory({ data, demo }: Config): void {
  try {
    prepareDataDirectory(data)
    if (demo) writeFileSync(join(data, MARK), 'Made by a demonstration. "serve --demo --fresh" deletes this directory.\n')
  } catch (error) {
    if (error instanceof DataDirectoryUnsafe) throw new CommandProblem(error.message, error)
    throw new CommandProblem(`${data} cannot be written (${(error as NodeJS.ErrnoException).code})`, error)
  }
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new CommandProblem(`${directory} cannot be read (${code})`, error)
  }
}
