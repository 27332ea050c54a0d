import { writeExposition, type Family } from './exposition.ts'
import { ProcessFigures } from './process-figures.ts'
import { RequestFigures } from './request-figures.ts'

/** What others in the process count; one that cannot be told now is left out. */
export interface CountedElsewhere {
  sessions(): Promise<number>
  outboxWaiting(): Promise<number>
  isReady(): Promise<boolean>
}

/** The numbers of this process. They outlive a reload of the configuration. */
export class Metrics {
  readonly requests = new RequestFigures()
  #process: ProcessFigures | undefined

  /** All of them, in the text format of Prometheus. The event loop is watched from the first time on. */
  async write(counted: CountedElsewhere): Promise<string> {
    this.#process ??= new ProcessFigures()
    const elsewhere = await Promise.all([
      gauge('postern_ready', 'Whether people can be served: 1 or 0, as /readyz says.', async () => Number(await counted.isReady())),
      gauge('postern_sessions', 'Sessions that are open.', () => counted.sessions()),
      gauge('postern_outbox_waiting', 'Messages that wait to leave: later, to be undone, or for another attempt.', () => counted.outboxWaiting()),
    ])
    return writeExposition([...this.#process.families(), ...this.requests.families(), ...elsewhere])
  }

  stop(): void {
    this.#process?.stop()
  }
}

async function gauge(name: string, help: string, count: () => Promise<number>): Promise<Family> {
  try {
    return { name, type: 'gauge', help, samples: [{ value: await count() }] }
  } catch {
    return { name, type: 'gauge', help, samples: [] } // whoever keeps it has told the log; here the number is missing
  }
}
