/** Where a PostgreSQL server is and who we are to it. */
export interface PostgresAddress {
  /** A name, an address, or the folder of its Unix socket. */
  readonly host: string
  readonly port: number
  /** Undefined: the user that this process runs as. */
  readonly user?: string
  readonly password: string
  readonly database: string
  /** Undefined in the clear, which only loopback and sockets may be; else what its certificate is held against. */
  readonly tls?: { readonly authorityFile?: string }
}

const PARAMETERS: readonly string[] = ['host', 'port', 'user', 'sslmode', 'sslrootcert']

/**
 * Reads `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, with `?host=/FOLDER` for a Unix socket and `?sslrootcert=FILE` for an
 * authority of one's own. Off loopback TLS with a verified certificate is not a choice. Throws an Error whose message is a
 * sentence without the password.
 */
export function parsePostgresUrl(text: string): PostgresAddress {
  const url = urlOf(text)
  const foreign = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (foreign !== undefined) throw new Error(`The address of the database may have ${PARAMETERS.join(', ')} behind "?", nothing else`)
  const host = decoded(url.hostname).replace(/^\[(.*)\]$/, '$1') || (url.searchParams.get('host') ?? '')
  const database = decoded(url.pathname.slice(1))
  if (host === '' || database === '' || database.includes('/')) throw new Error('The address of the database needs a host and a database: postgresql://HOST/DATABASE')
  const tls = tlsOf(host, url.searchParams)
  const user = decoded(url.username) || (url.searchParams.get('user') ?? '')
  return {
    host,
    port: portOf(url.port || (url.searchParams.get('port') ?? '5432')),
    ...(user === '' ? {} : { user }),
    password: decoded(url.password),
    database,
    ...(tls ? { tls } : {}),
  }
}

function urlOf(text: string): URL {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) throw new Error('The address of the database must look like postgresql://USER:PASSWORD@HOST:PORT/DATABASE')
  return new URL(text)
}

function tlsOf(host: string, parameters: URLSearchParams): PostgresAddress['tls'] {
  const mode = parameters.get('sslmode')
  const authority = parameters.get('sslrootcert')
  if (mode !== null && mode !== 'disable' && mode !== 'verify-full') throw new Error('sslmode of the database is "verify-full", or "disable" on loopback')
  if (mode === 'disable' && !isNear(host)) throw new Error('A database on another machine is reached by TLS only: sslmode "disable" is for loopback')
  if (mode === 'disable' || (mode === null && authority === null && isNear(host))) return undefined
  return authority === null ? {} : { authorityFile: authority }
}

/** True for a Unix socket and for loopback. */
function isNear(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535) throw new Error('The port of the database must be a number from 1 to 65535')
  return port
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('The address of the database has a "%" that begins no escape: write "%25"')
  }
}
