import { createHash } from 'node:crypto'
import { seal, unseal } from './credential-box.ts'
import { loadSealingKeys, type SealingKey } from './sealing-keys.ts'

/**
 * Seals what outlives a session under the keys of a file (0600) that is in no database: neither of the two alone tells anything. A key is
 * followed by another after 30 days, and forgotten `life` milliseconds later, when nothing can be left that it sealed. Several gateways that
 * share a database need the same file.
 */
export class KeyRing {
  readonly #file: string
  readonly #life: number
  #keys: readonly SealingKey[]

  private constructor(file: string, life: number, keys: readonly SealingKey[]) {
    this.#file = file
    this.#life = life
    this.#keys = keys
  }

  /** The file is made at first use. Rejects when it is damaged. */
  static async open(file: string, life = Infinity): Promise<KeyRing> {
    return new KeyRing(file, life, await loadSealingKeys(file, Date.now(), life))
  }

  /** `context` must be the same when it is opened. */
  seal(plain: string, context: string): string {
    const key = this.#keys.at(-1)
    if (!key) throw new Error('no key')
    return `${nameOf(key)}.${seal(plain, octetsOf(key), context).toString('base64url')}`
  }

  /** Undefined where the key is not known, the context is another, or the text was changed. */
  async open(sealed: string, context: string): Promise<string | undefined> {
    const [name = '', box = ''] = sealed.split('.')
    const known = this.#named(name) ?? (await this.#readAgain(name))
    return known && unseal(Buffer.from(box, 'base64url'), octetsOf(known), context)
  }

  /** True for what was sealed with a key that has a successor. */
  isOld(sealed: string): boolean {
    const newest = this.#keys.at(-1)
    return newest !== undefined && !sealed.startsWith(`${nameOf(newest)}.`)
  }

  #named(name: string): SealingKey | undefined {
    return this.#keys.find((key) => nameOf(key) === name)
  }

  /** Another gateway may have made a key. */
  async #readAgain(name: string): Promise<SealingKey | undefined> {
    this.#keys = await loadSealingKeys(this.#file, Date.now(), this.#life)
    return this.#named(name)
  }
}

function nameOf({ secret }: SealingKey): string {
  return createHash('sha256').update(`name\n${secret}`).digest('base64url').slice(0, 12)
}

function octetsOf({ secret }: SealingKey): Buffer {
  return Buffer.from(secret, 'base64url')
}
