import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '#lib/log/log.ts'
import { NewerDatabase } from '#lib/storage/sqlite.ts'
import { adminAddress, type AdminAddress } from './admin-path.ts'
import { AdminWireProblem, READING, readLines, readRequest, REQUEST_LIMIT, type AdminAnswer, type AdminRequest } from './admin-wire.ts'
import { auditedCommand } from './audited-command.ts'
import { AdministrationProblem, type Administration } from '../administration.ts'

const IDLE_TIMEOUT = 600_000
const MOST_CLIENTS = 16
/** How long the end of the server waits for answers, in milliseconds. */
const PATIENCE = 2_000

export interface AdminSocket {
  close(): Promise<void>
}

/** Serves the administration on the data directory's socket (0600). Only the holder of the directory's lock may call this: it replaces a socket left behind. */
export async function listenForAdministration(directory: string, administration: Administration, log: Log): Promise<AdminSocket> {
  const address = adminAddress(directory)
  const channel = new AdminChannel(administration, log)
  const clients = new Set<Socket>()
  // A client may say that it has no more to ask and still wait for its answers.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    clients.add(socket)
    socket.setTimeout(IDLE_TIMEOUT, () => socket.destroy())
    socket.on('error', () => undefined) // a client that left; the loop below ends by itself
    socket.on('close', () => clients.delete(socket))
    void channel.serve(socket)
  })
  server.maxConnections = MOST_CLIENTS
  await listen(server, address)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Whoever asked for the shutdown is still to be told that it was heard.
      await Promise.race([channel.answered(), delay(PATIENCE, undefined, { ref: false })])
      for (const socket of clients) socket.destroySoon()
      await closed
      address.release()
    },
  }
}

async function listen(server: Server, address: AdminAddress): Promise<void> {
  const inFileSystem = process.platform !== 'win32'
  if (inFileSystem) await rm(address.path, { force: true })
  // The socket is born with the process's mask; until it is 0600 the directory's own 0700 keeps others out.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address.path, resolve)
  })
  if (inFileSystem) await chmod(address.path, 0o600)
}

class AdminChannel {
  readonly #administration: Administration
  readonly #log: Log
  /** Changes are made one after another, whoever asks. */
  #last: Promise<unknown> = Promise.resolve()
  readonly #answering = new Set<Promise<void>>()

  constructor(administration: Administration, log: Log) {
    this.#administration = administration
    this.#log = log
  }

  async serve(socket: Socket): Promise<void> {
    try {
      for await (const line of readLines(socket, REQUEST_LIMIT)) {
        const answering = this.#answer(line).then((answer) => void socket.write(`${JSON.stringify(answer)}\n`))
        this.#answering.add(answering)
        await answering.finally(() => this.#answering.delete(answering))
      }
      socket.end()
    } catch (error) {
      if (!(error instanceof AdminWireProblem)) this.#log.debug('admin client lost', { error: String(error) })
      socket.destroy()
    }
  }

  /** Resolves when everything that was asked until now is answered. */
  async answered(): Promise<void> {
    await Promise.allSettled(this.#answering)
  }

  async #answer(line: string): Promise<AdminAnswer> {
    try {
      const request = readRequest(line)
      const result = READING.has(request.call) ? this.#call(request) : this.#inTurn(request)
      return { result: (await result) ?? null }
    } catch (error) {
      if (error instanceof AdministrationProblem || error instanceof AdminWireProblem || error instanceof NewerDatabase) return { problem: error.message }
      this.#log.error('administration failed', error)
      return { problem: 'The mail server could not do that; its log says why.' }
    }
  }

  #inTurn(request: AdminRequest): Promise<unknown> {
    const done = this.#last.then(() => this.#call(request))
    this.#last = done.catch(() => undefined) // the client is told; the next one goes on
    return done
  }

  async #call(request: AdminRequest): Promise<unknown> {
    const method = this.#administration[request.call] as (...args: readonly unknown[]) => Promise<unknown>
    const result = await method.apply(this.#administration, [...request.arguments])
    if (!READING.has(request.call)) this.#log.audit('command', auditedCommand(request))
    return result
  }
}
