import { createHmac, randomBytes } from 'node:crypto'
import type { GatewayServers } from '#lib/config/sites/site-config.ts'
import type { AccountPool } from '#lib/imap/account-pool.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { addressOf } from '../sign-in.ts'

/** Whose name and password were right. */
export type ProvenAccount = Pick<SignedIn, 'account' | 'user' | 'address' | 'imap'>

export interface ProvingSite {
  readonly name: string
  readonly servers: GatewayServers
  /** Used for proofs alone: no connection is left open. */
  readonly pool: Pick<AccountPool, 'of' | 'closeAccount'>
  /** The address of whoever asks. */
  readonly client?: string
}

/** How long a proof holds: whoever changes their password locks others out after so long. */
const RIGHT_MILLISECONDS = 5 * 60_000
/** A program with an old password asks every few seconds; the mail server need not hear each time. */
const WRONG_MILLISECONDS = 30_000
const MOST_PROOFS = 10_000

interface Proof {
  readonly until: number
  readonly account: Promise<ProvenAccount | undefined>
}

/**
 * Names and passwords that programs send with each request, proved by signing in to the IMAP server and remembered for five minutes.
 * Neither is kept: what is remembered is a keyed hash of them, and the key lives as long as this process.
 */
export class ProvenAccounts {
  readonly #key = randomBytes(32)
  readonly #proofs = new Map<string, Proof>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Undefined where the mail server refuses them. Throws GatewayError when it cannot be asked; that is not remembered. */
  async prove(site: ProvingSite, credentials: Credentials): Promise<ProvenAccount | undefined> {
    const name = this.#nameOf(site, credentials)
    const known = this.#proofs.get(name)
    if (known && known.until > this.#now()) return known.account
    const account = signInOnce(site, credentials)
    this.#remember(name, { until: this.#now() + RIGHT_MILLISECONDS, account })
    try {
      const proven = await account
      if (!proven) this.#remember(name, { until: this.#now() + WRONG_MILLISECONDS, account })
      return proven
    } catch (error) {
      this.#proofs.delete(name)
      throw error
    }
  }

  #remember(name: string, proof: Proof): void {
    this.#proofs.delete(name)
    this.#proofs.set(name, proof)
    for (const [oldest] of this.#proofs) {
      if (this.#proofs.size <= MOST_PROOFS) return
      this.#proofs.delete(oldest)
    }
  }

  #nameOf({ name, servers: { imap } }: ProvingSite, { user, password }: Credentials): string {
    return createHmac('sha256', this.#key).update(JSON.stringify([name, imap.host, imap.port, user, password])).digest('base64')
  }
}

async function signInOnce({ name, servers, pool, client }: ProvingSite, credentials: Credentials): Promise<ProvenAccount | undefined> {
  const { imap, domain } = servers
  try {
    await pool.of({ server: imap, credentials, ...(client === undefined ? {} : { client }) }, new AbortController().signal).useAny(async () => undefined)
    return { account: accountKey({ site: name, host: imap.host, port: imap.port, user: credentials.user }), user: credentials.user, address: addressOf(credentials.user, domain), imap }
  } catch (error) {
    if (isGatewayError(error) && error.failure === 'sign-in-refused') return undefined
    throw error
  } finally {
    pool.closeAccount({ server: imap, credentials })
  }
}
