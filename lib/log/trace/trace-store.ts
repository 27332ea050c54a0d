import { randomBytes } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MOST_MINUTES, MOST_TRACES, TRACE_KEPT, TRACE_OCTETS, TRACE_SIDES, type TraceOrder, type TraceSide } from './trace-order.ts'

/** A trace as it is kept: what was asked for, and how much there is. */
export interface KeptTrace extends TraceOrder {
  /** Octets by side; 0 where nothing was said. */
  readonly octets: Readonly<Record<TraceSide, number>>
}

/** What cannot be traced: `too-many` run already, `no-user` was named, or not so long. */
export class TraceRefused extends Error {
  readonly why: 'too-many' | 'no-user' | 'minutes'
  constructor(why: TraceRefused['why']) {
    super(why)
    this.name = 'TraceRefused'
    this.why = why
  }
}

export const traceFolder = (data: string): string => join(data, 'traces')
export const traceFile = (folder: string, id: string, side: TraceSide): string => join(folder, `${id}.${side}.txt`)
const TRACE_ID = /^[A-Za-z0-9]{12}$/

/** The traces of a data directory, in its folder `traces` (0700): an order and at most two texts of each, all of them 0600. */
export class TraceStore {
  readonly #folder: string
  readonly #now: () => number

  constructor(data: string, now: () => number = Date.now) {
    this.#folder = traceFolder(data)
    this.#now = now
  }

  /** From now on, for that many minutes. Throws TraceRefused. */
  async begin(order: { readonly user: string; readonly by: string; readonly minutes: number; readonly sites?: readonly string[]; readonly limit?: number }): Promise<TraceOrder> {
    const { user, by, minutes, sites, limit = TRACE_OCTETS } = order
    const name = user.trim().toLowerCase()
    if (name === '' || name.length > 320) throw new TraceRefused('no-user')
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) throw new TraceRefused('minutes')
    const now = this.#now()
    if ((await this.all()).filter(({ endsAt }) => endsAt > now).length >= MOST_TRACES) throw new TraceRefused('too-many')
    const begun: TraceOrder = { id: newId(), user: name, ...(sites === undefined ? {} : { sites }), by, startedAt: now, endsAt: now + minutes * 60_000, limit }
    await this.#keep(begun)
    return begun
  }

  /** All of them, the newest first; what has ended long ago is removed. */
  async all(): Promise<readonly KeptTrace[]> {
    const orders = await readOrders(this.#folder)
    const [old, kept] = [orders.filter((order) => this.#isOver(order)), orders.filter((order) => !this.#isOver(order))]
    await Promise.all(old.map(({ id }) => this.remove(id)))
    const traces = await Promise.all(kept.map(async (order): Promise<KeptTrace> => ({ ...order, octets: { gateway: await this.#octets(order.id, 'gateway'), server: await this.#octets(order.id, 'server') } })))
    return traces.toSorted((a, b) => b.startedAt - a.startedAt)
  }

  async find(id: string): Promise<KeptTrace | undefined> {
    return (await this.all()).find((trace) => trace.id === id)
  }

  /** Ends it before its time; what was written stays. */
  async end(id: string): Promise<void> {
    const order = (await readOrders(this.#folder)).find((each) => each.id === id)
    if (order && order.endsAt > this.#now()) await this.#keep({ ...order, endsAt: this.#now() })
  }

  async remove(id: string): Promise<void> {
    if (!TRACE_ID.test(id)) return
    await Promise.all([join(this.#folder, `${id}.json`), ...TRACE_SIDES.map((side) => traceFile(this.#folder, id, side))].map((file) => rm(file, { force: true })))
  }

  /** What was said at one side. */
  read(id: string, side: TraceSide): ReadStream {
    return createReadStream(traceFile(this.#folder, id, side))
  }

  #isOver({ endsAt }: TraceOrder): boolean {
    return this.#now() - endsAt > TRACE_KEPT
  }

  async #octets(id: string, side: TraceSide): Promise<number> {
    const found = await stat(traceFile(this.#folder, id, side)).catch(() => undefined) // nothing was said there
    return found?.size ?? 0
  }

  /** Whole or not at all: whoever looks meanwhile sees the one before. */
  async #keep(order: TraceOrder): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, `${order.id}.json`)
    await writeFile(`${file}.new`, JSON.stringify(order), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
}

/** A word on the command line, so none that begins as an option does. */
const newId = (): string => randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')

/** What was asked for, as far as it can be read. */
export async function readOrders(folder: string): Promise<readonly TraceOrder[]> {
  const names = await readdir(folder).catch(() => [])
  const ids = names.flatMap((name) => (name.endsWith('.json') && TRACE_ID.test(name.slice(0, -5)) ? [name.slice(0, -5)] : []))
  const orders = await Promise.all(ids.map((id) => readFile(join(folder, `${id}.json`), 'utf8').then((text) => JSON.parse(text) as TraceOrder, () => undefined)))
  return orders.filter((order) => order !== undefined)
}
