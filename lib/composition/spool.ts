import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { isDiskFull } from '#lib/storage/sqlite.ts'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { chmod, link, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

export interface SpooledFile {
  readonly id: string
  readonly size: number
}

/** Octets of an upload after which the disk is asked to begin: what has to be waited for at its end is less. */
const SYNC_AFTER = 1024 * 1024

/** Octets read at a time: each piece of a message costs a turn of everybody else's. */
const PIECE = 256 * 1024

const NAME = /^[A-Za-z0-9_-]{22}$/

/**
 * Files of compositions: attachments, and messages on their way out. Names are random and say nothing; files are for
 * their owner only (0600, the folder 0700). A name that `write` gave stands for a file that is complete and synced to the disk.
 */
export class Spool {
  readonly #folder: string

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
  }

  /**
   * Writes what arrives, to the disk's pace. Throws GatewayError('too-large') once more than `limit` octets came; then, and
   * when the source fails or ends early, nothing is left behind.
   */
  async write(content: AsyncIterable<Uint8Array>, limit = Number.MAX_SAFE_INTEGER): Promise<SpooledFile> {
    const { kept, ...file } = await this.writeAhead(content, limit)
    await kept.catch(async (error: unknown) => {
      await this.remove([file.id])
      throw error
    })
    return file
  }

  /** As `write`, but the file can be read while the disk is still busy with it; only when `kept` resolves it outlasts a power cut. Whoever leaves it out must not name the file to anybody. */
  async writeAhead(content: AsyncIterable<Uint8Array>, limit = Number.MAX_SAFE_INTEGER): Promise<SpooledFile & { readonly kept: Promise<void> }> {
    const id = randomBytes(16).toString('base64url')
    const unfinished = join(this.#folder, `${id}.part`)
    const file = await open(unfinished, 'wx', 0o600)
    try {
      const size = await writeAll(file, content, limit)
      await rename(unfinished, join(this.#folder, id))
      const kept = sync(file)
      kept.catch(() => undefined) // told to whoever waits for it
      return { id, size, kept }
    } catch (error) {
      await file.close()
      await rm(unfinished, { force: true })
      throw asSpoolFailure(error)
    }
  }

  /** Makes a file that is to grow; until somebody says so, nobody takes it for whole. */
  async begin(): Promise<string> {
    const id = randomBytes(16).toString('base64url')
    await (await open(this.path(id), 'wx', 0o600)).close()
    return id
  }

  /**
   * Writes what arrives behind the first `offset` octets of such a file; what stood there before is gone. Answers how long the file is then, synced to the disk,
   * also where the source broke off, and that failure. Throws GatewayError('too-large') beyond `limit` octets in all, and where `sha256` is not that of the
   * piece: then the file ends at `offset` again.
   */
  async append(id: string, { offset, limit, sha256 }: { readonly offset: number; readonly limit: number; readonly sha256?: string }, content: AsyncIterable<Uint8Array>): Promise<{ readonly size: number; readonly failure?: unknown }> {
    const file = await open(this.path(id), 'r+')
    const hash = sha256 === undefined ? undefined : createHash('sha256')
    let size = offset
    let synced = offset
    const syncs: Promise<void>[] = []
    const keep = async (chunk: Uint8Array): Promise<void> => {
      await writeAt(file, chunk, size)
      size += chunk.length
      if (size - synced < SYNC_AFTER) return
      synced = size
      const sync = file.datasync()
      sync.catch(() => undefined) // told at the end
      syncs.push(sync)
    }
    try {
      await file.truncate(offset)
      const failure = await writeBehind(content, keep, { limit: limit - offset, seen: (chunk) => hash?.update(chunk) }).catch((error: unknown) => ({ error }))
      const isWrong = failure === undefined && hash !== undefined && hash.digest('base64') !== sha256
      if (isWrong || isGatewayError(failure?.error)) {
        await file.truncate(offset)
        throw isWrong ? new GatewayError('invalid', 'checksum', { refusal: { name: 'upload-broke-off' } }) : failure?.error
      }
      await Promise.all(syncs)
      await file.sync()
      return { size, ...(failure ? { failure: failure.error } : {}) }
    } catch (error) {
      throw asSpoolFailure(error)
    } finally {
      await file.close()
    }
  }

  /** The file's content; `id` must be one that `write` gave. */
  read(id: string): Readable {
    return createReadStream(this.path(id), { highWaterMark: PIECE })
  }

  /** From one octet to another, both included. */
  readRange(id: string, start: number, end: number): Readable {
    return createReadStream(this.path(id), { start, end })
  }

  /** Where the file is. Throws RangeError for anything that is not an id: no name ever leads out of the folder. */
  path(id: string): string {
    if (!NAME.test(id)) throw new RangeError('Not a name in the spool')
    return join(this.#folder, id)
  }

  /** How long the file is; undefined where it has gone. */
  async size(id: string): Promise<number | undefined> {
    return (await stat(this.path(id)).catch(ifThere))?.size
  }

  /** A second name for the same content, with a life of its own; of a file that has gone, a name without one. */
  async duplicate(id: string): Promise<string> {
    const copy = randomBytes(16).toString('base64url')
    await link(this.path(id), this.path(copy)).catch(ifThere)
    return copy
  }

  async remove(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => rm(this.path(id), { force: true })))
  }

  /** Removes what nobody knows and nobody has touched for `age` milliseconds; returns how many files went. */
  async sweep(known: ReadonlySet<string>, age: number, now = Date.now()): Promise<number> {
    let removed = 0
    await chmod(this.#folder, 0o700)
    for (const name of await readdir(this.#folder)) {
      if (known.has(name)) continue
      const file = join(this.#folder, name)
      const found = await stat(file).catch(() => undefined) // removed meanwhile by its owner
      if (!found?.isFile() || now - Math.max(found.mtimeMs, found.ctimeMs) < age) continue
      await rm(file, { force: true })
      removed += 1
    }
    return removed
  }
}

/** Answers how many octets there were. */
async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array>, limit: number): Promise<number> {
  let size = 0
  await writeBehind(content, (chunk) => file.writeFile(chunk), { limit, seen: (chunk) => (size += chunk.length) })
  return size
}

/** One piece is written while the next arrives. Throws GatewayError('too-large') once more than `limit` octets came. */
async function writeBehind(content: AsyncIterable<Uint8Array>, write: (chunk: Uint8Array) => Promise<void>, { limit, seen }: { readonly limit: number; readonly seen: (chunk: Uint8Array) => void }): Promise<void> {
  let left = limit
  let written = Promise.resolve()
  try {
    for await (const chunk of content) {
      await written
      left -= chunk.length
      if (left < 0) throw new GatewayError('too-large', `more than ${limit} octets`)
      written = write(chunk)
      written.catch(() => undefined) // told at the next piece
      seen(chunk)
    }
  } finally {
    await written
  }
}

/** All of it, however little the system takes at a time. */
async function writeAt(file: FileHandle, octets: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < octets.length; ) done += (await file.write(octets, done, octets.length - done, position + done)).bytesWritten
}

async function sync(file: FileHandle): Promise<void> {
  try {
    await file.sync()
  } catch (error) {
    throw asSpoolFailure(error)
  } finally {
    await file.close()
  }
}

function asSpoolFailure(error: unknown): unknown {
  return isDiskFull(error) ? new GatewayError('over-quota', 'spool', { cause: error, refusal: { name: 'attachments-disk-full' } }) : error
}

function ifThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
