import type { Probe, ProbeProblem } from '#lib/api/admin/admin-shapes.ts'
import type { AskedServer } from '#lib/gateway/admin/check-backends.ts'
import type { ProbedProtocol } from '#lib/gateway/admin/probe-protocols.ts'
import { daysSince } from './days-left.ts'
import type { Finding } from './finding.ts'

type Failed = Extract<Probe, { reached: false }>
type Reason = Required<Pick<Finding, 'why' | 'advice'>>

/** The key of postern.toml that says where a server of that protocol is. */
const KEY_OF: Readonly<Record<ProbedProtocol, string>> = { imap: 'servers.imap_url', smtp: 'servers.smtp_url', sieve: 'servers.sieve_url', ldap: 'directory.NAME.url' }

/** Addresses that ask for TLS from the start, and for the upgrade of a clear connection. */
const SCHEMES: Readonly<Record<ProbedProtocol, readonly [tls: string, upgrade: string]>> = {
  imap: ['imaps://', 'imap://'], smtp: ['smtps://', 'smtp://'], sieve: ['sieves://', 'sieve://'], ldap: ['ldaps://', 'ldap://'],
}

/** Why a server cannot be used, and what an administrator does about it. */
export function reasonOf(probe: Failed, { kind, server }: Pick<AskedServer, 'kind' | 'server'>, now: number): Reason {
  const key = KEY_OF[kind]
  const [tls, upgrade] = SCHEMES[kind]
  const reasons: Readonly<Record<ProbeProblem, () => Reason>> = {
    refused: () => ({ why: 'nothing listens at that port', advice: `Start that server, or correct the port in ${key}` }),
    timeout: () => ({ why: 'it does not answer in time', advice: 'Look for a firewall between here and there, and at the load of that server' }),
    'unknown-host': () => ({ why: 'its name has no address', advice: `Correct the name in ${key}, or the DNS of this machine` }),
    unreachable: () => ({ why: `no connection can be made${probe.code === '' ? '' : ` (${probe.code})`}`, advice: 'Look at the network between here and there' }),
    certificate: () => certificateReason(probe, server.host, now),
    tls: () => ({ why: 'what answers there is no TLS, or none that both sides know', advice: `Where the port speaks in the clear first, write ${upgrade} in place of ${tls} in ${key}; else switch TLS 1.2 on there` }),
    'no-starttls': () => ({ why: 'it does not offer STARTTLS, and nobody signs in in the clear', advice: `Switch STARTTLS on there, or write ${tls} with its port in ${key}` }),
    'turned-away': () => ({ why: 'it turns us away', advice: 'Look into the log of that server: it is full, going down, or refuses this address' }),
    closed: () => ({ why: 'it hangs up at once', advice: `Look into the log of that server; a port for TLS hangs up on whoever speaks in the clear, so ${tls} may be meant in ${key}` }),
    'not-understood': () => ({ why: `what answers there does not speak ${kind.toUpperCase()}`, advice: `Correct the port in ${key}` }),
  }
  return reasons[probe.problem]()
}

function certificateReason({ code, certificate }: Failed, host: string, now: number): Reason {
  const ends = certificate?.validTo ?? ''
  if (code === 'CERT_HAS_EXPIRED') return { why: `its certificate ended on ${ends.slice(0, 10)}, ${daysSince(ends, now)} days ago`, advice: 'Renew it there' }
  if (code === 'CERT_NOT_YET_VALID') return { why: `its certificate begins on ${certificate?.validFrom.slice(0, 10) ?? 'a later day'}`, advice: 'Set the clock of this machine, or wait' }
  if (/ALTNAME|HOSTNAME/.test(code)) return { why: `its certificate is for ${certificate?.names.join(', ') || 'nobody'}, not for ${host}`, advice: 'Name the server by a name that stands there, or have a certificate made for this one' }
  if (/LEAF|ISSUER/.test(code)) return { why: 'its certificate leads to no authority that this machine trusts', advice: 'Let it send the certificates between (the whole chain), or trust an authority of your own by NODE_EXTRA_CA_CERTS' }
  if (/SELF_SIGNED/.test(code)) return { why: 'its certificate is signed by itself', advice: 'Give it one of an authority, or trust its own by NODE_EXTRA_CA_CERTS' }
  return { why: `its certificate is not trusted (${code})`, advice: 'Give it one of an authority that this machine trusts' }
}
