import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentFiles } from '../content/content-files.ts'
import { filesOf, isContentName } from '../content/content-name.ts'
import { isPack } from '../content/content-packs.ts'
import { isWhole, readRecord, RECORD_HEADER, RECORD_MAGIC } from '../content/pack-record.ts'

/** One content that is whole, and where it lies. */
export interface FoundContent {
  readonly sha256: Buffer
  readonly size: number
  /** Milliseconds since 1970. */
  readonly internalDate: number
  readonly isFreed: boolean
  readonly at: { readonly pack: number; readonly place: number } | { readonly file: string }
  /** Of small content; a file is to be read as a stream. */
  readonly octets?: Uint8Array
}

/** Everything that lies in the content folder and proves itself, packs first; damaged records are passed over. */
export async function* scanContent(folder: string): AsyncGenerator<FoundContent> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isPack)) yield* scanPack(Number(name.slice('pack-'.length)), readFileSync(join(folder, name)))
  const isThere = (file: string): boolean => existsSync(join(folder, file))
  for (const name of names) if (isContentName(name) && filesOf(name).every(isThere)) yield scanFile(folder, name)
}

function* scanPack(pack: number, octets: Buffer): Generator<FoundContent> {
  for (let place = octets.indexOf(RECORD_MAGIC); place >= 0; ) {
    const record = readRecord(octets, place)
    const end = place + RECORD_HEADER + (record?.size ?? 0)
    const content = octets.subarray(place + RECORD_HEADER, end)
    const isSound = record && isWhole(record, content)
    if (isSound) yield { sha256: record.sha256, size: record.size, internalDate: record.internalDate, isFreed: record.isFreed, at: { pack, place }, octets: content }
    // Behind a damaged record the next one may begin anywhere.
    place = octets.indexOf(RECORD_MAGIC, isSound ? end : place + 1)
  }
}

async function scanFile(folder: string, file: string): Promise<FoundContent> {
  const hash = createHash('sha256')
  const files = new ContentFiles(folder, () => undefined)
  const size = await files.size(file)
  for await (const chunk of files.read(file, 0, size)) hash.update(chunk)
  const { mtimeMs } = await stat(join(folder, file))
  return { sha256: hash.digest(), size, internalDate: Math.floor(mtimeMs), isFreed: false, at: { file } }
}
