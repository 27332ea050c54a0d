import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { publicOrigins } from '../request/public-origins.ts'

/** Where it stands, below the root of the host. */
export const SECURITY_TEXT = '/.well-known/security.txt'

/** RFC 9116 §2.5.5 asks for less than a year. Whoever asks later is told a later day. */
const DAYS = 180
const DAY_MS = 86_400_000

/**
 * Whom to tell of a weakness of this site (RFC 9116); undefined where nobody is named. `host` is what was asked for: the
 * document names its own address only where that is one of ours, by https.
 */
export function writeSecurityText(config: Config, { security, languages }: SiteConfig, asked: { readonly host: string | undefined; readonly now: Date }): string | undefined {
  if (security.contacts.length === 0) return undefined
  const expires = new Date((Math.floor(asked.now.getTime() / DAY_MS) + DAYS) * DAY_MS)
  const origin = publicOrigins(config).find((each) => each.startsWith('https:') && new URL(each).host === asked.host)
  const lines = [
    ...security.contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    ...(security.policy === undefined ? [] : [`Policy: ${security.policy}`]),
    ...(languages.length === 0 ? [] : [`Preferred-Languages: ${languages.join(', ')}`]),
    ...(origin === undefined ? [] : [`Canonical: ${origin}${SECURITY_TEXT}`]),
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}
