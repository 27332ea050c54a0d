import type { ClientIntroduction, ServerAddress } from '#lib/mail/network/server-address.ts'
import { isInNetworks } from '#lib/mail/network/networks.ts'
import type { MailServerConfig } from '../config.ts'
import { isLoopback } from '../server-url.ts'

type Asked = ClientIntroduction | 'none'

/** A server on this machine has only us to learn from where people come; one elsewhere learns it when an administrator says so. */
export function usualIntroduction({ host }: Pick<ServerAddress, 'host'>): 'id' | 'none' {
  return isLoopback(host) ? 'id' : 'none'
}

/** The same server, told in that way. */
export function introducing({ introduces: _, ...server }: ServerAddress, by: Asked): ServerAddress {
  return by === 'none' ? server : { ...server, introduces: by }
}

/** What `servers.client_address` says of a server. */
export function introductionOf({ introduces }: Pick<ServerAddress, 'introduces'>): Asked {
  return introduces ?? 'none'
}

/**
 * A server in the box, told in that way; where it expects a header of the PROXY protocol from our address it gets one, for without it nobody
 * would be let in. A machine reaches its own address from that address.
 */
export function introducingInTheBox(server: ServerAddress, { trustedProxies }: Pick<MailServerConfig, 'trustedProxies'>, by: Asked): ServerAddress {
  return introducing(server, isInNetworks(server.host, trustedProxies) ? 'proxy-v2' : by)
}
