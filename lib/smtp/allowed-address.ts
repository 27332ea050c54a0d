import { GatewayError } from '#lib/mail/gateway-error.ts'
import { reachOf } from '#lib/mail/network/network-address.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/**
 * Where to connect for that server: its name, or for one that a person chose an address that was judged, so that no second lookup leads
 * elsewhere (threats D4). Throws GatewayError 'server-not-allowed' when any of its addresses is one that it may not have, and
 * 'server-unreachable' when it has none.
 */
export async function allowedAddress({ host, allowed }: Pick<ServerAddress, 'host' | 'allowed'>): Promise<string> {
  if (!allowed) return host
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  if (addresses.some((address) => !allowed.includes(reachOf(address)))) throw new GatewayError('server-not-allowed', 'address')
  return addresses[0] ?? host
}

async function resolve(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw new GatewayError('server-unreachable', (error as NodeJS.ErrnoException).code ?? 'lookup', { cause: error })
  }
}
