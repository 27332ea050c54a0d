import type { X509Certificate } from 'node:crypto'

/** Where a certificate names its owner: the e-mail addresses of its alternative names, or the common name of its subject. */
export type CertificateNaming = 'email' | 'common-name'

export interface ClientCertificates {
  /** PEM of those whose certificates count. */
  readonly authorities: string
  /** Account names for which a certificate speaks, in its order; the caller has verified it. */
  usersOf(certificate: X509Certificate): readonly string[]
  /** The account name behind a user name or address; undefined for an address that is not ours. */
  accountName(user: string): string | undefined
}

export interface CertificateOptions {
  readonly authorities: string
  readonly naming: CertificateNaming
  readonly domains: readonly string[]
}

export function clientCertificates({ authorities, naming, domains }: CertificateOptions): ClientCertificates {
  const accountName = (user: string): string | undefined => {
    const [, name, domain] = /^([^@]+)(?:@([^@]+))?$/.exec(user) ?? []
    return domain === undefined || domains.includes(domain.toLowerCase()) ? name?.toLowerCase() : undefined
  }
  return {
    authorities,
    accountName,
    usersOf(certificate) {
      const names = naming === 'email' ? addressesOf(certificate) : commonNamesOf(certificate)
      return [...new Set(names.map(accountName))].filter((name) => name !== undefined)
    },
  }
}

function addressesOf({ subjectAltName }: X509Certificate): readonly string[] {
  // A value that might be taken for two is quoted by Node, and no address of ours needs quotes.
  return (subjectAltName ?? '').split(', ').flatMap((name) => /^email:([^"\s]+@[^"\s]+)$/.exec(name)?.[1] ?? [])
}

function commonNamesOf(certificate: X509Certificate): readonly string[] {
  const { CN } = certificate.toLegacyObject().subject ?? {}
  return typeof CN === 'string' ? [CN] : []
}
