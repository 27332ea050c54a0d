import { seal, unseal } from '#lib/session/credential-box.ts'
import { loadSealingKeys, type SealingKey } from '#lib/session/sealing-keys.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { OUTBOX_LIFE } from './outbox-limits.ts'

/** Who sends, and by which servers: what a message needs that leaves when nobody may be signed in. */
type Sender = Pick<SignedIn, 'address' | 'imap' | 'smtp'> & { readonly credentials: Credentials }

/**
 * Keeps senders under keys of this server that stand in a file of their own (0600), outside the database: neither of the two alone
 * opens a mailbox. A key is followed by a new one after 30 days, and forgotten when nothing can be left that it sealed.
 */
export class SenderBox {
  readonly #keys: readonly SealingKey[]

  private constructor(keys: readonly SealingKey[]) {
    this.#keys = keys
  }

  /** Throws when the file is damaged. */
  static async open(file: string, now: number): Promise<SenderBox> {
    return new SenderBox(await loadSealingKeys(file, now, OUTBOX_LIFE))
  }

  /** For that composition of that account alone. */
  seal({ address, imap, smtp, credentials, account }: SignedIn, composition: string): Uint8Array {
    const sender: Sender = { address, imap, smtp, credentials: credentials() }
    const key = this.#keys.at(-1)
    if (!key) throw new Error('no key')
    return Buffer.concat([Buffer.from([key.id.length]), Buffer.from(key.id), seal(JSON.stringify(sender), keyOf(key), contextOf(account, composition))])
  }

  /** Undefined when the key is gone or the octets were changed. */
  open(sealed: Uint8Array, account: string, composition: string): SignedIn | undefined {
    const [length = 0] = sealed
    const id = Buffer.from(sealed.subarray(1, 1 + length)).toString('latin1')
    const key = this.#keys.find((each) => each.id === id)
    const plain = key && unseal(sealed.subarray(1 + length), keyOf(key), contextOf(account, composition))
    if (plain === undefined) return undefined
    const { credentials, ...sender } = JSON.parse(plain) as Sender
    return { ...sender, id: `outbox ${composition}`, account, user: credentials.user, onPublicComputer: false, credentials: () => credentials }
  }
}

const keyOf = ({ secret }: SealingKey): Buffer => Buffer.from(secret, 'base64url')
const contextOf = (account: string, composition: string): string => `${account}\n${composition}`
