import { createHash, randomBytes, type Hash } from 'node:crypto'
import type { CommonContent } from '../../mail-store.ts'
import type { ContentFiles, IncomingFile, IncomingLink } from './content-files.ts'
import { headFile, sharedName } from './content-name.ts'

/** Where what several messages have in common was stored last. */
const places = new WeakMap<object, { readonly path: string; readonly sha256: Buffer }>()

/** Content of which a part is stored once for several accounts: its own octets in a file beside what all of them share. */
export class IncomingShared {
  readonly name: string
  readonly #files: ContentFiles
  readonly #common: CommonContent
  readonly #head: IncomingFile
  readonly #body: IncomingFile | IncomingLink
  readonly #hash: Hash = createHash('sha256')
  #size = 0

  private constructor(name: string, files: ContentFiles, common: CommonContent, { head, body }: { head: IncomingFile; body: IncomingFile | IncomingLink }) {
    this.name = name
    this.#files = files
    this.#common = common
    this.#head = head
    this.#body = body
  }

  static async create(files: ContentFiles, common: CommonContent): Promise<IncomingShared> {
    const name = sharedName(randomBytes(16).toString('hex'), common.start)
    const known = places.get(common.token)
    const body = (known && (await files.link(known.path, name))) ?? (await files.create(name))
    try {
      return new IncomingShared(name, files, common, { head: await files.create(headFile(name)), body })
    } catch (error) {
      await body.discard()
      throw error
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    const own = chunk.subarray(0, Math.max(0, this.#common.start - this.#size))
    const rest = chunk.subarray(own.length)
    this.#size += chunk.length
    if (own.length > 0) await this.#head.write(own)
    if (rest.length === 0) return
    this.#hash.update(rest)
    if ('write' in this.#body) await this.#body.write(rest)
  }

  /** As IncomingFile.finish. Throws where what is said to be common is not the same. */
  async finish(): Promise<void> {
    const sha256 = this.#hash.digest()
    const isLink = !('write' in this.#body)
    if (this.#size < this.#common.start || (isLink && !places.get(this.#common.token)?.sha256.equals(sha256))) throw new Error('What messages have in common is not the same')
    await this.#head.finish()
    await this.#body.finish()
    if (!isLink) places.set(this.#common.token, { path: this.#files.place(this.name), sha256 })
  }

  async discard(): Promise<void> {
    await this.#head.discard()
    await this.#body.discard()
    await this.#files.remove([this.name])
  }
}
