import path from 'node:path'
import { KeyRing } from '#lib/session/key-ring.ts'

/** For whom a password is, and for what server: sealed for one it opens nowhere else. */
export interface PasswordPlace {
  readonly account: string
  /** Of the server, such as `https://dav.example.org`. */
  readonly origin: string
  readonly user: string
}

/** Passwords for servers that are asked when their owner is not there. */
export class KeptPasswords {
  readonly #keys: KeyRing

  private constructor(keys: KeyRing) {
    this.#keys = keys
  }

  /** With the keys in `gateway/kept-password-keys.json` of a data directory, made at first use. Rejects when the file is damaged. */
  static async open(data: string): Promise<KeptPasswords> {
    return new KeptPasswords(await KeyRing.open(path.join(data, 'gateway', 'kept-password-keys.json')))
  }

  seal(password: string, place: PasswordPlace): string {
    return this.#keys.seal(password, contextOf(place))
  }

  /** Undefined where the key is not known, or the place is another. */
  open(sealed: string, place: PasswordPlace): Promise<string | undefined> {
    return this.#keys.open(sealed, contextOf(place))
  }

  /** True for what was sealed with a key that has a successor. */
  isOld(sealed: string): boolean {
    return this.#keys.isOld(sealed)
  }
}

function contextOf({ account, origin, user }: PasswordPlace): string {
  return JSON.stringify(['outside-books', account, origin, user])
}
