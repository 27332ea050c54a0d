import type { ClientIntroduction, ServerAddress } from '#lib/mail/network/server-address.ts'
import { isLoopback } from './server-url.ts'

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
