import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from '#lib/storage/database-file.ts'
import type { CrashPoint } from '../disk-options.ts'
import { PackWriter } from './pack-writer.ts'
import { FREED_MARK, isWhole, readRecord, RECORD_HEADER, recordHeader, type PackRecord } from './pack-record.ts'

/** Octets from which on a new pack is begun: small enough to be rewritten when most of it is freed. */
const PACK_SIZE = 32 * 1024 * 1024

/** Packs that are held open for reading. */
const OPEN_LIMIT = 8

/** Octets that are read at once where one content after the other is asked for, as they lie in their pack. */
const AHEAD = 64 * 1024

export interface PackPlace {
  readonly pack: number
  readonly place: number
}

/** A record with its octets. */
export interface PackRead {
  readonly record: PackRecord
  readonly octets: Uint8Array
}

export interface PackContent {
  readonly octets: Uint8Array
  readonly sha256: Uint8Array
  /** Milliseconds since 1970. */
  readonly internalDate: number
}

/**
 * The content of small messages, one behind the other in files that are only appended to, each with what proves it whole. A record counts only once a
 * committed row names it. What is new goes to the disk with the commit that names it (`add`, `write`, `sync`); what a commit lets go elsewhere has to be there
 * before it (`store`, `move`).
 */
export class ContentPacks {
  readonly #folder: string
  readonly #crashPoint: CrashPoint
  readonly #handles = new Map<number, number>()
  #current: number
  #tail: number
  #pending: Uint8Array[] = []
  #pendingSize = 0
  /** What is pending lies elsewhere, too, until the commit. */
  #isMove = false
  #writer: { readonly pack: number; readonly file: PackWriter } | undefined
  readonly #closing = new Set<Promise<void>>()
  /** The writer's pack holds what `write` has written and nobody has brought to the disk. */
  #isUnsynced = false
  /** Behind what was read last. */
  #next: PackPlace | undefined
  /** Who reads nothing more holds no memory. */
  #ahead: WeakRef<PackPlace & { readonly octets: Buffer }> | undefined
  /** How many contents of a pack are stored and not yet named. */
  readonly #unnamed = new Map<number, number>()

