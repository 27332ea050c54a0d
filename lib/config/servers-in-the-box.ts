import type { Config, MailServerConfig, ServerAddress } from './config.ts'
import { isLoopback } from './server-url.ts'

/** Ports that the mail server in the box really got; undefined does not listen. */
export interface BoundPorts {
  readonly imap?: number | undefined
  readonly imaps?: number | undefined
  readonly submission?: number | undefined
  readonly submissions?: number | undefined
}

export function imapInTheBox({ host, ports }: MailServerConfig): ServerAddress {
  return inTheBox(host, ports.imap, ports.imaps)
}

export function smtpInTheBox({ host, ports }: MailServerConfig): ServerAddress {
  return inTheBox(host, ports.submission, ports.submissions)
}

/** The same configuration with the gateway's servers at the bound ports, as far as they are the ones in the box. */
export function withServersInTheBox(config: Config, bound: BoundPorts): Config {
  const { servers, mail } = config
  const imap = isSame(servers.imap, imapInTheBox(mail)) ? inTheBox(mail.host, bound.imap, bound.imaps) : servers.imap
  const smtp = isSame(servers.smtp, smtpInTheBox(mail)) ? inTheBox(mail.host, bound.submission, bound.submissions) : servers.smtp
  return { ...config, servers: { ...servers, imap, smtp } }
}

/** In the clear on loopback, where nobody listens; its own certificate proves nothing to us. */
function inTheBox(bound: string, plain: number | undefined, overTls: number | undefined): ServerAddress {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[bound] ?? bound
  if (plain === undefined && overTls !== undefined) return { host, port: overTls, tls: 'tls', verify: false }
  return { host, port: plain ?? 0, tls: isLoopback(host) ? 'none' : 'starttls', verify: false }
}

function isSame(one: ServerAddress, other: ServerAddress): boolean {
  return one.host === other.host && one.port === other.port && one.tls === other.tls
}
