import { GatewayError } from '#lib/mail/gateway-error.ts'
import { guardedLookup, type Lookup } from '#lib/mail/network/guarded-lookup.ts'
import { reachOf } from '#lib/mail/network/network-address.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/**
 * What a socket needs so that a server that a person chose leads only where it may (threats D4). An address in numbers is never looked up, so
 * it is judged here: throws GatewayError 'server-not-allowed'.
 */
export function guardOf({ host, allowed }: Pick<ServerAddress, 'host' | 'allowed'>): { readonly lookup?: Lookup } {
  if (!allowed) return {}
  if (isIP(host) !== 0 && !allowed.includes(reachOf(host))) throw new GatewayError('server-not-allowed', 'address')
  return { lookup: guardedLookup((name) => lookup(name, { all: true }), allowed) }
}
