import { createHash } from 'node:crypto'
import type { Config, MtaStsConfig } from '#lib/config/config.ts'

/** Where it stands on the host `mta-sts.DOMAIN`. */
export const MTA_STS_POLICY = '/.well-known/mta-sts.txt'

/** The policy as other mail servers fetch it (RFC 8461 §3.2). */
function writeMtaStsPolicy({ mode, mx, maxAge }: MtaStsConfig): string {
  return ['version: STSv1', `mode: ${mode}`, ...mx.map((name) => `mx: ${name}`), `max_age: ${maxAge}`].map((line) => `${line}\r\n`).join('')
}

/** The policy that the host of a request has: that of each domain of the mail server in the box, under its own name. */
export function mtaStsPolicyOf({ mail, mtaSts }: Pick<Config, 'mail' | 'mtaSts'>, host: string | undefined): string | undefined {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '')
  return mtaSts !== undefined && mail.domains.some((domain) => name === `mta-sts.${domain}`) ? writeMtaStsPolicy(mtaSts) : undefined
}

/** A record that has to stand in the DNS for other servers to look for the policy. */
export interface PolicyRecord {
  readonly domain: string
  readonly name: string
  readonly text: string
}

/** One for each domain (RFC 8461 §3.1). The id is another one as soon as the policy is. */
export function mtaStsRecords({ mail, mtaSts }: Pick<Config, 'mail' | 'mtaSts'>): readonly PolicyRecord[] {
  if (mtaSts === undefined) return []
  const id = createHash('sha256').update(writeMtaStsPolicy(mtaSts)).digest('hex').slice(0, 20)
  // A name without a dot has no records.
  return mail.domains.filter((domain) => domain.includes('.')).map((domain) => ({ domain, name: `_mta-sts.${domain}.`, text: `v=STSv1; id=${id}` }))
}
