import type { KeptKey, PublicKey, SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'

/** Work with keys, as plain data so that another thread can do it. */
export type SignatureJob =
  | { readonly kind: 'detached'; readonly format: 'openpgp' | 'smime'; readonly content: Uint8Array; readonly signature: Uint8Array; readonly keyring: readonly KeptKey[]; readonly authorities: string }
  | { readonly kind: 'opaque'; readonly signature: Uint8Array; readonly keyring: readonly KeptKey[]; readonly authorities: string }
  | { readonly kind: 'clear'; readonly block: string; readonly keyring: readonly KeptKey[] }
  | { readonly kind: 'keys'; readonly source: string | Uint8Array }

export interface SignatureResult {
  readonly outcomes: readonly SignatureOutcome[]
  /** What was signed, where it lay inside the signature. */
  readonly content?: Uint8Array
  readonly text?: string
  /** The keys and certificates of a file. */
  readonly keys: readonly PublicKey[]
}

/** Does it somewhere. Rejects where it takes too long. */
export type SignatureDesk = (job: SignatureJob) => Promise<SignatureResult>

/** Does it here and now. The libraries are loaded when they are first needed. */
export async function runSignatureJob(job: SignatureJob): Promise<SignatureResult> {
  if (job.kind === 'keys') return { outcomes: [], keys: await readKeys(job.source) }
  if (job.kind === 'clear') {
    const { checkClearSigned } = await import('#lib/openpgp/check-signature.ts')
    return { ...(await checkClearSigned(job.block, job.keyring)), keys: [] }
  }
  if (job.kind === 'detached' && job.format === 'openpgp') {
    const { checkDetached } = await import('#lib/openpgp/check-signature.ts')
    return { outcomes: await checkDetached(job.content, job.signature, job.keyring), keys: [] }
  }
  const { checkCms } = await import('./smime/check-cms.ts')
  return { ...(await checkCms({ ...job, content: job.kind === 'detached' ? job.content : undefined })), keys: [] }
}

async function readKeys(source: string | Uint8Array): Promise<readonly PublicKey[]> {
  const { openCertificates, describeCertificate } = await import('./smime/certificate.ts')
  const certificates = openCertificates(source).map(describeCertificate)
  if (certificates.length > 0) return certificates
  const { readOpenPgpKeys } = await import('#lib/openpgp/read-keys.ts')
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('latin1')
  return readOpenPgpKeys(text.includes('-----BEGIN PGP') ? text : source)
}
