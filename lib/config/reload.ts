import type { Config } from './config.ts'
import { groupsInTheBox } from './servers-in-the-box.ts'
import { KEYS, type Key, type KeyName } from './keys.ts'
import type { GatewayServers } from './sites/site-config.ts'

/** Values by key, as configured; of those keys only that wait for a start. Some are secrets: never to be printed. */
export type StartValues = ReadonlyMap<KeyName, unknown>

/** Whether a change of this key waits for the next start. */
export function needsRestart(name: KeyName): boolean {
  const { live }: Key = KEYS[name]
  return live !== true
}

/** The keys that have changed and wait for the next start, by name. */
export function waitingKeys(started: StartValues, next: StartValues): readonly KeyName[] {
  const written = (value: unknown): string => JSON.stringify(value) ?? ''
  return [...new Set([...started.keys(), ...next.keys()])].filter((name) => written(started.get(name)) !== written(next.get(name)))
}

/**
 * The running configuration with what may change while it runs taken from `next`, whose servers are those that really listen
 * already. Nothing that waits for a start comes in by a detour: a site's limit never exceeds the running one, and a listening
 * address that has only changed in the file opens no free choice of server.
 */
export function withLiveParts(running: Config, next: Config): Config {
  const hasMoved = running.http.host !== next.http.host
  const careful = (servers: GatewayServers): GatewayServers => ({ ...servers, freeChoice: servers.freeChoice && (!hasMoved || running.servers.freeChoice) })
  const messageSize = (asked: number): number => Math.min(asked, running.limits.messageSize)
  const [first, ...others] = next.sites
  const { themes: _, words: __, reading: ___, smimeAuthorities: ____, ...staying } = running
  return {
    ...staying,
    ...(next.themes === undefined ? {} : { themes: next.themes }),
    ...(next.words === undefined ? {} : { words: next.words }),
    ...(next.smimeAuthorities === undefined ? {} : { smimeAuthorities: next.smimeAuthorities }),
    ...(next.reading === undefined ? {} : { reading: next.reading }),
    servers: careful(next.servers),
    metrics: next.metrics,
    session: next.session,
    limits: { ...running.limits, pageSize: next.limits.pageSize },
    sites: [
      { ...first, servers: careful(first.servers), limits: { ...first.limits, messageSize: running.limits.messageSize } },
      ...others.map((site) => ({ ...site, servers: careful(site.servers), limits: { ...site.limits, messageSize: messageSize(site.limits.messageSize) } })),
    ],
    groups: next.groups,
    directories: next.directories,
  }
}

/** The same for the mail server in the box: the groups that its access control lists may name, and the directories in which accounts may lie. */
export function withLiveMailParts(running: Config, next: Config): Config {
  return { ...running, groups: groupsInTheBox(next), mail: { ...running.mail, partitions: next.mail.partitions } }
}
