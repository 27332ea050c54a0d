import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createLog, type Log, type LogLevel } from './log.ts'

/** The log of one process: on standard error, or at the end of `PROCESS.log` in a directory. */
export function openLog({ level, directory }: { readonly level: LogLevel; readonly directory?: string }, part: 'serve' | 'mail' | 'web'): Log {
  return directory === undefined ? createLog(level) : createLog(level, appendTo(join(directory, `${part}.log`)))
}

/**
 * Writes lines at the end of a file (0600), one write for each. A file that has been renamed, as logrotate does, is left to whoever has it: the next
 * line begins a new one. What cannot be written there goes to standard error.
 */
function appendTo(file: string): (line: string) => void {
  let handle = openSync(file, 'a', 0o600)
  return (line) => {
    try {
      if (statSync(file, { throwIfNoEntry: false })?.ino !== fstatSync(handle).ino) {
        const fresh = openSync(file, 'a', 0o600)
        closeSync(handle)
        handle = fresh
      }
      writeSync(handle, line)
    } catch {
      process.stderr.write(line) // a full disk keeps nobody from being told
    }
  }
}
