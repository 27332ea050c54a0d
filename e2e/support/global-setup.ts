import { environment, publish } from '#lib/config/environment.ts'
import { startSievePeer } from './filters/sieve-peer.ts'
import { startSite } from './start-site.ts'

const VARIABLE = 'POSTERN_E2E_SITE'

/** Starts the site that all specs share, unless somebody outside has one already; answers how to end it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (environment()[VARIABLE] !== undefined) return async () => undefined
  const peer = await startSievePeer()
  const { site, close } = await startSite({ env: peer.env })
  publish(VARIABLE, JSON.stringify(site))
  return async () => {
    await close()
    await peer.close()
  }
}
