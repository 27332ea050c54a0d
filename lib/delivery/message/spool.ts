import { randomUUID } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { headerLength } from './header-lines.ts'

/** Up to here a message stays in memory whatever others take: most do, and a file for each costs more than the message. */
const SMALL = 128 * 1024
/** Up to here it does where there is room: what is written to be read again a moment later costs a third of a delivery. */
const MEMORY_LIMIT = 8 * 1024 * 1024
/** Octets for what is beyond `SMALL`, of all messages together. */
const ROOM = 16 * 1024 * 1024
/** About what a chunk takes beside its octets. */
const CHUNK_OVERHEAD = 256
/** More header than this is an attack or a loop; it is edited in memory. */
const HEADER_LIMIT = 1024 * 1024
const CHUNK = 64 * 1024

/** A message that has arrived in full and waits for its stores; memory stays bounded whatever its size. */
export interface SpooledMessage {
  readonly size: number
  /** The header block with its blank line; empty when the message begins with its text. */
  readonly header: Buffer
  /** The octets from `start` on; may be read any number of times. */
  content(start: number): AsyncIterable<Uint8Array>
  /** Frees memory and disk. */
  discard(): Promise<void>
}

export class SpoolProblem extends Error {
  readonly kind: 'too-large' | 'header-too-large' | 'cut-off' | 'failed'
  constructor(kind: SpoolProblem['kind'], options?: ErrorOptions) {
    super(kind, options)
    this.name = 'SpoolProblem'
    this.kind = kind
  }
}

/** Memory that the messages of a server share while they arrive. */
export class SpoolRoom {
  #left: number
  /** Octets. */
  constructor(size = ROOM) {
    this.#left = size
  }

  /** Octets that nobody has taken. */
  get left(): number {
    return this.#left
  }

  /** Whether it had that many left, which then are the caller's. */
  take(octets: number): boolean {
    if (octets > this.#left) return false
    this.#left -= octets
    return true
  }

  giveBack(octets: number): void {
    this.#left += octets
  }
}

/**
 * Reads `stream` to its end, whatever happens, and keeps at most `limit` octets of it.
 * Throws SpoolProblem: 'too-large' beyond the limit, 'cut-off' when the stream ends early, 'failed' when the disk does.
 */
export async function spoolMessage(stream: AsyncIterable<Uint8Array>, { directory, room, limit }: { readonly directory: string; readonly room: SpoolRoom; readonly limit: number }): Promise<SpooledMessage> {
  const spool = new Spool(directory, room)
  let problem: SpoolProblem | undefined
  try {
    for await (const chunk of stream) {
      if (problem) continue
      if (spool.size + chunk.length > limit) problem = new SpoolProblem('too-large')
      else await spool.write(chunk).catch((cause: unknown) => { problem = new SpoolProblem('failed', { cause }) })
    }
  } catch (cause) {
    problem = new SpoolProblem('cut-off', { cause })
  }
  const message = problem ? undefined : await spool.finish()
  if (message) return message
  await spool.discard()
  throw problem ?? new SpoolProblem('header-too-large')
}

class Spool {
  size = 0
  readonly #directory: string
  readonly #room: SpoolRoom
  #chunks: Uint8Array[] = []
  /** Octets of memory that the chunks take, and those of them that are of the room. */
  #held = 0
  #taken = 0
  #file: FileHandle | undefined
  constructor(directory: string, room: SpoolRoom) {
    this.#directory = directory
    this.#room = room
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.size += chunk.length
    if (!this.#file && this.#hasRoom(chunk)) {
      this.#chunks.push(chunk)
      return
    }
    if (!this.#file) {
      this.#file = await openUnnamed(this.#directory)
      for (const kept of this.#chunks) await writeAll(this.#file, kept)
      this.#letGo()
    }
    await writeAll(this.#file, chunk)
  }

  #hasRoom(chunk: Uint8Array): boolean {
    const held = this.#held + chunk.length + CHUNK_OVERHEAD
    const wanted = Math.max(0, held - SMALL)
    if (held > MEMORY_LIMIT || !this.#room.take(wanted - this.#taken)) return false
    this.#held = held
    this.#taken = wanted
    return true
  }

  #letGo(): void {
    this.#chunks = []
    this.#room.giveBack(this.#taken)
    this.#taken = 0
  }

  /** Undefined when the header does not end within its limit. */
  async finish(): Promise<SpooledMessage | undefined> {
    const start = await collect(this.#read(0, Math.min(this.size, HEADER_LIMIT)))
    const length = headerLength(start)
    if (length === undefined && this.size > HEADER_LIMIT) return undefined
    return {
      size: this.size,
      header: start.subarray(0, length ?? start.length),
      content: (from) => this.#read(from, this.size),
      discard: () => this.discard(),
    }
  }

  async *#read(start: number, end: number): AsyncGenerator<Uint8Array> {
    if (!this.#file) {
      yield* slices(this.#chunks, start, end)
      return
    }
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at))
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) throw new Error('The spool file is shorter than what was written to it')
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }

  async discard(): Promise<void> {
    this.#letGo()
    await this.#file?.close()
    this.#file = undefined
  }
}

function* slices(chunks: readonly Uint8Array[], start: number, end: number): Generator<Uint8Array> {
  let at = 0
  for (const chunk of chunks) {
    const from = Math.max(0, start - at)
    const to = Math.min(chunk.length, end - at)
    if (from < to) yield chunk.subarray(from, to)
    at += chunk.length
  }
}

/** The file loses its name at once, so that a kill leaves nothing behind. */
async function openUnnamed(directory: string): Promise<FileHandle> {
  const path = join(directory, randomUUID())
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}
