import { FakeAccounts } from '../fakes/fake-accounts.ts'
import { startImapFixture, type FixtureOptions } from '../imap-fixture.ts'
import { ALICE, BOB, type ServerUnderTest } from './site.ts'

/** The mail server in the box, over stores in memory. */
export async function startEmbedded(options: Pick<FixtureOptions, 'serviceAccounts'> = {}): Promise<ServerUnderTest & { readonly logged: readonly string[] }> {
  const accounts = new FakeAccounts()
  for (const { user, password } of [ALICE, BOB]) await accounts.add(user, password)
  const fixture = await startImapFixture({ ...options, accounts })
  return {
    address: { host: '127.0.0.1', port: fixture.port, tls: 'none', verify: false },
    alice: ALICE,
    bob: BOB,
    logged: fixture.logged,
    stop: () => fixture.close(),
  }
}
