import 'server-only'
import { headers } from 'next/headers'
import { urls } from '#lib/api/urls.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { config, currentSite, ourOrigins } from '../wiring.ts'

/** Where programs find address books, in full: under the name by which this page was asked for. */
export async function davAddress(): Promise<string> {
  return new URL(urls(config().http.basePath).dav.root(), originOf(await headers())).href
}

/** Where a device finds those of somebody; undefined where their site has none. */
export async function davPrincipal(session: SignedIn, sent: Pick<Headers, 'get'>): Promise<URL | undefined> {
  const { modules } = await currentSite(session)
  return modules.contacts ? new URL(urls(config().http.basePath).dav.principal(session.user), originOf(sent)) : undefined
}

function originOf(sent: Pick<Headers, 'get'>): string {
  const origins = ourOrigins()
  return origins.find((each) => new URL(each).host === sent.get('host')) ?? origins[0] ?? `http://${sent.get('host') ?? 'localhost'}`
}
