import type { Credentials } from '#lib/mail/network/server-address.ts'
import { KeyRing } from '#lib/session/key-ring.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { OUTBOX_LIFE } from './outbox-limits.ts'

/** Who sends, and by which servers: what a message needs that leaves when nobody may be signed in. */
type Sender = Pick<SignedIn, 'address' | 'imap' | 'smtp'> & { readonly credentials: Credentials }

/** Keeps senders sealed, each for one message of one account. */
export class SenderBox {
  readonly #keys: KeyRing

  private constructor(keys: KeyRing) {
    this.#keys = keys
  }

  /** With the keys in that file, made at first use. Rejects when it is damaged. */
  static async open(file: string): Promise<SenderBox> {
    return new SenderBox(await KeyRing.open(file, OUTBOX_LIFE))
  }

  seal({ address, imap, smtp, credentials, account }: SignedIn, composition: string): string {
    const sender: Sender = { address, imap, smtp, credentials: credentials() }
    return this.#keys.seal(JSON.stringify(sender), contextOf(account, composition))
  }

  /** Undefined when the key is gone, or it was sealed for another message. */
  async open(sealed: string, account: string, composition: string): Promise<SignedIn | undefined> {
    const plain = await this.#keys.open(sealed, contextOf(account, composition))
    if (plain === undefined) return undefined
    const { credentials, ...sender } = JSON.parse(plain) as Sender
    return { ...sender, id: `outbox ${composition}`, account, user: credentials.user, onPublicComputer: false, credentials: () => credentials }
  }
}

const contextOf = (account: string, composition: string): string => JSON.stringify(['outbox', account, composition])
