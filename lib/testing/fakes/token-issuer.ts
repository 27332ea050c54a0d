import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** Signs tokens as an identity provider does, and gives away the key set to check them by. */
export class TokenIssuer {
  readonly name = 'https://login.example.test/'
  readonly #key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

  private constructor(key: { privateKey: KeyObject; publicKey: KeyObject }) {
    this.#key = key
  }

  static async create(): Promise<TokenIssuer> {
    return new TokenIssuer(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
  }

  /** RFC 7517 §5. */
  keySet(): string {
    return JSON.stringify({ keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] })
  }

  async sign(claims: Record<string, unknown>): Promise<string> {
    const text = this.#text('ES256', claims)
    return `${text}.${sign('sha256', Buffer.from(text), { key: this.#key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }

  /** RFC 8725 §2.1: no signature at all. */
  unsigned(claims: Record<string, unknown>): string {
    return `${this.#text('none', claims)}.`
  }

  /** RFC 8725 §2.1: the public key, which everybody has, taken for a shared secret. */
  async signWithPublicKey(claims: Record<string, unknown>): Promise<string> {
    const text = this.#text('HS256', claims)
    return `${text}.${createHmac('sha256', this.#key.publicKey.export({ format: 'pem', type: 'spki' })).update(text).digest('base64url')}`
  }

  #text(alg: string, claims: Record<string, unknown>): string {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg, kid: 'one' })}.${part({ iss: this.name, ...claims })}`
  }
}
