import { createHash } from 'node:crypto'
import path from 'node:path'
import { seal, unseal } from '#lib/session/credential-box.ts'
import { loadSealingKeys, type SealingKey } from '#lib/session/sealing-keys.ts'

/** For whom a password is, and for what server: sealed for one it opens nowhere else. */
export interface PasswordPlace {
  readonly account: string
  /** Of the server, such as `https://dav.example.org`. */
  readonly origin: string
  readonly user: string
}

/**
 * Passwords for servers that are asked when their owner is not there, sealed under a key file of the data directory (0600), which is in no
 * database. A key is followed by another after 30 days and stays as long as something may be sealed with it. Several gateways that share a
 * database need the same file: what was sealed with a key that is not in it does not open.
 */
export class KeptPasswords {
  readonly #file: string
  #keys: readonly SealingKey[]

  private constructor(file: string, keys: readonly SealingKey[]) {
    this.#file = file
    this.#keys = keys
  }

  /** With the keys in `gateway/kept-password-keys.json` of a data directory, made at first use. Rejects when the file is damaged. */
  static async open(data: string): Promise<KeptPasswords> {
    const file = path.join(data, 'gateway', 'kept-password-keys.json')
    return new KeptPasswords(file, await loadSealingKeys(file, Date.now(), Infinity))
  }

  seal(password: string, place: PasswordPlace): string {
    const key = this.#keys.at(-1)
    if (!key) throw new Error('no key')
    return `${nameOf(key)}.${seal(password, octetsOf(key), contextOf(place)).toString('base64url')}`
  }

  /** Undefined where the key is not known, or the place is another. */
  async open(sealed: string, place: PasswordPlace): Promise<string | undefined> {
    const [name = '', box = ''] = sealed.split('.')
    const known = this.#named(name) ?? (await this.#readAgain(name))
    return known && unseal(Buffer.from(box, 'base64url'), octetsOf(known), contextOf(place))
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
    this.#keys = await loadSealingKeys(this.#file, Date.now(), Infinity)
    return this.#named(name)
  }
}

function nameOf({ secret }: SealingKey): string {
  return createHash('sha256').update(`name\n${secret}`).digest('base64url').slice(0, 12)
}

function octetsOf({ secret }: SealingKey): Buffer {
  return Buffer.from(secret, 'base64url')
}

function contextOf({ account, origin, user }: PasswordPlace): string {
  return JSON.stringify(['outside-books', account, origin, user])
}
