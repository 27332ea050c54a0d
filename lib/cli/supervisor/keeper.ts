import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import type { Config } from '#lib/config/config.ts'
import type { InheritedSockets } from '#lib/config/handed-over.ts'
import type { Log } from '#lib/log/log.ts'
import { BackOff } from './back-off.ts'
import { rememberPorts } from './remember-ports.ts'
import type { ChildMessage, PartName, ReloadMessage, Report, StartMessage } from './running.ts'

/** After the drain limit of a child: then it is cut. */
const KILL_AFTER = 12_000

export interface KeeperOptions {
  readonly name: PartName
  /** The module that the child runs. */
  readonly module: string
  readonly env: NodeJS.ProcessEnv
  /** Of Node and V8. */
  readonly flags?: readonly string[]
  readonly dev: boolean
  /** Sockets of ours that listen already: every life of the child takes them over, and between two nobody is refused. */
  readonly inherited?: InheritedSockets
  readonly log: Log
  /** Milliseconds; the clock of the back-off. */
  readonly now?: () => number
}

/** A part that could not start at all, in the child's own sentence. */
export class StartRefused extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'StartRefused'
  }
}

/** Keeps one child alive: starts it again at the ports it had first, with growing pauses, until it dies too often. */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #backOff: BackOff
  readonly #first = Promise.withResolvers<Report>()
  readonly #shutdown = Promise.withResolvers<'ended'>()
  readonly #over = Promise.withResolvers<'ended' | 'given-up'>()
  #child: ChildProcess | undefined
  #config: Config | undefined
  #report: Report | undefined
  #retry: NodeJS.Timeout | undefined
  #ending = false

  /** Forks at once; the child loads its modules until `start` hands it the configuration. */
  constructor(options: KeeperOptions) {
    this.#options = options
    this.#backOff = new BackOff(options.now)
    this.#first.promise.catch(() => undefined) // who starts listens; who ends first need not
    this.#fork()
  }

  get name(): PartName {
    return this.#options.name
  }

  /** 0 between two lives. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Resolves when the part is ready for the first time; throws StartRefused when it says that it cannot. */
  start(config: Config): Promise<Report> {
    this.#config = config
    this.#hand()
    return this.#first.promise
  }

  /** Hands the child, and those that follow it, the configuration that this makes of the running one. */
  reload(change: (running: Config) => Config): void {
    if (this.#config === undefined) return
    this.#config = change(this.#config)
    const message: ReloadMessage = { kind: 'reload', config: this.#config }
    if (this.#child?.connected) this.#child.send(message)
  }

  /** Resolves when the part was asked, by its own means, to end the whole site. */
  get shutdownAsked(): Promise<'ended'> {
    return this.#shutdown.promise
  }

  /** Resolves once the child is gone for good: asked to end, or died too often. */
  get over(): Promise<'ended' | 'given-up'> {
    return this.#over.promise
  }

  /** Lets the child drain and waits until it is gone. */
  async end(): Promise<void> {
    this.#ending = true
    clearTimeout(this.#retry)
    const child = this.#child
    if (child === undefined) this.#over.resolve('ended')
    else {
      if (child.connected) child.disconnect()
      const cut = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER)
      await this.over
      clearTimeout(cut)
    }
  }

  #fork(): void {
    const { module, env, flags = [], inherited = {} } = this.#options
    // Standard output belongs to the one line of --json.
    const child = fork(module, { env, stdio: ['ignore', 2, 2, 'ipc', ...Object.values(inherited).flat()], execArgv: ['--disable-warning=ExperimentalWarning', ...flags] })
    this.#child = child
    child.on('message', (message) => this.#hear(message as ChildMessage))
    child.on('error', (error) => this.#options.log.error('child cannot be reached', error, { part: this.name }))
    child.on('exit', (code, signal) => this.#died(code, signal))
    this.#hand()
  }

  #hand(): void {
    if (this.#config === undefined || !this.#child?.connected) return
    const message: StartMessage = { kind: 'start', config: this.#config, dev: this.#options.dev, inherited: this.#handedOn() }
    this.#child.send(message)
  }

  /** Behind the three standard streams and the channel, in their order. */
  #handedOn(): InheritedSockets {
    let next = 4
    const numbered = Object.entries(this.#options.inherited ?? {}).map(([service, fds]) => [service, fds.map(() => next++)])
    return Object.fromEntries(numbered) as InheritedSockets
  }

  #hear(message: ChildMessage): void {
    if (message.kind === 'shutdown') return this.#shutdown.resolve('ended')
    if (message.kind === 'refused') {
      if (this.#report === undefined) {
        this.#ending = true
        this.#first.reject(new StartRefused(message.sentence))
      }
      return
    }
    if (this.#report === undefined && this.#config !== undefined) {
      this.#report = message.report
      this.#config = rememberPorts(this.#config, message.report.services)
    } else this.#options.log.info('child is back', { part: this.name, pid: this.pid })
    this.#first.resolve(message.report)
  }

  #died(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined
    if (this.#ending) return this.#over.resolve('ended')
    const pause = this.#backOff.died()
    const { log } = this.#options
    log.warn('child died', { part: this.name, code: code ?? undefined, signal: signal ?? undefined, restartIn: pause })
    if (pause === undefined) {
      this.#first.reject(new StartRefused(`the ${this.name} part died five times within a minute; its log above says why.`))
      return this.#over.resolve('given-up')
    }
    this.#retry = setTimeout(() => this.#fork(), pause)
  }
}
