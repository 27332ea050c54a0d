import { after, before } from 'node:test'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { SubmissionServer } from '../fakes/submission-server.ts'
import { startEmbedded } from './embedded-server.ts'
import { PreferenceDesk } from './preference-desk.ts'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { GatewaySite, type ServerUnderTest } from './site.ts'

/** The name under which the mail server of the suite writes Authentication-Results. */
export const TRUSTED_HOST = 'mx.example.test'

/** Somebody at work on a gateway with a mail server and one for sending, for the tests of a suite. */
export function deskForSuite(give: (desk: PreferenceDesk) => void | Promise<void>, start: () => Promise<ServerUnderTest> = startEmbedded): void {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  const submissions = new SubmissionServer()

  before(async () => {
    server = await start()
    const port = await submissions.listen()
    gateway = await configureGateway(server, (config) => withServers(config, (servers) => ({ ...servers, smtp: { host: '127.0.0.1', port, tls: 'none', verify: true }, domain: 'example.test', authenticationHosts: [TRUSTED_HOST] })))
    site = new GatewaySite(server.address)
    const browser = new RouteBrowser()
    await browser.signIn(server.alice)
    await give(new PreferenceDesk({ server, site, browser, submissions, logged: gateway.logged }))
  })
  after(async () => {
    await (await processSingleton<{ opened?: Promise<PreferenceStore> }>('preferences', () => ({})).opened)?.close()
    const { writing } = await import('#lib/http/writing/desk.ts')
    await (await writing()).close()
    await gateway.end()
    site.close()
    await submissions.close()
    await server.stop()
  })
}
