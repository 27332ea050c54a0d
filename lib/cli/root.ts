import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Absolute path of the tree that this program runs from. */
export const ROOT = dirname(dirname(import.meta.dirname))

/** The version of package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
