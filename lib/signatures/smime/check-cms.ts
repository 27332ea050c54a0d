import { webcrypto } from 'node:crypto'
import type { KeptKey, SignatureOutcome, Signer } from '#lib/mail/reading/trust/signature.ts'
import type { ObjectIdentifier, UTCTime } from 'asn1js'
import { Certificate, ContentInfo, CryptoEngine, SignedData, type SignerInfo } from 'pkijs'
import { describeCertificate, isValidAt, maySignMail, openCertificate, openCertificates, type OpenedCertificate } from './certificate.ts'
import { isTrusted } from './trust-path.ts'

export interface CmsQuestion {
  /** The structure, transfer-decoded. */
  readonly signature: Uint8Array
  /** What was signed, where it stands outside; undefined for what is inside. */
  readonly content: Uint8Array | undefined
  readonly keyring: readonly KeptKey[]
  /** Authorities that the site trusts, in PEM. */
  readonly authorities: string
}

export interface CmsAnswer {
  readonly outcomes: readonly SignatureOutcome[]
  /** What was inside. */
  readonly content?: Uint8Array
}

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const DATA = '1.2.840.113549.1.7.1'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const SIGNING_TIME = '1.2.840.113549.1.9.5'
/** SHA-256, SHA-384, SHA-512: of the others two messages with one digest can be made. */
const DIGESTS = new Set(['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'])
const SIGNERS = 4
const CERTIFICATES = 30
/** Clocks differ; nobody has signed tomorrow. */
const CLOCK_SKEW = 10 * 60_000

const UNREADABLE: CmsAnswer = { outcomes: [{ format: 'smime', state: 'unreadable' }] }

/** Checks signed data (RFC 5652 §5, RFC 8551) with the certificates that it brings. No revocation list is fetched: that would tell others who reads what. */
export async function checkCms({ signature, content, keyring, authorities }: CmsQuestion): Promise<CmsAnswer> {
  const signed = openSignedData(signature)
  // Content of its own beside what stands in the message would be checked in its place.
  if (!signed || (content === undefined) !== hasContent(signed)) return UNREADABLE
  const certificates = (signed.certificates ?? []).slice(0, CERTIFICATES).filter((each) => each instanceof Certificate).map((each) => openCertificate(new Uint8Array(each.toSchema(true).toBER()))).filter((each) => each !== undefined)
  const kept = keyring.filter(({ format }) => format === 'smime')
  const context: Context = { signed, content, certificates, kept, anchors: [...openCertificates(authorities), ...kept.filter(({ isVerified }) => isVerified).flatMap(({ text }) => openCertificates(text))] }
  const outcomes = await Promise.all(signed.signerInfos.slice(0, SIGNERS).map((info, at) => checkSigner(info, at, context)))
  const inside = content === undefined ? new Uint8Array(signed.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0)) : undefined
  return { outcomes: outcomes.length === 0 ? UNREADABLE.outcomes : outcomes, ...(inside ? { content: inside } : {}) }
}

function openSignedData(octets: Uint8Array): SignedData | undefined {
  try {
    const info = ContentInfo.fromBER(new Uint8Array(octets))
    if (info.contentType !== SIGNED_DATA) return undefined
    const signed = new SignedData({ schema: info.content })
    return signed.encapContentInfo.eContentType === DATA ? signed : undefined
  } catch {
    return undefined
  }
}

function hasContent({ encapContentInfo }: SignedData): boolean {
  return encapContentInfo.eContent !== undefined
}

interface Context {
  readonly signed: SignedData
  readonly content: Uint8Array | undefined
  readonly certificates: readonly OpenedCertificate[]
  readonly kept: readonly KeptKey[]
  readonly anchors: readonly OpenedCertificate[]
}

async function checkSigner(info: SignerInfo, at: number, context: Context): Promise<SignatureOutcome> {
  const signedAt = signingTime(info)
  const common = { format: 'smime', ...(signedAt === undefined ? {} : { signedAt }) } as const
  if (!DIGESTS.has(info.digestAlgorithm.algorithmId) || !isAboutData(info)) return { ...common, state: 'unreadable' }
  const checked = await verify(at, context)
  if (!checked.certificate) return { ...common, state: checked.isUnknown ? 'no-key' : 'unreadable' }
  const signer = signerOf(checked.certificate, signedAt, context)
  if (!checked.fits) return { ...common, state: checked.isOther ? 'unreadable' : 'broken', signer }
  if (!maySignMail(checked.certificate)) return { ...common, state: 'unreadable', signer }
  const isLate = (signedAt ?? Date.now()) > Date.now() + CLOCK_SKEW
  return { ...common, state: isLate || !isValidAt(checked.certificate, signedAt ?? Date.now()) ? 'expired' : 'valid', signer }
}

interface Checked {
  readonly certificate?: OpenedCertificate
  readonly fits: boolean
  /** The certificate is not there. */
  readonly isUnknown?: boolean
  /** It was no signature that could be looked at. */
  readonly isOther?: boolean
}

const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never })
const NO_CERTIFICATES = 2
const NO_CERTIFICATE = 3

async function verify(at: number, { signed, content }: Context): Promise<Checked> {
  try {
    const { signatureVerified, signerCertificate } = await signed.verify({ signer: at, extendedMode: true, checkChain: false, ...(content ? { data: copyOf(content) } : {}) }, engine)
    return { ...opened(signerCertificate), fits: signatureVerified === true }
  } catch (error) {
    const { code, signerCertificate, message = '' } = error as { readonly code?: number; readonly signerCertificate?: Certificate | null; readonly message?: string }
    const isUnknown = code === NO_CERTIFICATES || code === NO_CERTIFICATE
    return { ...opened(signerCertificate), fits: false, isUnknown, isOther: !/digest doesn't match/.test(message) }
  }
}

function opened(certificate: Certificate | null | undefined): { readonly certificate?: OpenedCertificate } {
  const found = certificate ? openCertificate(new Uint8Array(certificate.toSchema(true).toBER())) : undefined
  return found ? { certificate: found } : {}
}

function copyOf(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer
}

function signerOf(certificate: OpenedCertificate, signedAt: number | undefined, { certificates, kept, anchors }: Context): Signer {
  const { name, addresses, fingerprint, issuer, text } = describeCertificate(certificate)
  const known = kept.some((each) => each.fingerprint === fingerprint)
  const trusted = isTrusted(certificate, { others: certificates, anchors, time: signedAt ?? Date.now() })
  return { name, addresses, fingerprint, issuer, trust: trusted ? 'verified' : known ? 'known' : 'unknown', certificate: text }
}

/** RFC 5652 §11.1: with signed attributes there is one that says that they are about the content. */
function isAboutData({ signedAttrs }: SignerInfo): boolean {
  if (!signedAttrs) return true
  const types = signedAttrs.attributes.filter(({ type }) => type === CONTENT_TYPE)
  return types.length === 1 && (types[0]?.values[0] as ObjectIdentifier | undefined)?.valueBlock.toString() === DATA
}

function signingTime({ signedAttrs }: SignerInfo): number | undefined {
  const value = signedAttrs?.attributes.find(({ type }) => type === SIGNING_TIME)?.values[0] as UTCTime | undefined
  const time = value?.toDate?.().getTime()
  return time === undefined || Number.isNaN(time) ? undefined : time
}

