import type { ServerHealth, StorageHealth } from '#lib/api/admin/admin-shapes.ts'
import type { PreferencesConfig } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { Log } from '#lib/log/log.ts'
import type { DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import type { ProbedProtocol } from './probe-protocols.ts'
import { probeServer, type ProbedServer } from './probe-server.ts'

/** A page waits no longer for a storage. */
const PATIENCE_MILLISECONDS = 2_500
/** All of them are asked at once; a deployment with more sites has its own monitoring. */
const MOST_SERVERS = 100

/** A server, and whose it is. */
export interface AskedServer {
  readonly kind: ProbedProtocol
  readonly server: ProbedServer
  readonly sites: readonly SiteConfig[]
}

/** Every server of these sites, their directories too, each once however many sites share it. */
export function distinctServers(sites: readonly SiteConfig[], directories: readonly DirectorySettings[]): readonly AskedServer[] {
  const found = new Map<string, AskedServer & { readonly sites: SiteConfig[] }>()
  for (const kind of ['imap', 'smtp', 'sieve', 'ldap'] as const) {
    for (const { site, server } of sites.flatMap((site) => serversOf(site, kind, directories).map((server) => ({ site, server })))) {
      const name = JSON.stringify([kind, server.host, server.port, server.tls, server.verify])
      const known = found.get(name)
      if (!known) found.set(name, { kind, server, sites: [site] })
      else if (!known.sites.includes(site)) known.sites.push(site)
    }
  }
  return [...found.values()]
}

/** Asks every server of these sites at the same time. */
export async function checkServers(sites: readonly SiteConfig[], directories: readonly DirectorySettings[]): Promise<readonly ServerHealth[]> {
  return Promise.all(distinctServers(sites, directories).slice(0, MOST_SERVERS).map(async ({ kind, server, sites: users }) => ({
    kind, host: server.host, port: server.port, security: server.tls, sites: [...new Set(users.map(({ title }) => title))], probe: await probeServer(server, kind),
  })))
}

function serversOf({ servers, modules, directories: named }: SiteConfig, kind: ProbedProtocol, directories: readonly DirectorySettings[]): readonly ProbedServer[] {
  if (kind === 'sieve') return modules.filters && servers.sieve ? [servers.sieve] : []
  if (kind !== 'ldap') return [servers[kind]]
  return modules.directory ? directories.filter(({ name }) => named.includes(name)).map(({ server }) => server) : []
}

/** Whether the storage of preferences answers; `open` gives the one that this gateway uses. */
export async function checkPreferenceStorage(open: () => Promise<PreferenceStore>, { storage, database }: PreferencesConfig, log: Log): Promise<StorageHealth> {
  // An account that nobody has: its rows are looked for as everybody's are.
  const milliseconds = await timed(async () => (await open()).load('health'), log)
  return { kind: 'preferences', where: storage === 'imap' ? 'imap' : database === undefined ? 'sqlite' : 'postgres', milliseconds }
}

/** Whether the storage of sessions answers. */
export async function checkSessionStorage(ask: () => Promise<unknown>, log: Log): Promise<StorageHealth> {
  return { kind: 'sessions', where: 'sqlite', milliseconds: await timed(ask, log) }
}

/** How long it took, in milliseconds; undefined when it failed, which the log tells, or took too long. */
async function timed(task: () => Promise<unknown>, log: Log): Promise<number | undefined> {
  const began = performance.now()
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), PATIENCE_MILLISECONDS)
  try {
    const outcome = await Promise.race([task(), late.promise])
    return outcome === 'late' ? undefined : Math.round(performance.now() - began)
  } catch (error) {
    log.error('storage-unavailable', error)
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
