import { endingSoon, untilWhen } from './days-left.ts'
import { distinctServers, type AskedServer } from '#lib/gateway/admin/check-backends.ts'
import { probeServer } from '#lib/gateway/admin/probe-server.ts'
import type { Config } from '#lib/config/config.ts'
import { imapInTheBox, smtpInTheBox } from '#lib/config/servers-in-the-box.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import type { Finding } from './finding.ts'
import { offerFindings } from './offer-findings.ts'
import { reasonOf } from './probe-finding.ts'

/** Milliseconds for each server: whoever sits before a terminal waits for a slow one. All are asked at once. */
const PATIENCE = 8_000

export interface ServerExamination {
  readonly config: Pick<Config, 'sites' | 'directories' | 'mail' | 'demo'>
  /** Whether the mail server in the box runs. */
  readonly isRunning: boolean
  readonly now: number
  readonly patience?: number
}

/** Asks every server of every site whether people can reach it, and what it offers them. Nobody signs in. Answers within the patience. */
export async function serverFindings({ config, isRunning, now, patience = PATIENCE }: ServerExamination): Promise<readonly Finding[]> {
  const all = distinctServers(config.sites, config.directories)
  const found = await Promise.all(all.map(async (asked) => {
    if (!isRunning && isInTheBox(asked, config)) return [{ ...placeOf(asked), level: 'note', what: 'not asked', why: 'the mail server in the box does not run', advice: 'Start it with "serve"' } as const]
    return examine(asked, now, patience)
  }))
  return found.flat()
}

/** How a finding names a server: `mail.test:993 (Postern, Lab)`. */
export function placeOf({ kind, server: { host, port }, sites }: AskedServer): Pick<Finding, 'part' | 'where'> {
  return { part: kind, where: `${host.includes(':') ? `[${host}]` : host}:${port} (${[...new Set(sites.map(({ title }) => title))].join(', ')})` }
}

async function examine(asked: AskedServer, now: number, patience: number): Promise<readonly Finding[]> {
  const { kind, server, sites } = asked
  const place = placeOf(asked)
  const probe = await probeServer(server, kind, { patience, asksOffers: true })
  if (!probe.reached) return [{ ...place, level: 'problem', what: 'cannot be used', ...reasonOf(probe, asked, now) }]
  const { milliseconds, tls, certificate, offers } = probe
  const proven = certificate !== undefined && server.verify
  const until = proven ? `, certificate until ${untilWhen(certificate.validTo, now)}` : ''
  return [
    { ...place, level: 'ok', what: `answers in ${milliseconds} ms ${tls === undefined ? 'in the clear, on this machine' : `by ${tls}`}${until}` },
    ...(proven ? endingSoon(certificate, place, now) : []),
    ...offerFindings(kind, offers, Math.min(...sites.map(({ limits }) => limits.messageSize))).map((finding) => ({ ...place, ...finding })),
  ]
}

function isInTheBox({ kind, server }: AskedServer, { mail, demo }: ServerExamination['config']): boolean {
  const own: ServerAddress[] = kind === 'imap' ? [imapInTheBox(mail)] : kind === 'smtp' ? [smtpInTheBox(mail)] : []
  if (kind === 'ldap') return demo && server.port === mail.ports.ldap && server.host === '127.0.0.1'
  return own.some(({ host, port }) => host === server.host && port === server.port)
}
