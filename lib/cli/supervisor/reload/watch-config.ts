import { createHash } from 'node:crypto'
import { readFileSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '#lib/log/log.ts'
import { SettledContent } from './settled-content.ts'

/** An editor writes a file in several steps; what is read between them would be refused for nothing. */
const SETTLE = 250

/**
 * Calls `changed` when the content of the file is another than when this was called, also when it appears, goes, or is
 * replaced by a link. Where the system cannot watch, it says so in the log, and SIGHUP remains. Answers how to stop.
 */
export function watchConfig(file: string, log: Log, changed: () => void): () => void {
  const content = new SettledContent(contentOf(file))
  let settling: NodeJS.Timeout | undefined
  const settle = (): void => {
    clearTimeout(settling)
    settling = setTimeout(look, SETTLE)
  }
  const look = (): void => {
    const seen = content.see(contentOf(file))
    if (seen === 'changed') changed()
    if (seen === 'unsettled') settle()
  }
  let watcher: FSWatcher | undefined
  const stop = (): void => {
    clearTimeout(settling)
    watcher?.close()
  }
  try {
    // The directory, because whoever replaces a file gives it another identity.
    watcher = watch(dirname(file), { persistent: false }, settle)
    watcher.on('error', (error) => log.warn('configuration is not watched', { reason: String(error) }))
  } catch (error) {
    log.warn('configuration is not watched', { reason: String(error) })
  }
  return stop
}

/** A hash of it; '' where it cannot be read. */
function contentOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('base64')
  } catch {
    return '' // whoever reads it next says why
  }
}
