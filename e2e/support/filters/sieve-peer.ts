import { demoAccounts } from '#lib/demo/demo-accounts.ts'
import { SieveServer } from '#lib/testing/fakes/sieve-server.ts'

export interface SievePeer {
  readonly server: SieveServer
  /** Of a site whose people have their filters there. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** A server of filters for the people of the demonstration: the mail server in the box has none, and Debian's is tested in `test:interop`. */
export async function startSievePeer(): Promise<SievePeer> {
  const users = Object.fromEntries(demoAccounts().flatMap(({ name, password }) => [[name, password], [`${name}@example.test`, password]]))
  const server = new SieveServer({ users })
  const { port } = await server.listen()
  return { server, env: { POSTERN_SIEVE_URL: `sieve://127.0.0.1:${port}` }, close: () => server.close() }
}
