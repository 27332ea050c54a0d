import { closeSync, openSync } from 'node:fs'

const HAD_TERMINAL = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY

/** Tells the two meanings of SIGHUP apart: a terminal that was closed below us, or an administrator who wants the configuration read again. */
export function isTerminalGone(): boolean {
  if (process.platform === 'win32') return true
  if (!HAD_TERMINAL) return false
  try {
    closeSync(openSync('/dev/tty', 'r+'))
    return false
  } catch {
    return true // tty(4): without a controlling terminal it cannot be opened
  }
}
