import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Config } from '#lib/config/config.ts'
import { daysUntil, endingSoon, untilWhen } from './days-left.ts'
import type { Finding } from './finding.ts'

/** The certificate of the gateway itself, where it has one: readable, of its key, for the name that people type, and good today. */
export async function ownCertificateFindings({ tls, http }: Pick<Config, 'tls' | 'http'>, now: number): Promise<readonly Finding[]> {
  const { certificate: file, key: keyFile } = tls
  if (file === undefined || keyFile === undefined) return []
  const place = { part: 'certificate', where: file }
  try {
    const certificate = new X509Certificate(await readFile(file))
    const key = createPrivateKey(await readFile(keyFile))
    const validTo = new Date(certificate.validTo).toISOString()
    const host = http.publicOrigin === undefined ? undefined : new URL(http.publicOrigin).hostname
    const found: Finding[] = []
    if (!certificate.checkPrivateKey(key)) found.push({ ...place, level: 'problem', what: `is not the certificate of the key in ${keyFile}`, advice: 'Name the two files that belong together' })
    if (host !== undefined && certificate.checkHost(host) === undefined && certificate.checkIP(host) === undefined) found.push({ ...place, level: 'problem', what: `is not for ${host}`, why: 'http.public_origin says that people type this name', advice: 'Have one made for this name' })
    if (daysUntil(validTo, now) < 0) found.push({ ...place, level: 'problem', what: `ended on ${validTo.slice(0, 10)}`, advice: 'Renew it and start Postern anew' })
    else found.push({ ...place, level: 'ok', what: `is good until ${untilWhen(validTo, now)}` }, ...endingSoon({ names: [], validFrom: '', validTo }, place, now))
    return found
  } catch (error) {
    return [{ ...place, level: 'problem', what: 'cannot be used', why: (error as Error).message, advice: 'Both files have to be PEM and readable by whoever runs Postern' }]
  }
}