  /** Makes the folder; goes on behind the end of the last pack. */
  constructor(folder: string, crashPoint: CrashPoint) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
    this.#crashPoint = crashPoint
    this.#current = Math.max(1, ...this.list())
    this.#tail = this.size(this.#current)
  }

  /** The numbers of all packs, ascending. */
  list(): readonly number[] {
    const packs = readdirSync(this.#folder).map((name) => Number(/^pack-(\d+)$/.exec(name)?.[1] ?? 0))
    return packs.filter((pack) => pack > 0).sort((a, b) => a - b)
  }

  /** The pack that is being written. */
  get current(): number {
    return this.#current
  }

  /** Octets of a pack; 0 when there is none of that number. */
  size(pack: number): number {
    return this.list().includes(pack) ? fstatSync(this.#open(pack)).size : 0
  }

  /** Brings content to the disk. Its pack is not emptied before `release` is called with the places. */
  async store(contents: readonly PackContent[]): Promise<readonly PackPlace[]> {
    if (contents.length === 0) return []
    this.#beginPack()
    const isNew = this.#tail === 0
    const pack = this.#current
    const { file } = this.#writing()
    let end = this.#tail
    const places = contents.map(({ octets }) => {
      const place = end
      end += RECORD_HEADER + octets.length
      return { pack, place }
    })
    const records = contents.flatMap(({ octets, sha256, internalDate }) => [recordHeader(octets, sha256, internalDate), octets])
    this.#unnamed.set(pack, (this.#unnamed.get(pack) ?? 0) + places.length)
    try {
      file.write(records, this.#tail)
      this.#tail = end
      this.#crashPoint('pack written')
      await file.sync()
      if (isNew) syncFolder(this.#folder)
    } catch (error) {
      this.release(places)
      throw error
    }
    this.#crashPoint('pack synced')
    return places
  }

  /** What has been stored is named by now, or never will be. */
  release(places: readonly PackPlace[]): void {
    for (const { pack } of places) {
      const left = (this.#unnamed.get(pack) ?? 0) - 1
      if (left > 0) this.#unnamed.set(pack, left)
      else this.#unnamed.delete(pack)
    }
  }

  /** True while a pack is written, or something in it waits for its commit. */
  isAwaited(pack: number): boolean {
    return pack === this.#current || this.#unnamed.has(pack)
  }

  /** Takes in content that is new; it is on the disk when `sync` after `write` has resolved. */
  add(octets: Uint8Array, sha256: Uint8Array, internalDate: number): PackPlace {
    if (this.#pendingSize === 0) this.#beginPack()
    const place = this.#tail + this.#pendingSize
    this.#pending.push(recordHeader(octets, sha256, internalDate), octets)
    this.#pendingSize += RECORD_HEADER + octets.length
    return { pack: this.#current, place }
  }

  /** Takes in content that lies elsewhere; it is on the disk after `write`. */
  move(octets: Uint8Array, sha256: Uint8Array, internalDate: number): PackPlace {
    this.#isMove = true
    return this.add(octets, sha256, internalDate)
  }

  /** Takes back, when it is called, what has been added since. */
  mark(): () => void {
    const [count, size] = [this.#pending.length, this.#pendingSize]
    return () => {
      this.#pending.length = count
      this.#pendingSize = size
    }
  }

  /** Forgets what has been added and not written. */
  discard(): void {
    this.#pending = []
    this.#pendingSize = 0
    this.#isMove = false
  }

  /** Writes what has been added. Should the commit fail nobody names it, and what comes next lies behind it. */
  write(): void {
    if (this.#pendingSize === 0) return
    const [records, size, isMove, isNew] = [this.#pending, this.#pendingSize, this.#isMove, this.#tail === 0]
    this.discard()
    const { file } = this.#writing()
    file.write(records, this.#tail)
    this.#tail += size
    this.#crashPoint('pack written')
    if (isNew) syncFolder(this.#folder)
    this.#isUnsynced = true
    if (isMove) this.syncNow()
  }

  /** Resolves when all that `write` has written is on the disk. */
  async sync(): Promise<void> {
    if (!this.#isUnsynced) return
    await this.#writer?.file.sync()
    this.#isUnsynced = false
    this.#crashPoint('pack synced')
  }

  /** The same, at once; the event loop waits for the disk. */
  syncNow(): void {
    if (!this.#isUnsynced) return
    this.#writer?.file.syncNow()
    this.#isUnsynced = false
    this.#crashPoint('pack synced')
  }

  /** The octets of content; `size` is how many there are, where it is known. Throws when they are not those that were written. */
  read({ pack, place }: PackPlace, size = 0): PackRead {
    const found = this.#readAhead({ pack, place }, RECORD_HEADER + size) ?? this.#readOne({ pack, place }, size)
    if (!found) throw new Error(`The content at ${place} of pack ${pack} is damaged`)
    this.#next = { pack, place: place + RECORD_HEADER + found.octets.length }
    return found
  }

  /** Whoever has written the pack may have been killed before it was synced; the event loop waits for the disk. */
  bringToDisk(pack: number): void {
    if (this.list().includes(pack)) fdatasyncSync(this.#open(pack))
  }

  /** True when the octets are those that were written. */
  isWhole({ pack, place }: PackPlace, size: number): boolean {
    return this.list().includes(pack) && this.#readOne({ pack, place }, size) !== undefined
  }

  #readOne({ pack, place }: PackPlace, size: number): PackRead | undefined {
    const handle = this.#open(pack)
    const octets = readAt(handle, place, RECORD_HEADER + size)
    const found = wholeAt(octets, 0)
    if (found) return found
    const record = readRecord(octets, 0)
    if (!record || record.size <= size) return undefined
    const more = readAt(handle, place + RECORD_HEADER, record.size)
    return isWhole(record, more) ? { record, octets: more } : undefined
  }

  /** What has been read already with those before it, or now is with those behind it. What was not whole then may have become so: it is read by itself. */
  #readAhead({ pack, place }: PackPlace, length: number): PackRead | undefined {
    if (this.#next?.pack !== pack || this.#next.place !== place) return undefined
    const known = this.#ahead?.deref()
    if (known?.pack === pack && known.place <= place && place + length <= known.place + known.octets.length) return wholeAt(known.octets, place - known.place)
    if (2 * length > AHEAD) return undefined
    const octets = readAt(this.#open(pack), place, AHEAD)
    this.#ahead = new WeakRef({ pack, place, octets })
    return wholeAt(octets, 0)
  }

  /** Notes in a record that nobody names it any more, for whoever has nothing but the packs. */
  markFreed({ pack, place }: PackPlace): void {
    writeSync(this.#open(pack), FREED_MARK.octet, 0, 1, place + FREED_MARK.at)
  }

  remove(pack: number): void {
    this.#close(pack)
    rmSync(join(this.#folder, packName(pack)), { force: true })
  }

  async close(): Promise<void> {
    this.#leave()
    await Promise.all(this.#closing)
    for (const pack of [...this.#handles.keys()]) this.#close(pack)
  }

  #beginPack(): void {
    if (this.#tail < PACK_SIZE) return
    this.#current++
    this.#tail = 0
  }

  #writing(): { readonly file: PackWriter } {
    if (this.#writer?.pack !== this.#current) {
      this.#leave()
      this.#writer = { pack: this.#current, file: new PackWriter(this.#openFile(this.#current)) }
    }
    return this.#writer
  }

  #leave(): void {
    const closing = this.#writer?.file.close().finally(() => this.#closing.delete(closing as Promise<void>))
    if (closing) this.#closing.add(closing)
    this.#writer = undefined
  }

  #openFile(pack: number): number {
    const path = join(this.#folder, packName(pack))
    // Positional writes need a file that was not opened for appending.
    return this.list().includes(pack) ? openSync(path, 'r+') : openSync(path, 'wx+', 0o600)
  }

  #open(pack: number): number {
    let handle = this.#handles.get(pack)
    if (handle === undefined) {
      const [oldest] = this.#handles.keys()
      if (this.#handles.size >= OPEN_LIMIT && oldest !== undefined) this.#close(oldest)
      handle = this.#openFile(pack)
    } else this.#handles.delete(pack)
    this.#handles.set(pack, handle)
    return handle
  }

  #close(pack: number): void {
    const handle = this.#handles.get(pack)
    this.#handles.delete(pack)
    if (handle !== undefined) closeSync(handle)
  }
}

export function isPack(file: string): boolean {
  return /^pack-\d+$/.test(file)
}

export function packName(pack: number): string {
  return `pack-${pack}`
}

/** The record that begins there and all of its octets; undefined where they are not those that were written. */
function wholeAt(pack: Buffer, at: number): PackRead | undefined {
  const record = readRecord(pack, at)
  if (!record) return undefined
  const octets = pack.subarray(at + RECORD_HEADER, at + RECORD_HEADER + record.size)
  return isWhole(record, octets) ? { record, octets } : undefined
}

function readAt(handle: number, place: number, size: number): Buffer {
  const octets = Buffer.allocUnsafeSlow(size)
  let read = 0
  for (let more = 1; read < size && more > 0; read += more) more = readSync(handle, octets, read, size - read, place + read)
  return octets.subarray(0, read)
}
