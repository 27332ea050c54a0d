import { GatewayError } from '../gateway-error.ts'
import { reachOf, type NetworkReach } from './network-address.ts'

/** One address that a name resolved to. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

type LookupCallback = (error: Error | null, address: string | ResolvedAddress[], family?: number) => void

/** The `lookup` of a socket's options. */
export type Lookup = (host: string, options: { readonly all?: boolean | undefined }, callback: LookupCallback) => void

/** Resolves a name to all its addresses. */
export type ResolveAll = (host: string) => Promise<readonly ResolvedAddress[]>

/**
 * A lookup for sockets that lead only where they may: a name is resolved once, every address is judged, and the socket connects to
 * a judged one. A name with any address elsewhere fails with GatewayError 'server-not-allowed' (threats D4).
 */
export function guardedLookup(resolve: ResolveAll, allowed: readonly NetworkReach[]): Lookup {
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses
        if (!first || addresses.some(({ address }) => !allowed.includes(reachOf(address)))) callback(new GatewayError('server-not-allowed', 'address'), '')
        else if (all === true) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error('lookup failed'), ''),
    )
  }
}
