import { X509Certificate } from 'node:crypto'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import { visibleText } from '#lib/mail/reading/visible-text.ts'
import { fromBER } from 'asn1js'
import { Certificate, id_KeyUsage, id_SubjectAltName, type AltName, type RelativeDistinguishedNames } from 'pkijs'

/** A certificate as both libraries read it: `node` checks signatures, `parsed` has the fields. */
export interface OpenedCertificate {
  readonly node: X509Certificate
  readonly parsed: Certificate
}

/** Certificates of one file. */
const CERTIFICATES = 200
const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g
const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const EMAIL_ADDRESS = '1.2.840.113549.1.9.1'
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4'
const ANY_PURPOSE = '2.5.29.37.0'
const RFC822_NAME = 1

/** A certificate in DER or PEM; undefined for what is none. */
export function openCertificate(source: string | Uint8Array): OpenedCertificate | undefined {
  try {
    const node = new X509Certificate(source)
    return { node, parsed: Certificate.fromBER(new Uint8Array(node.raw)) }
  } catch {
    return undefined
  }
}

/** The certificates of a PEM file, or the one of a DER file. */
export function openCertificates(source: string | Uint8Array): readonly OpenedCertificate[] {
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('latin1')
  const found = text.match(PEM)?.slice(0, CERTIFICATES) ?? (typeof source === 'string' ? [] : [source])
  return found.map(openCertificate).filter((each) => each !== undefined)
}

/** What a certificate says of itself. */
export function describeCertificate({ node, parsed }: OpenedCertificate): PublicKey & { readonly issuer: string } {
  return {
    format: 'smime',
    fingerprint: fingerprintOf(node),
    name: nameIn(parsed.subject, COMMON_NAME) || nameIn(parsed.subject, ORGANIZATION),
    addresses: addressesOf(parsed),
    issuer: nameIn(parsed.issuer, COMMON_NAME) || nameIn(parsed.issuer, ORGANIZATION),
    text: node.toString(),
    expires: node.validToDate.getTime(),
    isRevoked: false,
  }
}

/** SHA-256, hexadecimal, capitals. */
export function fingerprintOf(node: X509Certificate): string {
  return node.fingerprint256.replaceAll(':', '')
}

/** RFC 8550 §3: those of subjectAltName; only where it names none, what the subject has. */
function addressesOf(parsed: Certificate): readonly string[] {
  const names = parsed.extensions?.find(({ extnID }) => extnID === id_SubjectAltName)?.parsedValue as Partial<AltName> | undefined
  const alternative = (names?.altNames ?? []).filter(({ type }) => type === RFC822_NAME).map(({ value }) => String(value))
  const found = alternative.length > 0 ? alternative : valuesIn(parsed.subject, EMAIL_ADDRESS)
  return [...new Set(found.map((address) => visibleText(address).toLowerCase().slice(0, 320)).filter((address) => address !== ''))].slice(0, 50)
}

function nameIn(names: RelativeDistinguishedNames, type: string): string {
  return visibleText(valuesIn(names, type)[0] ?? '').slice(0, 200)
}

function valuesIn({ typesAndValues }: RelativeDistinguishedNames, wanted: string): readonly string[] {
  return typesAndValues.filter(({ type }) => type === wanted).map(({ value }) => String((value.valueBlock as { readonly value?: unknown }).value ?? ''))
}

/** RFC 8550 §4.4: it may sign, and may be used for mail; what it does not say is not forbidden. */
export function maySignMail({ node, parsed }: OpenedCertificate): boolean {
  // Node calls the extended key usage by the other one's name.
  const purposes = node.keyUsage as readonly string[] | undefined
  if (purposes !== undefined && !purposes.includes(EMAIL_PROTECTION) && !purposes.includes(ANY_PURPOSE)) return false
  const usage = parsed.extensions?.find(({ extnID }) => extnID === id_KeyUsage)
  if (!usage) return true
  const bits = fromBER(usage.extnValue.valueBlock.valueHexView).result.valueBlock as { readonly valueHexView?: Uint8Array }
  // digitalSignature and nonRepudiation are the first two bits.
  return ((bits.valueHexView?.[0] ?? 0) & 0xc0) !== 0
}

/** True where it is one that others are issued by. */
export function isAuthority({ node }: OpenedCertificate): boolean {
  return node.ca
}

/** True at that time, in milliseconds since 1970. */
export function isValidAt({ node }: OpenedCertificate, time: number): boolean {
  return node.validFromDate.getTime() <= time && time <= node.validToDate.getTime()
}
