import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { distinctServers, type AskedServer } from '#lib/gateway/admin/check-backends.ts'
import { connect } from '#lib/imap/connect.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { SieveProblem } from '#lib/sieve-client/sieve-problem.ts'
import { withSieve } from '#lib/sieve-client/with-sieve.ts'
import { trySignIn } from '#lib/smtp/try-sign-in.ts'
import { directoryFindings } from './directory-findings.ts'
import type { Finding } from './finding.ts'
import { missingExtensions } from './imap-extensions.ts'
import { placeOf } from './server-findings.ts'

type Place = Pick<Finding, 'part' | 'where'>

/** Milliseconds for each server. */
const PATIENCE = 20_000

/** Signs somebody in at every server of one site, and no other: a password is for nobody else. Says what is refused, and which extensions their mail server lacks. */
export async function signInFindings({ directories }: Pick<Config, 'directories'>, site: SiteConfig, credentials: Credentials): Promise<readonly Finding[]> {
  const found = await Promise.all(distinctServers([site], []).map((asked) => signIn(asked, credentials)))
  return [...found.flat(), ...(await directoryFindings({ sites: [site], directories }, credentials))]
}

async function signIn(asked: AskedServer, credentials: Credentials): Promise<readonly Finding[]> {
  const place = placeOf(asked)
  const server: ServerAddress = asked.server
  try {
    if (asked.kind === 'imap') return await signInToMail(server, credentials, place)
    if (asked.kind === 'smtp') return [{ ...place, level: 'ok', what: (await trySignIn(server, credentials)) ? `${credentials.user} may hand mail in` : 'mail is handed in without a name' }]
    const extensions = await withSieve({ server, credentials }, AbortSignal.timeout(PATIENCE), async ({ capabilities }) => capabilities.extensions)
    return [{ ...place, level: 'ok', what: `${credentials.user} may keep filters, with ${extensions.join(' ') || 'no extension'}` }]
  } catch (error) {
    return [{ ...place, level: 'problem', what: `${credentials.user} cannot sign in`, why: whyOf(error), advice: 'Try the same name and password with a mail program; the log of that server says more' }]
  }
}

async function signInToMail(server: ServerAddress, credentials: Credentials, place: Place): Promise<readonly Finding[]> {
  const client = await connect({ server, credentials }, AbortSignal.timeout(PATIENCE))
  const capabilities = [...client.capabilities.keys()].map((name) => name.toUpperCase())
  await client.logout().catch(() => undefined) // it is left all the same
  const missing = missingExtensions(capabilities)
  return [
    { ...place, level: 'ok', what: `${credentials.user} may sign in; ${missing.length === 0 ? 'no extension that is used is missing' : `${missing.length} extensions are missing`}` },
    ...missing.map(({ name, costs }): Finding => ({ ...place, level: 'note', what: `it lacks ${name}`, why: costs })),
  ]
}

/** In words, and without what servers say: that may name anything. */
function whyOf(error: unknown): string {
  const name = isGatewayError(error) ? error.failure : error instanceof SieveProblem ? error.kind : (error as Error).name
  return REASONS[name] ?? name.replaceAll('-', ' ')
}

const REASONS: Readonly<Record<string, string>> = {
  'sign-in-refused': 'it refuses the name or the password',
  'server-unreachable': 'no connection can be made',
  unreachable: 'no connection can be made',
  'certificate-untrusted': 'its certificate is not trusted',
  certificate: 'its certificate is not trusted',
  'server-busy': 'it takes nobody just now',
  busy: 'it takes nobody just now',
  'no-tls': 'it takes no password in the clear',
  'server-not-imap': 'what answers there does not speak IMAP',
  TimeoutError: 'it does not answer in time',
}
