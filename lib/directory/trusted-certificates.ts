import { readFileSync } from 'node:fs'
import { getCACertificates } from 'node:tls'

/** The certificates of a PEM file beside those that are trusted anyway, as TLS takes them. */
export function trustedCertificates(file: string): string[] {
  return [...getCACertificates('default'), readFileSync(file, 'utf8')]
}
