import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '#lib/config/config.ts'
import type { Log } from '#lib/log/log.ts'
import { RoomsAdministration } from './administer-rooms.ts'
import { adminAddress } from './channel/admin-path.ts'
import { ANSWER_LIMIT, readAnswer, readLines, type AdminCall } from './channel/admin-wire.ts'
import { AdministrationProblem, type Administration, type ImportReport, type NewUser, type ServerStats, type SubscriptionReport } from './administration.ts'
import { DataDirectoryInUse } from './data-directory.ts'
import { openMailRooms } from './mail-rooms.ts'
import { VERSION } from './version.ts'

/** A server that is starting has the lock before it has the socket: so long it is waited for, in milliseconds. */
const START_PATIENCE = 3_000
/** Users, or mailboxes, sent in one request of an import. */
const IMPORT_SLICE = 500

/**
 * The administration of the data directory that the configuration names: over the socket of the running server, else on the
 * data directory itself. Throws AdministrationProblem when the directory is in use and nobody answers.
 */
export async function administer(config: Config, log: Log): Promise<Administration & { close(): Promise<void> }> {
  for (const end = Date.now() + START_PATIENCE; ; await delay(100)) {
    const socket = await connectTo(config.data)
    if (socket) return new AdminClient(socket)
    try {
      return await administerDirectly(config, log)
    } catch (error) {
      if (!(error instanceof DataDirectoryInUse)) throw error
      if (Date.now() > end) throw new AdministrationProblem(`${error.message} It does not answer on its admin socket.`, { cause: error })
    }
  }
}

/** The administration of the mail server that runs on that data directory; undefined where none does. */
export async function askRunning(data: string): Promise<(Administration & { close(): Promise<void> }) | undefined> {
  const socket = await connectTo(data)
  return socket && new AdminClient(socket)
}

function connectTo(directory: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const { path, release } = tryAddress(directory)
    if (path === undefined) return resolve(undefined)
    const socket = connect(path)
    socket.once('connect', () => { release(); resolve(socket) })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      release()
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined)
      else reject(error)
    })
  })
}

function tryAddress(directory: string): { readonly path: string | undefined; release(): void } {
  try {
    return adminAddress(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { path: undefined, release: () => undefined }
  }
}

async function administerDirectly(config: Config, log: Log): Promise<Administration & { close(): Promise<void> }> {
  const rooms = await openMailRooms(config, log)
  const stats = async (): Promise<ServerStats> => ({
    version: VERSION,
    running: false,
    uptimeSeconds: 0,
    accounts: (await rooms.accounts.list()).length,
    messagesDelivered: 0,
    messagesSubmitted: 0,
    imapLogins: 0,
    connections: 0,
    ports: {},
  })
  const shutdown = (): Promise<void> => Promise.reject(new AdministrationProblem('The mail server does not run.'))
  const administration = new RoomsAdministration(rooms, config.mail.domains[0] ?? 'localhost', {
    stats, resetStats: stats, figures: async () => [], shutdown, disconnect: () => undefined,
  })
  return Object.assign(administration, { close: () => rooms.close() })
}

/** Speaks to the running server. */
class AdminClient implements Administration {
  readonly #socket: Socket
  readonly #lines: AsyncGenerator<string>
  #last: Promise<unknown> = Promise.resolve()

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => undefined) // the reader below meets it too
    this.#lines = readLines(socket, ANSWER_LIMIT)
  }

  addUser: Administration['addUser'] = (user) => this.#change('addUser', user)
  moveUser: Administration['moveUser'] = (name, partition) => this.#change('moveUser', name, partition)
  deleteUser: Administration['deleteUser'] = (name) => this.#change('deleteUser', name)
  setQuota: Administration['setQuota'] = (name, change, mailbox) => this.#change('setQuota', name, change, ...(mailbox === undefined ? [] : [mailbox]))
  setPassword: Administration['setPassword'] = (name, password) => this.#change('setPassword', name, password)
  share: Administration['share'] = (share) => this.#change('share', share)
  shutdown: Administration['shutdown'] = () => this.#change('shutdown')
  listUsers: Administration['listUsers'] = () => this.#ask('listUsers')
  seed: Administration['seed'] = (directory, user) => this.#ask('seed', directory, user)
  accountNames: Administration['accountNames'] = () => this.#ask('accountNames')
  examine: Administration['examine'] = (names, repair) => this.#ask('examine', names, repair)
  repairQuotas: Administration['repairQuotas'] = (names) => this.#ask('repairQuotas', ...(names ? [names] : []))
  backUp: Administration['backUp'] = (directory, keep, names) => this.#ask('backUp', directory, keep, ...(names ? [names] : []))
  restore: Administration['restore'] = (generation, name, mailbox) => this.#ask('restore', generation, name, ...(mailbox === undefined ? [] : [mailbox]))
  stats: Administration['stats'] = () => this.#ask('stats')
  resetStats: Administration['resetStats'] = () => this.#ask('resetStats')
  figures: Administration['figures'] = () => this.#ask('figures')

  async importUsers(users: readonly NewUser[]): Promise<ImportReport> {
    const reports: ImportReport[] = []
    for (let at = 0; at < users.length; at += IMPORT_SLICE) reports.push(await this.#ask('importUsers', users.slice(at, at + IMPORT_SLICE)))
    return { added: reports.flatMap((report) => report.added), refused: reports.flatMap((report) => report.refused) }
  }

  async subscribe(name: string, mailboxes: readonly string[]): Promise<SubscriptionReport> {
    const reports: SubscriptionReport[] = []
    // Also where there is none to send, for the account may not exist.
    for (let at = 0; at === 0 || at < mailboxes.length; at += IMPORT_SLICE) reports.push(await this.#ask('subscribe', name, mailboxes.slice(at, at + IMPORT_SLICE)))
    return { added: reports.reduce((sum, { added }) => sum + added, 0), refused: reports.flatMap(({ refused }) => refused) }
  }

  async close(): Promise<void> {
    this.#socket.end()
    await this.#last
    this.#socket.destroy()
  }

  async #change(call: AdminCall, ...list: readonly unknown[]): Promise<void> {
    await this.#ask(call, ...list)
  }

  #ask<T>(call: AdminCall, ...list: readonly unknown[]): Promise<T> {
    const asked = this.#last.then(() => this.#exchange(call, list))
    this.#last = asked.catch(() => undefined) // whoever asked is told
    return asked as Promise<T>
  }

  async #exchange(call: AdminCall, list: readonly unknown[]): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ call, arguments: list })}\n`)
    const next = await this.#lines.next().catch((cause: unknown) => {
      throw new AdministrationProblem('The mail server hung up.', { cause })
    })
    if (next.done) throw new AdministrationProblem('The mail server hung up.')
    const answer = readAnswer(next.value)
    if ('problem' in answer) throw new AdministrationProblem(answer.problem)
    return answer.result
  }
}
