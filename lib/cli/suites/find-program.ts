import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { environment } from '#lib/config/environment.ts'

/** Absolute path of the first of these programs that is on the path; undefined when none is. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [...(environment().PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'].filter((folder) => folder !== '')
  return names.flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name)))).find(isExecutable)
}

/** The part of Chromium that needs no screen: the same pages at a third less of processor time. */
export function findHeadlessChromium(): string | undefined {
  return findProgram('chromium-headless-shell')
}

/** The system's Chromium or Chrome. */
export function findChromium(): string | undefined {
  return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not here
  }
}
