import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { DavReach } from '#lib/dav/client/exchange.ts'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { reachOf } from '#lib/mail/network/network-address.ts'

/** What a site allows of servers outside. */
export interface OutsideRules {
  /** The only servers that may be asked; empty: every public one. */
  readonly hosts: readonly string[]
  /** The gateway listens on loopback only: then a server on this machine may be asked. */
  readonly onLoopback: boolean
}

/** Where address books are served in the world; a free choice of ports would make a port scanner of us. */
const PORTS = [443, 8443]

/**
 * Where requests to that server may lead. A server that the site names may be in its own network and on any port; anybody else's is
 * public, judged after its name is resolved. Throws DavProblem 'not-allowed' for one that the site does not name.
 */
export function outsideReach(url: URL, { hosts, onLoopback }: OutsideRules): DavReach {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const isNamed = hosts.includes(host)
  if (hosts.length > 0 && !isNamed) throw new DavProblem('not-allowed', 'host')
  const resolve: DavReach['resolve'] = (name) => lookup(name, { all: true })
  if (isNamed) return { allowed: ['public', 'private', 'loopback'], resolve }
  const isHere = host === 'localhost' || (isIP(host) !== 0 && reachOf(host) === 'loopback')
  return onLoopback && isHere ? { allowed: ['loopback'], resolve } : { allowed: ['public'], ports: PORTS, resolve }
}
