import { createServer } from 'node:net'

const SERVICES = ['HTTP', 'HTTPS', 'IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP']

/** The variables that put each of Postern's listeners on a free port. */
export const FREE_PORTS: Readonly<Record<string, string>> = Object.fromEntries(SERVICES.map((service) => [`POSTERN_${service}_PORT`, '0']))

/** A port of loopback that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
