import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { Config } from '#lib/config/config.ts'
import { DEMO_BASE, DEMO_DIRECTORY } from '#lib/config/directories/demo-directory.ts'
import { demoAccounts, DEMO_DOMAIN } from '#lib/demo/demo-accounts.ts'
import { demoPeople, type DemoPerson } from '#lib/demo/demo-people.ts'
import { drawPortrait } from '#lib/demo/draw-portrait.ts'
import { startDirectoryServer, type DirectoryServer, type PublishedEntry } from '#lib/directory-server/directory-server.ts'
import type { Log } from '#lib/log/log.ts'

const PEOPLE = `ou=people,${DEMO_BASE}`
/** Nobody from elsewhere is to ask it. */
const HOST = '127.0.0.1'

export interface DemoDirectory extends Pick<DirectoryServer, 'close' | 'port'> {
  readonly service: 'ldap'
  readonly host: string
  readonly tls: 'none'
}

/** The demonstration's directory: everybody who is enrolled, and people who are not; undefined where it is no demonstration, or no site asks it. */
export async function startDemoDirectory(config: Config, accounts: Pick<AccountDirectory, 'list' | 'authenticate'>, log: Log): Promise<DemoDirectory | undefined> {
  const port = config.mail.ports.ldap
  if (!config.demo || port === undefined || !config.sites.some(({ modules, directories }) => modules.directory && directories.includes(DEMO_DIRECTORY))) return undefined
  const people = demoPeople(DEMO_DOMAIN)
  const invented = [...people.map(inventedEntry), ...unitEntries(people)]
  const named = new Map(demoAccounts().map((account) => [account.name, account.displayName]))
  const server = await startDirectoryServer({
    host: HOST,
    port,
    base: DEMO_BASE,
    entries: async () => [...(await accounts.list()).map(({ name }) => enrolledEntry(name, named.get(name) ?? name)), ...invented],
    verify: async (dn, password) => {
      const uid = /^uid\s*=\s*([^,]+?)\s*,/i.exec(dn)?.[1]
      return uid !== undefined && (await accounts.authenticate(uid, password)) !== undefined
    },
    log,
  })
  return { service: 'ldap', host: HOST, tls: 'none', port: server.port, close: () => server.close() }
}

const dnOf = (uid: string): string => `uid=${uid},${PEOPLE}`

function enrolledEntry(uid: string, name: string): PublishedEntry {
  const [first = name, ...rest] = name.split(' ')
  return { dn: dnOf(uid), attributes: { objectClass: ['top', 'person', 'inetOrgPerson'], uid: [uid], cn: [name], displayName: [name], givenName: [first], sn: [rest.join(' ') || first], mail: [`${uid}@${DEMO_DOMAIN}`], o: ['Lanternport'] } }
}

function inventedEntry({ uid, first, last, address, phone, title, unit, city, manager }: DemoPerson): PublishedEntry {
  const name = `${first} ${last}`
  return {
    dn: dnOf(uid),
    attributes: {
      objectClass: ['top', 'person', 'inetOrgPerson'],
      uid: [uid], cn: [name], displayName: [name], givenName: [first], sn: [last], mail: [address], telephoneNumber: [phone], title: [title], ou: [unit], l: [city], o: ['Lanternport'],
      // Whoever leads a unit has sat for a picture.
      ...(manager === undefined ? { jpegPhoto: [drawPortrait(uid.length)] } : { manager: [dnOf(manager)] }),
    },
  }
}

/** Each unit as a group of its people. */
function unitEntries(people: readonly DemoPerson[]): readonly PublishedEntry[] {
  return [...Map.groupBy(people, ({ unit }) => unit)].map(([unit, members]) => ({
    dn: `cn=${unit},ou=groups,${DEMO_BASE}`,
    attributes: { objectClass: ['top', 'groupOfNames'], cn: [unit], o: ['Lanternport'], member: members.map(({ uid }) => dnOf(uid)) },
  }))
}
