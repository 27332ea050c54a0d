import { generate } from 'selfsigned'

export interface TestCertificate {
  readonly key: string
  readonly cert: string
}

/** Issues client certificates. Two of them have the same name, and keys of their own. */
export class CertificateAuthority {
  readonly #own: TestCertificate

  private constructor(own: TestCertificate) {
    this.#own = own
  }

  static async create(): Promise<CertificateAuthority> {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'Test Authority' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'basicConstraints', cA: true, critical: true }, { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }],
    })
    return new CertificateAuthority({ key, cert })
  }

  get pem(): string {
    return this.#own.cert
  }

  /** For a common name and e-mail addresses; `ended` makes one that has run out. */
  async issue(commonName: string, addresses: readonly string[], { ended = false } = {}): Promise<TestCertificate> {
    const { private: key, cert } = await generate([{ name: 'commonName', value: commonName }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: this.#own,
      notBeforeDate: new Date(2024, 0, 1),
      notAfterDate: ended ? new Date(2024, 1, 1) : new Date(2090, 0, 1),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'extKeyUsage', clientAuth: true },
        ...(addresses.length > 0 ? [{ name: 'subjectAltName' as const, altNames: addresses.map((value) => ({ type: 1 as const, value })) }] : []),
      ],
    })
    return { key, cert }
  }
}
