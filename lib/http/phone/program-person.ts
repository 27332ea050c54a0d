import 'server-only'
import { serversOf } from '#lib/gateway/phone/personal-settings.ts'
import type { ProgramServers } from '#lib/mail/phone/program-settings.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { isOnLoopback } from '../request/public-origins.ts'
import { config, currentSite, type SignedIn } from '../wiring.ts'

/** What programs of somebody who is signed in are told. */
export interface ProgramPerson {
  readonly title: string
  readonly fullName: string
  /** What they send from. */
  readonly address: string
  /** Undefined where nobody has named servers for other programs. */
  readonly servers: ProgramServers | undefined
}

export async function programPerson(session: SignedIn): Promise<ProgramPerson> {
  const site = await currentSite(session)
  const { values } = await preferences(session)
  const servers = serversOf(config(), site, session, { onLoopback: isOnLoopback(config()) })
  return { title: site.title, fullName: values['identity.full_name'], address: values['identity.address'] || session.address, servers }
}
