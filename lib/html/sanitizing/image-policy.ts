import { dataImage, imageUrl, type MailUrl } from './urls.ts'

export interface ImageOptions {
  /** True when the reader has asked for remote images. */
  readonly remoteContent: boolean
  /** The URL at which the gateway serves what `url` names; undefined leaves it out. */
  readonly rewrite: (url: MailUrl) => string | undefined
}

/** Decides about every image URL of one message and remembers whether something remote was held back. */
export class ImagePolicy {
  /** Something remote is in the message that `remoteContent` would have shown. */
  heldBack = false
  readonly #options: ImageOptions
  /** What `rewrite` answered: these pass when the output is read again. */
  readonly #made = new Set<string>()

  constructor(options: ImageOptions) {
    this.#options = options
  }

  /** The URL to show instead, or undefined for no image. A tracker is never fetched: there is nothing to see. */
  resolve(value: string, isTracker = false): string | undefined {
    if (this.#made.has(value)) return value
    const data = dataImage(value)
    if (data !== undefined) return data
    const url = imageUrl(value)
    if (!url) return undefined
    if (url.kind === 'remote' && !this.#options.remoteContent) {
      this.heldBack = true
      return undefined
    }
    if (isTracker) return undefined
    const made = this.#options.rewrite(url)
    if (made !== undefined) this.#made.add(made)
    return made
  }
}
