import 'server-only'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { Call, RouteHandler, RouteShapes } from '../call.ts'
import { signedIn } from '../entrance.ts'
import { accountRoute, noSuchRoute } from '../route.ts'
import { administeredSites } from '../site-of-session.ts'
import { config } from '../wiring.ts'

/** Somebody who may administer, and what. */
export interface Administrator {
  readonly session: SignedIn
  /** Never empty. */
  readonly sites: readonly SiteConfig[]
  /** Of the whole deployment: what belongs to no site alone is theirs too. */
  readonly isOfAll: boolean
}

/** What somebody administers, by the configuration in force at this moment; undefined for everybody else. */
export function administratorOf(session: SignedIn): Administrator | undefined {
  const sites = administeredSites(config(), session)
  return sites.length === 0 ? undefined : { session, sites, isOfAll: sites.some((site) => site === config().sites[0]) }
}

/** A route for administrators; for everybody else there is no such route. Each handler says itself what its administrator may touch. */
export function adminRoute<P = undefined, Q = undefined, B = undefined>(
  shapes: RouteShapes<P, Q, B>,
  handle: (call: Call<P, Q, B>, administrator: Administrator) => Promise<Response>,
): RouteHandler {
  return accountRoute({ ...shapes, admits: (session) => administratorOf(session) !== undefined }, signedIn, async (call) => {
    const administrator = administratorOf(call.session)
    return administrator ? handle(call, administrator) : noSuchRoute()
  })
}
