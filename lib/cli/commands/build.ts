import { loadConfig } from '#lib/config/load.ts'
import { buildWhenStale } from '../build/build-when-stale.ts'
import type { Command } from './command.ts'
import { CONFIG_OPTIONS, wordsOf } from './command.ts'
import { configSources } from './config.ts'

export const build: Command = {
  name: 'build',
  usage: ['build [--config FILE]'],
  about: 'builds the gateway for its base path if it is stale; "serve" does so by itself',
  options: CONFIG_OPTIONS,

  async run(call) {
    wordsOf(call, [])
    await buildWhenStale(loadConfig(configSources(call)).http.basePath)
    return 0
  },
}
