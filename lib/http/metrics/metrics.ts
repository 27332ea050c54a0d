import { writeExposition, type Family } from '#lib/log/figures/exposition.ts'
import { GATEWAY, ProcessFigures } from '#lib/log/figures/process-figures.ts'
import { VERSION } from '../serving/version.ts'
import { RequestFigures } from './request-figures.ts'

/** What others in the process count; one that cannot be told now is left out. */
export interface CountedElsewhere {
  sessions(): Promise<number>
  outboxWaiting(): Promise<number>
  isReady(): Promise<boolean>
  /** The numbers of the mail server in the box; none where none runs beside the gateway. */
  mailServer?(): Promise<readonly Family[]>
}

/** The numbers of this process. They outlive a reload of the configuration. */
export class Metrics {
  readonly requests = new RequestFigures()
  #process: ProcessFigures | undefined

  /** All of them, in the text format of Prometheus. The event loop is watched from the first time on. */
  async write(counted: CountedElsewhere): Promise<string> {
    this.#process ??= new ProcessFigures(GATEWAY, VERSION)
    const elsewhere = await Promise.all([
      gauge('postern_ready', 'Whether people can be served: 1 or 0, as /readyz says.', async () => Number(await counted.isReady())),
      gauge('postern_sessions', 'Sessions that are open.', () => counted.sessions()),
      gauge('postern_outbox_waiting', 'Messages that wait to leave: later, to be undone, or for another attempt.', () => counted.outboxWaiting()),
    ])
    const mail = (await within(counted.mailServer?.())) ?? []
    return writeExposition([...this.#process.families(), ...this.requests.families(), ...elsewhere, ...mail])
  }

  stop(): void {
    this.#process?.stop()
  }
}

/** A mail server that hangs must not take the gateway's own numbers away. */
const PATIENCE_MS = 2_000

/** What it answers in time, else nothing. */
async function within<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), PATIENCE_MS)
  try {
    return await Promise.race([asked, late.promise])
  } catch {
    return undefined // its numbers are missing, which is what a monitor looks for
  } finally {
    clearTimeout(timer)
  }
}

async function gauge(name: string, help: string, count: () => Promise<number>): Promise<Family> {
  try {
    return { name, type: 'gauge', help, samples: [{ value: await count() }] }
  } catch {
    return { name, type: 'gauge', help, samples: [] } // whoever keeps it has told the log; here the number is missing
  }
}
