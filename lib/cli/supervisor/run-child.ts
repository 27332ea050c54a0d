import { openLog } from '#lib/log/open-log.ts'
import type { ChildMessage, ParentMessage, PartName, Running, StartMessage, StartPart } from './running.ts'
import { explainStart } from './explain-start.ts'

/** Longest drain: what is still open then is cut. Proxies and clients retry after about as long. */
const DRAIN_LIMIT = 10_000

/**
 * The child's side of the channel: waits for the configuration, starts the part, says so, and drains when the channel closes,
 * so that no child outlives its parent. `load` begins at once: modules are there when the configuration comes.
 */
export function runChild(name: PartName, load: () => Promise<StartPart>): void {
  const loaded = load()
  loaded.catch(() => undefined) // reported by begin()
  let running: Promise<Running> | undefined
  let ending = false

  const end = async (): Promise<void> => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(0), DRAIN_LIMIT).unref()
    await running?.then((part) => part.close()).catch(() => undefined) // we go anyway, and a failed start was reported
    process.exit(0)
  }

  const begin = async ({ config, dev, inherited }: StartMessage): Promise<void> => {
    const log = openLog(config.log, name).with({ part: name })
    try {
      const start = await loaded
      running = start(config, log, { dev, inherited })
      const { services, users, origin, shutdownAsked } = await running
      void shutdownAsked?.then(() => say({ kind: 'shutdown' }))
      say({ kind: 'ready', report: { services, users, ...(origin === undefined ? {} : { origin }) } })
    } catch (error) {
      say({ kind: 'refused', sentence: explainStart(error, log) })
      process.exitCode = 1
      process.disconnect?.()
    }
  }

  const hear = (message: ParentMessage): void => {
    if (message.kind === 'start') void begin(message)
    // A failed start was reported, and has nothing to reload.
    else void running?.then((part) => part.reload?.(message.config)).catch(() => undefined)
  }

  process.on('message', (message) => hear(message as ParentMessage))
  process.on('disconnect', () => void end())
  process.on('SIGTERM', () => void end())
  // Ctrl-C and a closed terminal reach the whole group: the parent decides, and closes the channel.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
}

function say(message: ChildMessage): void {
  process.send?.(message)
}
