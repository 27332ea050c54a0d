import { createHash } from 'node:crypto'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { exactContent } from '../../incoming-content.ts'
import { StoreProblem, type NewMessage } from '../../mail-store.ts'
import type { QuotaLedger } from '../../quota-ledger.ts'
import type { ContentFiles, IncomingFile } from './content-files.ts'
import type { ContentPacks, PackPlace } from './content-packs.ts'
import { IncomingShared } from './shared-content.ts'
import type { IncomingMessage, NewContent } from '../rows/mailbox-writer.ts'

/** Octets up to which content lies in a pack: what comes in together shares one sync there, and a file of its own takes two more. */
export const IN_PACK = 64 * 1024

/** Octets of small messages that one append may hold in memory; what comes behind them goes into files. */
const MEMORY_LIMIT = 8 * 1024 * 1024

/** Octets of digests that wait for the commit of one append: some 20,000 messages of the usual kind. */
const DIGESTS_LIMIT = 64 * 1024 * 1024

type IncomingContent = IncomingFile | IncomingShared

/** A message that has come whole: its content in a synced file, or in memory. */
interface TakenMessage extends IncomingMessage {
  readonly content: NewContent
}

interface SpoolLimits {
  /** Throws StoreProblem for a size that is not taken. */
  readonly checkSize: (size: number) => void
  /** Octets of the account so far, and at most. */
  readonly used: () => number
  readonly quota: number | undefined
}

/** Messages that come in at their sender's pace, outside any transaction, and wait whole for one commit: what is large synced, what is small in memory. */
export class MessageSpool {
  readonly #files: ContentFiles
  readonly #packs: ContentPacks
  readonly #ledger: QuotaLedger
  readonly #limits: SpoolLimits
  readonly #finished: string[] = []
  #messages: readonly TakenMessage[] = []
  #places: readonly PackPlace[] = []
  #inMemory = 0
  #reserved = 0
  #digests = 0

  constructor({ files, packs }: { readonly files: ContentFiles; readonly packs: ContentPacks }, ledger: QuotaLedger, limits: SpoolLimits) {
    this.#files = files
    this.#packs = packs
    this.#ledger = ledger
    this.#limits = limits
  }

  /** Takes all messages. Throws StoreProblem; then, as after any error, `discard` removes what was written. */
  async fill(messages: AsyncIterable<NewMessage>): Promise<void> {
    const taken: TakenMessage[] = []
    for await (const message of messages) {
      if (this.#digests > DIGESTS_LIMIT) throw new StoreProblem('too-large')
      this.#promise(message.size ?? 0, message.size ?? 0)
      taken.push(await this.#take(message))
    }
    if (this.#finished.length > 0) await this.#files.sync()
    this.#messages = taken
  }

  /** Brings to the disk what is in memory, once `fill` has resolved: where the commit lets go of something else for it, or would hold up others. */
  async store(): Promise<void> {
    const small = this.#messages.flatMap(({ internalDate, content: { octets, sha256 } }) => (octets ? [{ octets, sha256, internalDate }] : []))
    this.#places = await this.#packs.store(small)
    const places = this.#places.values()
    this.#messages = this.#messages.map((message) => {
      const { octets, ...content } = message.content
      const place = octets && places.next().value
      return place ? { ...message, content: { ...content, place } } : message
    })
  }

  /** What has come, once `fill` has resolved. */
  get messages(): readonly IncomingMessage[] {
    return this.#messages
  }

  /** The messages are in the mailbox: gives back the promised octets; nothing is left to discard. */
  release(): void {
    this.#ledger.release(this.#reserved)
    this.#packs.release(this.#places)
    this.#reserved = 0
    this.#places = []
    this.#finished.length = 0
  }

  async discard(): Promise<void> {
    for (const place of this.#places) this.#packs.markFreed(place)
    const files = [...this.#finished]
    this.release()
    await this.#files.remove(files)
  }

  /** Reserves so many octets more of a message that has `size` by then. Throws StoreProblem where they are not taken. */
  #promise(octets: number, size: number): void {
    this.#limits.checkSize(size)
    this.#ledger.reserve(octets, this.#limits.quota === undefined ? 0 : this.#limits.used(), this.#limits.quota)
    this.#reserved += octets
  }

  #isSmall(size: number): boolean {
    return size <= IN_PACK && this.#inMemory + size <= MEMORY_LIMIT
  }

  async #take(message: NewMessage): Promise<TakenMessage> {
    const digester = new MessageDigester()
    const hash = createHash('sha256')
    const create = (): Promise<IncomingContent> => (message.common && message.common.start > 0 ? IncomingShared.create(this.#files, message.common) : this.#files.create())
    let file = this.#isSmall(message.size ?? 0) ? undefined : await create()
    const chunks: Uint8Array[] = []
    let size = 0
    try {
      for await (const chunk of exactContent(message)) {
        size += chunk.length
        if (message.size === undefined) this.#promise(chunk.length, size)
        digester.write(chunk)
        hash.update(chunk)
        if (!this.#isSmall(size)) file ??= await create()
        chunks.push(chunk)
        if (file) await writeAll(file, chunks.splice(0))
      }
      if (file) await this.#keep(file)
    } catch (error) {
      await file?.discard()
      throw error
    }
    const taken = { flags: message.flags, internalDate: message.internalDate.getTime(), zone: message.zone ?? 0, size }
    const content = { sha256: hash.digest(), digest: digester.end() }
    this.#digests += weight(content.digest)
    if (file) return { ...taken, content: { file: file.name, ...content } }
    this.#inMemory += size
    return { ...taken, content: { ...content, octets: Buffer.concat(chunks) } }
  }

  async #keep(file: IncomingContent): Promise<void> {
    await file.finish()
    this.#finished.push(file.name)
  }
}

async function writeAll(file: IncomingContent, chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) await file.write(chunk)
}

/** About how much memory a digest takes: its texts, and the keys as objects. */
function weight({ envelope, bodyStructure, header, parts }: MessageDigest): number {
  return 1000 + 2 * envelope.length + 2 * bodyStructure.length + header.length + 200 * parts.length
}
