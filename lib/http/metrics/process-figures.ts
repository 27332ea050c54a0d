import { monitorEventLoopDelay } from 'node:perf_hooks'
import { VERSION } from '../serving/version.ts'
import type { Family } from './exposition.ts'

/** How often, in milliseconds, the event loop is asked whether it is late. */
const RESOLUTION_MS = 20
const NANOSECONDS = 1e9

/** What is known of this process itself, under the names that dashboards for Node look for. */
export class ProcessFigures {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  /** From now on the delay of the event loop is watched; what came before is not known. */
  constructor() {
    this.#delay.enable()
  }

  stop(): void {
    this.#delay.disable()
  }

  /** Delays are those since the last time that somebody asked. */
  families(): readonly Family[] {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const late = [0.5, 0.9, 0.99].map((quantile) => ({ labels: { quantile: String(quantile) }, value: lateness(this.#delay.percentile(quantile * 100)) }))
    const latest = lateness(this.#delay.max)
    this.#delay.reset()
    return [
      { name: 'postern_info', type: 'gauge', help: 'Which version runs, always 1.', samples: [{ labels: { version: VERSION, node: process.version }, value: 1 }] },
      gauge('postern_uptime_seconds', 'Seconds since the gateway was started.', process.uptime()),
      { name: 'process_cpu_seconds_total', type: 'counter', help: 'Seconds of processor time that the gateway used.', samples: [{ value: (user + system) / 1e6 }] },
      gauge('process_start_time_seconds', 'When the gateway was started, in seconds since 1970.', Math.round(Date.now() / 1000 - process.uptime())),
      gauge('process_resident_memory_bytes', 'Octets of memory that the gateway holds.', rss),
      gauge('nodejs_heap_size_used_bytes', 'Octets of its heap that are in use.', heapUsed),
      gauge('nodejs_heap_size_total_bytes', 'Octets of its heap.', heapTotal),
      gauge('nodejs_external_memory_bytes', 'Octets outside the heap that objects in it hold.', external),
      { name: 'postern_event_loop_delay_seconds', type: 'gauge', help: 'Seconds by which the event loop was late, since the last question.', samples: late },
      gauge('postern_event_loop_delay_max_seconds', 'The longest of them.', latest),
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
