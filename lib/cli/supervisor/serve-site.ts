import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { environmentWith, startedThroughNpm } from '#lib/config/environment.ts'
import { OURS_ALONE, type InheritedSockets } from '#lib/config/handed-over.ts'
import { withLiveMailParts, withLiveParts } from '#lib/config/reload.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import type { Log } from '#lib/log/log.ts'
import { openLog } from '#lib/log/open-log.ts'
import { DataDirectoryUnsafe, prepareDataDirectory } from '#lib/mail-server/data-directory.ts'
import { buildWhenStale } from '../build/build-when-stale.ts'
import { buildEnvironment } from '../build/build-environment.ts'
import { CommandProblem } from '../commands/command.ts'
import type { Site } from './announce.ts'
import { announceAsJson, announceToPeople } from './announce.ts'
import { explainStart } from './explain-start.ts'
import { Keeper, StartRefused } from './keeper.ts'
import { watchParent } from './parent-watch.ts'
import { Reloader, type ConfigSource } from './reload/reloader.ts'
import { isTerminalGone } from './reload/terminal.ts'
import type { PartName, Running, StartPart } from './running.ts'
import type { ServiceManager } from './systemd/service-manager.ts'
import { MAIL_FLAGS, restartWithFlags, WEB_ALLOCATOR, WEB_FLAGS } from './web-memory.ts'

export interface ServeOptions {
  readonly config: Config
  /** Sockets of this process that listen already. */
  readonly inherited: InheritedSockets
  readonly manager: ServiceManager
  readonly source: ConfigSource
  readonly dev: boolean
  readonly json: boolean
  print(line: string): void
}

/** Runs mail and web as supervised children until asked to end: answers 0, or 1 when a part cannot start or dies too often. */
export async function serveSite(options: ServeOptions): Promise<number> {
  const { config, source, dev, inherited, manager } = options
  const log = logOf(config, 'serve')
  const asked = askedToEnd()
  const { http, https, ...ofMail } = inherited
  const reloader = new Reloader(source, log)
  const mail = new Keeper({ name: 'mail', module: join(import.meta.dirname, 'mail-child.ts'), env: environmentWith(OURS_ALONE), flags: MAIL_FLAGS, dev, inherited: ofMail, log })
  const keepers = [mail]
  try {
    const started = startParts(options, mail, keepers, { log, reloader })
    const outcome = await Promise.race([started, asked])
    if (outcome === 'ended') return 0
    announce(options, outcome)
    manager.ready()
    const end = await Promise.race([asked, mail.shutdownAsked, ...keepers.map((keeper) => keeper.over)])
    if (end === 'ended') return 0
    log.error('giving up', new Error('a part died five times within a minute'))
    return 1
  } catch (error) {
    throw error instanceof StartRefused ? new CommandProblem(error.message, error) : error
  } finally {
    manager.stopping()
    reloader.stop()
    await Promise.all(keepers.map((keeper) => keeper.end()))
  }
}

/** Mail starts while the gateway is built; the gateway needs both, the build and the ports of the mail server. */
async function startParts({ config, dev, inherited, manager }: ServeOptions, mail: Keeper, keepers: Keeper[], { log, reloader }: { log: Log; reloader: Reloader }): Promise<Site> {
  const mailStarts = mail.start(config)
  mailStarts.catch(() => undefined) // awaited below, after the build
  if (!dev) await buildWhenStale(config.http.basePath)
  const env = environmentWith({ ...OURS_ALONE, ...WEB_ALLOCATOR, ...buildEnvironment(config.http.basePath, dev) })
  const web = new Keeper({ name: 'web', module: join(import.meta.dirname, 'web-child.ts'), env, flags: WEB_FLAGS, dev, inherited: webSockets(inherited), log })
  keepers.push(web)
  const mailReport = await mailStarts
  const { imap, imaps, submission, submissions, ldap } = mailReport.services
  const bound = { imap: imap?.port, imaps: imaps?.port, submission: submission?.port, submissions: submissions?.port, ldap: ldap?.port }
  // A socket that was handed over listens where it was opened, whatever the configuration says.
  const hosts = { imap: (imap ?? imaps)?.host ?? config.mail.host, smtp: (submission ?? submissions)?.host ?? config.mail.host }
  const webReport = await web.start({ ...withServersInTheBox(config, bound, hosts), reading: reloader.reading })
  reloader.begin(
    (next) => {
      mail.reload((current) => withLiveMailParts(current, next))
      web.reload((current) => withLiveParts(current, withServersInTheBox(next, bound, hosts)))
      manager.reloaded()
    },
    (reading) => web.reload((current) => ({ ...current, reading })),
  )
  return { config, mail: mailReport, web: webReport, pids: { mail: mail.pid, web: web.pid } }
}

/** Throws CommandProblem for a directory of logs that others can open, or that is on a network file system. */
function logOf({ log }: Config, part: 'serve' | PartName): Log {
  try {
    if (log.directory !== undefined) prepareDataDirectory(log.directory, 'directory of logs')
    return openLog(log, part).with({ part })
  } catch (error) {
    if (error instanceof DataDirectoryUnsafe) throw new CommandProblem(error.message)
    throw error
  }
}

/** One part in this process, unsupervised. */
export async function serveOne(part: PartName, options: ServeOptions): Promise<number> {
  const { config, source, inherited, manager } = options
  // A new program image would close what was handed over.
  if (Object.keys(inherited).length === 0) {
    if (part === 'web') restartWithFlags()
    else restartWithFlags(MAIL_FLAGS, {})
  }
  const asked = askedToEnd()
  const log = logOf(config, part)
  const reloader = new Reloader(source, log)
  // The framework talks on the console: standard output is for our own words.
  console.log = console.info = (...words: unknown[]) => console.error(...words)
  let running: Running
  try {
    if (part === 'web') await buildWhenStale(config.http.basePath)
    const start: StartPart = part === 'mail' ? (await import('./mail-part.ts')).startMail : (await import('./web-part.ts')).startWeb
    running = await start({ ...config, reading: reloader.reading }, log, { dev: false, inherited })
  } catch (error) {
    throw error instanceof CommandProblem ? error : new CommandProblem(explainStart(error, log), error)
  }
  const pids = { mail: part === 'mail' ? process.pid : 0, web: part === 'web' ? process.pid : 0 }
  announce(options, { config, [part]: running, pids })
  manager.ready()
  let current: Config = config
  const reload = (next: Config): void => {
    current = next
    running.reload?.(next)
  }
  const reloadAndSay = (next: Config): void => {
    reload(part === 'mail' ? withLiveMailParts(config, next) : withLiveParts(config, next))
    manager.reloaded()
  }
  reloader.begin(reloadAndSay, (reading) => reload({ ...current, reading }))
  await Promise.race([asked, ...(running.shutdownAsked === undefined ? [] : [running.shutdownAsked])])
  manager.stopping()
  reloader.stop()
  await running.close()
  return 0
}

function webSockets({ http, https }: InheritedSockets): InheritedSockets {
  return { ...(http && { http }), ...(https && { https }) }
}

function announce({ json, print }: ServeOptions, site: Site): void {
  print(json ? announceAsJson(site) : announceToPeople(site))
}

/** Resolves at SIGTERM, Ctrl-C, a closed terminal, or when the process that started us through npm or postern.mjs is gone. */
function askedToEnd(): Promise<'ended'> {
  return new Promise((resolve) => {
    const end = () => resolve('ended')
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)
    process.on('SIGHUP', () => {
      if (isTerminalGone()) end()
    })
    if (process.channel) process.on('disconnect', end)
    if (startedThroughNpm()) watchParent(end)
  })
}
