import { randomBytes } from 'node:crypto'

/** A file on its way into a message; its octets lie in the spool. */
export interface SharedFile {
  readonly id: string
  readonly name: string
  /** As the device claims it. */
  readonly mediaType: string
  readonly size: number
}

/** What a device has handed over. */
export interface Share {
  readonly title: string
  readonly text: string
  readonly url: string
  readonly files: readonly SharedFile[]
}

/** Whose it is: the visit of the browser that handed it over, and the address from which it came. */
export interface Sharer {
  readonly visit: string
  readonly remote: string
}

interface Waiting extends Sharer {
  readonly share: Share
  readonly until: number
}

/** Long enough to sign in, with a password to look up. The spool keeps files that nobody knows for an hour. */
const LIFE = 30 * 60_000
/** Of one address: whoever shares again has given up the first. */
const OF_ONE_ADDRESS = 3
/** Stops those who are not signed in from filling the memory. */
const ENTRIES = 100

/**
 * What was shared by a browser that has to sign in first, in this process. Whoever takes it must have the id and the visit. Its
 * size is bounded by `octets` in all, and by three for each address, of which the oldest makes room.
 */
export class WaitingShares {
  readonly #waiting = new Map<string, Waiting>()
  readonly #octets: number
  readonly #forget: (files: readonly string[]) => Promise<void>

  /** `forget` removes files of the spool. */
  constructor(octets: number, forget: (files: readonly string[]) => Promise<void>) {
    this.#octets = octets
    this.#forget = forget
  }

  /** Octets of files that another one may bring; 0 when there is no room at all. */
  async room({ remote }: Pick<Sharer, 'remote'>, now = Date.now()): Promise<number> {
    const own = [...this.#waiting].filter(([, each]) => each.remote === remote).map(([id]) => id)
    const gone = [...this.#waiting].filter(([, { until }]) => until <= now).map(([id]) => id)
    for (const id of [...gone, ...own.slice(0, Math.max(0, own.length - OF_ONE_ADDRESS + 1))]) await this.#drop(id)
    if (this.#waiting.size >= ENTRIES) return 0
    const taken = [...this.#waiting.values()].flatMap(({ share }) => share.files).reduce((sum, { size }) => sum + size, 0)
    return Math.max(0, this.#octets - taken)
  }

  /** Keeps it for half an hour under the id that it answers. */
  keep(sharer: Sharer, share: Share, now = Date.now()): string {
    const id = randomBytes(16).toString('base64url')
    this.#waiting.set(id, { ...sharer, share, until: now + LIFE })
    return id
  }

  /** Undefined when it is not there any more, or was another browser's. */
  find(id: string, visit: string, now = Date.now()): Share | undefined {
    const found = this.#waiting.get(id)
    return found !== undefined && found.visit === visit && found.until > now ? found.share : undefined
  }

  /** The same, for whoever goes on with its files: of two only the first gets it. */
  take(id: string, visit: string, now = Date.now()): Share | undefined {
    const found = this.find(id, visit, now)
    if (found !== undefined) this.#waiting.delete(id)
    return found
  }

  async #drop(id: string): Promise<void> {
    const found = this.#waiting.get(id)
    this.#waiting.delete(id)
    await this.#forget(found?.share.files.map((file) => file.id) ?? [])
  }
}
