import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

/** What the operating system allows for the path of a Unix socket, less one for the zero at its end; the smallest of them all. */
const LONGEST_PATH = 103

/** An address to listen on or connect to, valid until `release`. */
export interface AdminAddress {
  readonly path: string
  release(): void
}

/** Where the admin channel of a data directory is: a Unix socket in it, on Windows a named pipe. */
export function adminAddress(directory: string): AdminAddress {
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(directory).digest('hex').slice(0, 32)
    return { path: `\\\\.\\pipe\\postern-${name}`, release: () => undefined }
  }
  const path = join(directory, 'admin.sock')
  if (Buffer.byteLength(path) <= LONGEST_PATH || process.platform !== 'linux') return { path, release: () => undefined }
  // A deep directory is reached by its descriptor, whose name is short.
  const descriptor = openSync(directory, 'r')
  return { path: `/proc/self/fd/${descriptor}/admin.sock`, release: () => closeSync(descriptor) }
}
