import { readFile, stat } from 'node:fs/promises'
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type LocalJWKSet } from 'jose'

export interface BearerTokenOptions {
  /** File of the issuer's public keys, a JSON Web Key Set (RFC 7517 §5). Read again when it changes. */
  readonly keys: string
  readonly issuer: string
  readonly audience: string
  /** The claim that names the user: an account name, or an address in one of `domains`. */
  readonly userClaim: string
  readonly domains: readonly string[]
  readonly now?: () => Date
}

/** Tokens by which an issuer says who somebody is: signed JSON Web Tokens (RFC 7519, RFC 9068). */
export interface BearerTokens {
  /** Where a client learns how to get one (OpenID Connect Discovery §4). */
  readonly discovery: string
  /** The account name that the token speaks for; undefined for one that is not from this issuer for us, or has ended. */
  userOf(token: string): Promise<string | undefined>
  /** The account name behind a user name or address; undefined for an address that is not ours. */
  accountName(user: string): string | undefined
}

/** Signatures that only the issuer can make: with a shared secret whoever checks could sign as well. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Seconds by which two clocks may differ. */
const CLOCK_TOLERANCE = 60

/** Reads the key set. Throws an Error that says what is wrong with the file. */
export async function openBearerTokens(options: BearerTokenOptions): Promise<BearerTokens> {
  const { issuer, audience, userClaim, domains, now } = options
  const keys = await KeySetFile.open(options.keys)
  const accountName = (user: string): string | undefined => {
    const [, name, domain] = /^([^@]+)(?:@([^@]+))?$/.exec(user) ?? []
    return domain === undefined || domains.includes(domain.toLowerCase()) ? name : undefined
  }
  return {
    discovery: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    accountName,
    async userOf(token) {
      const verified = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', userClaim], clockTolerance: CLOCK_TOLERANCE, ...(now && { currentDate: now() }) }
      try {
        const { payload } = await jwtVerify(token, await keys.current(), verified)
        const user = payload[userClaim]
        return typeof user === 'string' ? accountName(user) : undefined
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
  }
}

/** The key set as the file has it now; one that became unreadable leaves the last one in force. */
class KeySetFile {
  readonly #file: string
  #changed = NaN
  #keys: LocalJWKSet | undefined

  private constructor(file: string) {
    this.#file = file
  }

  static async open(file: string): Promise<KeySetFile> {
    const opened = new KeySetFile(file)
    await opened.#read()
    return opened
  }

  async current(): Promise<LocalJWKSet> {
    // A file that is being replaced is read with the next token.
    await this.#read().catch(() => undefined)
    return this.#keys!
  }

  async #read(): Promise<void> {
    const { mtimeMs } = await stat(this.#file)
    if (mtimeMs === this.#changed) return
    try {
      this.#keys = createLocalJWKSet(JSON.parse(await readFile(this.#file, 'utf8')) as JSONWebKeySet)
    } catch (cause) {
      throw new Error(`${this.#file} holds no JSON Web Key Set`, { cause })
    }
    this.#changed = mtimeMs
  }
}
