import { randomBytes } from 'node:crypto'
import { close, open as openFile, read } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CrashPoint } from '../disk-options.ts'
import { contentOfFile, filesOf, headFile, ownOctets } from './content-name.ts'
import { isPack } from './content-packs.ts'

const [openHandle, readHandle, closeHandle] = [promisify(openFile), promisify(read), promisify(close)]

/** A file that has not been given its name yet. */
const INCOMING = 'incoming-'

/** Octets of one read: large enough for the disk's throughput, small enough for many readers. */
const READ_SIZE = 128 * 1024

/** Octets gathered before one write, so that a client which sends single octets costs no system call for each. */
const WRITE_SIZE = 512 * 1024

/** The content of large messages, one file each; a file counts only once a committed row names it. */
export class ContentFiles {
  readonly #folder: string
  readonly #crashPoint: CrashPoint

  constructor(folder: string, crashPoint: CrashPoint) {
    this.#folder = folder
    this.#crashPoint = crashPoint
  }

  /**
   * Makes the folder and removes every file that `isNamed` does not know: they belong to no message. Without it only those are removed that
   * have never been finished.
   */
  async prepare(isNamed?: (file: string) => boolean): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const files = await readdir(this.#folder)
    await this.remove(files.filter((file) => file.startsWith(INCOMING) || (isNamed && !isPack(file) && !isNamed(contentOfFile(file)))))
  }

  async create(name = randomBytes(16).toString('hex')): Promise<IncomingFile> {
    const path = join(this.#folder, INCOMING + name)
    const handle = await open(path, 'wx', 0o600)
    this.#crashPoint('file created')
    return new IncomingFile(handle, { name, path, place: join(this.#folder, name) }, this.#crashPoint)
  }

  /**
   * Gives a file, which may be another account's, a name here that is taken back unless `finish` is called. Undefined where it has gone, or the
   * file system has no links or takes no more.
   */
  async link(file: string, name: string): Promise<IncomingLink | undefined> {
    const path = join(this.#folder, INCOMING + name)
    try {
      await link(file, path)
    } catch (error) {
      if (NO_LINK.has((error as NodeJS.ErrnoException).code ?? '')) return undefined
      throw error
    }
    this.#crashPoint('file linked')
    return new IncomingLink({ name, path, place: join(this.#folder, name) }, this.#crashPoint)
  }

  /** Where a file lies. */
  place(file: string): string {
    return join(this.#folder, file)
  }

  /** Octets of the content of that name, as far as its files are there. */
  async size(file: string): Promise<number> {
    return (await stat(this.place(file))).size + (ownOctets(file) > 0 ? (await stat(this.place(headFile(file)))).size : 0)
  }

  /** Makes the names of finished files durable. */
  async sync(): Promise<void> {
    // Windows cannot open a folder for syncing; its file system journals names by itself.
    if (process.platform === 'win32') return
    const handle = await open(this.#folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    this.#crashPoint('folder synced')
  }

  /** The octets of the content of that name. */
  async *read(file: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    const own = ownOctets(file)
    if (start < own) yield* this.#readFile(headFile(file), start, Math.min(end, own))
    if (end > own) yield* this.#readFile(file, Math.max(0, start - own), end - own)
  }

  async *#readFile(file: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    // Bare descriptors: the objects of node:fs/promises take longer than the reading of a file of usual size.
    const handle = await openHandle(join(this.#folder, file), 'r')
    try {
      for (let position = start; position < end; ) {
        const buffer = Buffer.allocUnsafeSlow(Math.min(READ_SIZE, end - position))
        const { bytesRead } = await readHandle(handle, buffer, 0, buffer.length, position)
        if (bytesRead === 0) throw new Error('A content file is shorter than its message')
        position += bytesRead
        yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead)
      }
    } finally {
      await closeHandle(handle)
    }
  }

  async remove(files: readonly string[]): Promise<void> {
    for (const file of files.flatMap(filesOf)) await rm(join(this.#folder, file), { force: true })
  }
}

/** What a file system says that cannot give a file another name: none there, others are on another disk, has no links, has given too many. */
const NO_LINK: ReadonlySet<string> = new Set(['ENOENT', 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'])

/** A further name of a content file that is whole and synced already. */
export class IncomingLink {
  readonly name: string
  readonly #path: string
  readonly #place: string
  readonly #crashPoint: CrashPoint

  constructor({ name, path, place }: { name: string; path: string; place: string }, crashPoint: CrashPoint) {
    this.name = name
    this.#path = path
    this.#place = place
    this.#crashPoint = crashPoint
  }

  /** The name is durable after ContentFiles.sync. */
  async finish(): Promise<void> {
    await rename(this.#path, this.#place)
    this.#crashPoint('link renamed')
  }

  async discard(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}

/** A content file while it is being written. */
export class IncomingFile {
  readonly name: string
  readonly #handle: FileHandle
  readonly #path: string
  readonly #place: string
  readonly #crashPoint: CrashPoint
  #pending: Uint8Array[] = []
  #pendingSize = 0

  constructor(handle: FileHandle, { name, path, place }: { name: string; path: string; place: string }, crashPoint: CrashPoint) {
    this.#handle = handle
    this.name = name
    this.#path = path
    this.#place = place
    this.#crashPoint = crashPoint
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#pending.push(chunk)
    this.#pendingSize += chunk.length
    if (this.#pendingSize >= WRITE_SIZE) await this.#flush()
  }

  /** Syncs the octets and gives the file its name; the name is durable after ContentFiles.sync. */
  async finish(): Promise<void> {
    await this.#flush()
    this.#crashPoint('file written')
    await this.#handle.datasync()
    await this.#handle.close()
    this.#crashPoint('file synced')
    await rename(this.#path, this.#place)
    this.#crashPoint('file renamed')
  }

  async discard(): Promise<void> {
    await this.#handle.close()
    await rm(this.#path, { force: true })
  }

  async #flush(): Promise<void> {
    if (this.#pendingSize === 0) return
    const { bytesWritten } = await this.#handle.writev(this.#pending)
    // On a disk that is nearly full some of it may go and the rest be refused.
    if (bytesWritten < this.#pendingSize) await this.#handle.writeFile(Buffer.concat(this.#pending).subarray(bytesWritten))
    this.#pending = []
    this.#pendingSize = 0
  }
}
