import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Family } from './exposition.ts'

/** How often, in milliseconds, the event loop is asked whether it is late. */
const RESOLUTION_MS = 20
const NANOSECONDS = 1e9

/** Which process it is, in sentences, and what its names begin with. */
export interface ProcessNames {
  /** `the gateway` */
  readonly is: string
  /** Of what only Postern has, and of what every process and every Node has. */
  readonly own: string
  readonly process: string
  readonly node: string
}

/** The names that dashboards for Node look for are those of the process that is asked. */
export const GATEWAY: ProcessNames = { is: 'the gateway', own: 'postern_', process: 'process_', node: 'nodejs_' }
export const MAIL_SERVER: ProcessNames = { is: 'the mail server', own: 'postern_mail_', process: 'postern_mail_process_', node: 'postern_mail_nodejs_' }

/** What is known of this process itself. */
export class ProcessFigures {
  readonly #names: ProcessNames
  readonly #version: string
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  /** From now on the delay of the event loop is watched; what came before is not known. */
  constructor(names: ProcessNames, version: string) {
    this.#names = names
    this.#version = version
    this.#delay.enable()
  }

  stop(): void {
    this.#delay.disable()
  }

  /** Delays are those since the last time that somebody asked. */
  families(): readonly Family[] {
    const { is, own, process: ofProcess, node } = this.#names
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const late = [0.5, 0.9, 0.99].map((quantile) => ({ labels: { quantile: String(quantile) }, value: lateness(this.#delay.percentile(quantile * 100)) }))
    const latest = lateness(this.#delay.max)
    this.#delay.reset()
    return [
      { name: `${own}info`, type: 'gauge', help: `Which version of ${is} runs, always 1.`, samples: [{ labels: { version: this.#version, node: process.version }, value: 1 }] },
      gauge(`${own}uptime_seconds`, `Seconds since ${is} was started.`, process.uptime()),
      { name: `${ofProcess}cpu_seconds_total`, type: 'counter', help: `Seconds of processor time that ${is} used.`, samples: [{ value: (user + system) / 1e6 }] },
      gauge(`${ofProcess}start_time_seconds`, `When ${is} was started, in seconds since 1970.`, Math.round(Date.now() / 1000 - process.uptime())),
      gauge(`${ofProcess}resident_memory_bytes`, `Octets of memory that ${is} holds.`, rss),
      gauge(`${node}heap_size_used_bytes`, `Octets of the heap of ${is} that are in use.`, heapUsed),
      gauge(`${node}heap_size_total_bytes`, `Octets of the heap of ${is}.`, heapTotal),
      gauge(`${node}external_memory_bytes`, 'Octets outside the heap that objects in it hold.', external),
      { name: `${own}event_loop_delay_seconds`, type: 'gauge', help: `Seconds by which the event loop of ${is} was late, since the last question.`, samples: late },
      gauge(`${own}event_loop_delay_max_seconds`, 'The longest of them.', latest),
    ]
  }
}

/** The monitor counts the time from one look to the next, of which its resolution is meant. Without a look yet it says NaN or 0. */
function lateness(nanoseconds: number): number {
  const seconds = nanoseconds / NANOSECONDS - RESOLUTION_MS / 1000
  return seconds > 0 ? seconds : 0
}

function gauge(name: string, help: string, value: number): Family {
  return { name, type: 'gauge', help, samples: [{ value }] }
}
