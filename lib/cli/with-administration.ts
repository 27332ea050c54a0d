import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { administer } from '#lib/mail-server/admin-client.ts'
import type { Administration } from '#lib/mail-server/administration.ts'
import { AdministrationProblem } from '#lib/mail-server/administration.ts'
import { DataDirectoryInUse, DataDirectoryUnsafe } from '#lib/mail-server/data-directory.ts'
import { PartitionProblem } from '#lib/mail-store/disk/partition-problem.ts'
import { NewerDatabase } from '#lib/storage/sqlite.ts'
import type { Call } from './commands/command.ts'
import { CommandProblem } from './commands/command.ts'
import { configSources } from './commands/config.ts'

/** Lends the administration of the configured data directory: by its socket where Postern runs, else directly under the lock. */
export async function withAdministration<T>(call: Call, task: (administration: Administration, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(configSources(call))
  // Only what went wrong is worth a line beside the command's own words.
  const log = createLog(config.log.level === 'debug' ? 'debug' : 'error').with({ part: 'cli' })
  try {
    const administration = await administer(config, log)
    try {
      return await task(administration, config)
    } finally {
      await administration.close()
    }
  } catch (error) {
    if (error instanceof AdministrationProblem || error instanceof DataDirectoryInUse || error instanceof DataDirectoryUnsafe || error instanceof PartitionProblem || error instanceof NewerDatabase) throw new CommandProblem(error.message, error)
    throw error
  }
}
