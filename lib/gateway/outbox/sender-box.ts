import type { Credentials } from '#lib/mail/network/server-address.ts'
import { KeyRing } from '#lib/session/key-ring.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { OUTBOX_LIFE } from './outbox-limits.ts'
import { credentialsFor, servesAt, type ServiceAccount, type TrustedRelay } from './service-account.ts'

/** Who sends, and by which servers: what a message needs that leaves when nobody may be signed in. */
type Sender = Pick<SignedIn, 'address' | 'imap' | 'smtp' | 'user'> & { /** Undefined where a service account or a relay sends for them. */ readonly credentials?: Credentials }

/** Keeps senders sealed, each for one message of one account. With a service account or a relay nothing that proves who they are is among it. */
export class SenderBox {
  readonly #keys: KeyRing
  readonly #service: ServiceAccount | TrustedRelay | undefined

  private constructor(keys: KeyRing, service: ServiceAccount | TrustedRelay | undefined) {
    this.#keys = keys
    this.#service = service
  }

  /** With the keys in that file, made at first use. Rejects when it is damaged. */
  static async open(file: string, service?: ServiceAccount | TrustedRelay): Promise<SenderBox> {
    return new SenderBox(await KeyRing.open(file, OUTBOX_LIFE), service)
  }

  /** Whether that person outlives their session here: not where a service account or a relay has nothing to do with their servers. */
  keeps(person: SignedIn): boolean {
    return this.#service === undefined || servesAt(this.#service, person)
  }

  /** Whether somebody who is signed in does better: a relay sends, and reaches no mailbox. */
  get isRelay(): boolean {
    return this.#service !== undefined && 'relay' in this.#service
  }

  /** Undefined for whom it does not keep. */
  seal(person: SignedIn, composition: string): string | undefined {
    if (!this.keeps(person)) return undefined
    const { address, imap, smtp, user, credentials, account } = person
    const sender: Sender = { address, imap, smtp, user, ...(this.#service === undefined && { credentials: credentials() }) }
    return this.#keys.seal(JSON.stringify(sender), contextOf(account, composition))
  }

  /** Undefined when the key is gone, it was sealed for another message, or nothing proves any more that it is for them. */
  async open(sealed: string, account: string, composition: string): Promise<SignedIn | undefined> {
    const plain = await this.#keys.open(sealed, contextOf(account, composition))
    if (plain === undefined) return undefined
    const { credentials: kept, user: named, ...sender } = JSON.parse(plain) as Partial<Pick<Sender, 'user'>> & Omit<Sender, 'user'>
    const user = named ?? kept?.user ?? ''
    const credentials = this.#service === undefined ? kept : servesAt(this.#service, sender) ? credentialsFor(this.#service, user) : undefined
    const smtp = this.#service !== undefined && 'relay' in this.#service ? this.#service.relay : sender.smtp
    return credentials && { ...sender, smtp, id: `outbox ${composition}`, account, user, onPublicComputer: false, credentials: () => credentials }
  }
}

const contextOf = (account: string, composition: string): string => JSON.stringify(['outbox', account, composition])
