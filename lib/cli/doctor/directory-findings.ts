import type { Config } from '#lib/config/config.ts'
import { DirectoryFailure, type DirectoryFailureKind } from '#lib/directory/directory-failure.ts'
import { withUser } from '#lib/directory/distinguished-name.ts'
import { LdapConnection } from '#lib/directory/ldap-connection.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { Finding } from './finding.ts'

/** Milliseconds for a connection and for each answer, whatever the directory's own limit is. */
const PATIENCE = 8_000

/** Binds to each directory that a site uses, as it is asked there, and reads its base. Where everybody is asked as themselves, `person` says as whom. */
export async function directoryFindings({ sites, directories }: Pick<Config, 'sites' | 'directories'>, person?: Credentials): Promise<readonly Finding[]> {
  const used = directories.filter(({ name }) => sites.some((site) => site.modules.directory && site.directories.includes(name)))
  return Promise.all(used.map((directory) => examine(directory, person)))
}

async function examine({ name, server, base, identity }: DirectorySettings, person: Credentials | undefined): Promise<Finding> {
  const place = { part: 'ldap', where: `directory.${name}` }
  if (identity.as === 'person' && !person) return { ...place, level: 'note', what: 'not signed in', why: 'everybody is asked there as themselves', advice: 'Add --as USER to sign in as somebody' }
  const credentials = identity.as === 'service' ? { user: identity.dn, password: identity.password } : identity.as === 'person' && person ? { user: withUser(identity.dn, person.user), password: person.password } : undefined
  try {
    const connection = await LdapConnection.open({ ...server, timeout: Math.min(server.timeout, PATIENCE) }, credentials)
    try {
      const { entries } = await connection.search({ base, scope: 'base', filter: { type: 'present', attribute: 'objectClass' }, attributes: ['objectClass'], limit: 1 })
      return entries.length > 0 ? { ...place, level: 'ok', what: `its base ${base} can be read${credentials ? '' : ' by anybody'}` } : { ...place, level: 'problem', what: `its base ${base} cannot be read`, ...ADVICE['no-such-base'] }
    } finally {
      await connection.close()
    }
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error
    return { ...place, level: 'problem', what: 'cannot be asked', ...ADVICE[error.kind] }
  }
}

const ADVICE: Readonly<Record<DirectoryFailureKind, Required<Pick<Finding, 'why' | 'advice'>>>> = {
  unreachable: { why: 'no connection can be made', advice: 'Start it, or correct url' },
  'unknown-host': { why: 'its name has no address', advice: 'Correct url, or the DNS of this machine' },
  timeout: { why: 'it does not answer in time', advice: 'Look for a firewall between here and there' },
  certificate: { why: 'its certificate is not trusted', advice: 'Name the file of its authority in certificates, or let it send the whole chain' },
  credentials: { why: 'it refuses the name or the password', advice: 'Correct bind_dn and its password' },
  refused: { why: 'it does not let us read there', advice: 'Allow whoever binds to read the base' },
  'no-such-base': { why: 'nobody that we bind as sees such an entry', advice: 'Correct base, or allow whoever binds to read it' },
  'too-large': { why: 'its answer is too large', advice: 'Make base narrower' },
  'not-understood': { why: 'what answers there does not speak LDAP', advice: 'Correct the port of url' },
}
