import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { FREE_PORTS } from './processes/free-ports.ts'

export interface TemporaryConfig {
  readonly config: Config
  remove(): Promise<void>
}

/** A configuration on free loopback ports with a data directory of its own; `nesting` makes that directory's path long. */
export async function temporaryConfig(options: { readonly demo?: boolean; readonly nesting?: string; readonly env?: Readonly<Record<string, string>> } = {}): Promise<TemporaryConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-server-'))
  const data = join(directory, options.nesting ?? 'data')
  const config = loadConfig({ data, demo: options.demo ?? false, directory, env: { ...FREE_PORTS, ...options.env } })
  return { config, remove: () => rm(directory, { recursive: true, force: true }) }
}
