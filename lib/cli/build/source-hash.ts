import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOMS } from '../structure-rules.ts'

/** Folders that end up in the gateway: what `app` may import, directly or through others. */
function gatewayRooms(rooms: Readonly<Record<string, readonly string[]>> = ROOMS): string[] {
  const reached = new Set<string>()
  const visit = (room: string): void => {
    if (reached.has(room)) return
    reached.add(room)
    for (const next of rooms[room] ?? []) visit(next)
  }
  visit('app')
  return [...reached].sort()
}

/** Changes with every file that `next build` may read: sources without tests, configuration, lockfile, base path. */
export function sourceHash(root: string, basePath: string): string {
  const hash = createHash('sha256').update(`${basePath}\0`)
  const files = [...gatewayRooms().flatMap((room) => filesIn(join(root, room))), ...['next.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'].map((name) => join(root, name))]
  for (const file of new Set(files)) hash.update(`${relative(root, file)}\0`).update(contentOf(file)).update('\0')
  return hash.digest('hex')
}

function filesIn(directory: string): string[] {
  let entries
  try {
    entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // a room that has no file yet
    throw error
  }
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0) // next.config.js is optional to Next
    throw error
  }
}
