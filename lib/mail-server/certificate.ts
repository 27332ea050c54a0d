import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import type { Config } from '#lib/config/config.ts'

/** Certificate chain and key in PEM. */
export interface TlsMaterial {
  readonly certificate: string
  readonly key: string
}

const DAY = 86_400_000
/** Some mail clients refuse a certificate that lives longer than 825 days. */
const LIFETIME = 820 * DAY
const RENEW_BEFORE = 30 * DAY

/** The configured certificate, else one of our own, made at the first start and again a month before it ends. */
export async function loadCertificate(config: Config, now: Date = new Date()): Promise<TlsMaterial> {
  const { certificate, key } = config.tls
  if (certificate !== undefined && key !== undefined) {
    return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') }
  }
  const folder = join(config.data, 'tls')
  const names = certificateNames(config)
  const stored = await readStored(folder)
  if (stored && isUsable(stored, names, now)) return stored
  const made = await makeCertificate(names, now)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Both in one file, replaced in one step: a kill between two files would leave a key that does not fit.
  await writePrivately(join(folder, 'self-signed.pem'), made.certificate + made.key)
  return made
}

function certificateNames(config: Config): readonly string[] {
  const wildcard = config.mail.host === '0.0.0.0' || config.mail.host === '::'
  return [...new Set(['localhost', '127.0.0.1', '::1', ...(wildcard ? [] : [config.mail.host]), ...config.mail.domains])]
}

async function readStored(folder: string): Promise<TlsMaterial | undefined> {
  try {
    const text = await readFile(join(folder, 'self-signed.pem'), 'utf8')
    const [certificate, key] = [/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/, /-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----/].map((form) => form.exec(text)?.[0])
    return certificate !== undefined && key !== undefined ? { certificate: `${certificate}\n`, key: `${key}\n` } : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function isUsable(stored: TlsMaterial, names: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(stored.certificate)
  if (certificate.validToDate.getTime() - now.getTime() < RENEW_BEFORE) return false
  return names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined)
}

async function makeCertificate(names: readonly string[], now: Date): Promise<TlsMaterial> {
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A clock that runs behind ours must not find it not yet valid.
    notBeforeDate: new Date(now.getTime() - DAY),
    notAfterDate: new Date(now.getTime() + LIFETIME),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })) },
    ],
  })
  return { certificate: `${made.cert.trim()}\n`, key: `${made.private.trim()}\n` }
}

async function writePrivately(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`
  await writeFile(fresh, text, { mode: 0o600, flush: true })
  await chmod(fresh, 0o600)
  await rename(fresh, path)
}
