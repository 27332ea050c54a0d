import type { Config } from '#lib/config/config.ts'
import { isLoopback } from '../serving/public-origin.ts'
import { isTrustedProxy } from '../request/remote-address.ts'

/** How a request reached us, before what proxies said was dropped. */
export interface Way {
  readonly isEncrypted: boolean
  readonly peer: string
  readonly forwardedProto: string | undefined
}

/** Whether a password may be sent on that way: over TLS, spoken by us or by a trusted proxy, or without leaving this machine. */
export function isPrivateWay({ http }: Pick<Config, 'http'>, { isEncrypted, peer, forwardedProto }: Way): boolean {
  if (isEncrypted) return true
  if (!http.behindProxy) return isLoopback(peer.replace(/^::ffff:/, ''))
  // The nearest proxy writes last.
  const said = forwardedProto?.split(',').at(-1)?.trim().toLowerCase()
  return isTrustedProxy(peer, http.trustedProxies) && http.publicOrigin?.startsWith('https:') === true && (said === undefined || said === 'https')
}
