import { stat } from 'node:fs/promises'
import { Redactor, type TracedProtocol } from './redactor.ts'
import { TraceFile } from './trace-file.ts'
import { isMeant, type TraceOrder, type TraceSide, type TraceSubject } from './trace-order.ts'
import { readOrders, traceFile, traceFolder } from './trace-store.ts'

/** How often, in milliseconds, somebody looks whether a trace was asked for or taken back. */
const LOOK = 1_000

/** One conversation that may be traced. `client` and `server` cost nothing while it is not. */
export interface Conversation {
  /** Whether what is said is wanted now. */
  readonly isOn: boolean
  /** Octets of the client's half, and of the server's. */
  client(octets: Uint8Array): void
  server(octets: Uint8Array): void
  /** Whose it is, once that is known. */
  belongsTo(subject: TraceSubject): void
  end(): void
}

/** What a conversation is about, and who is told when it begins or ceases to be wanted. */
export interface Introduction {
  readonly protocol: TracedProtocol
  /** Undefined until somebody has signed in. */
  readonly subject?: TraceSubject
  readonly changed?: (isOn: boolean) => void
}

/** Lines of a conversation whose owner is not known yet. */
const MOST_UNCLAIMED = 200

export interface BookOptions {
  readonly now?: () => number
  /** Told of each order once, as soon as it is seen to run. */
  readonly begun?: (order: TraceOrder) => void
}

/**
 * Which conversations of one process are traced, and where to. Looks into the folder of the data directory every second, so that
 * whoever writes an order there needs no other way to it. Nothing that it does can fail a conversation.
 */
export class TraceBook {
  readonly #folder: string
  readonly #side: TraceSide
  readonly #now: () => number
  readonly #begun: (order: TraceOrder) => void
  readonly #talks = new Set<Talk>()
  readonly #files = new Map<string, TraceFile>()
  readonly #timer: NodeJS.Timeout
  #orders: readonly TraceOrder[] = []
  #seen = Number.NaN
  #talked = 0

  constructor(data: string, side: TraceSide, { now = Date.now, begun = () => undefined }: BookOptions = {}) {
    this.#begun = begun
    this.#folder = traceFolder(data)
    this.#side = side
    this.#now = now
    this.#timer = setInterval(() => void this.look(), LOOK).unref()
    void this.look()
  }

  /** A conversation that begins, or that is under way where something was said before. */
  begin(introduction: Introduction): Conversation {
    const talk = new Talk(this, introduction, ++this.#talked)
    this.#talks.add(talk)
    talk.decide(true)
    return talk
  }

  /** Orders that run, of that person; of anybody without one. */
  running(subject: TraceSubject | undefined): readonly TraceOrder[] {
    const now = this.#now()
    return this.#orders.filter((order) => order.endsAt > now && (this.#side === 'gateway' || order.sites === undefined) && (!subject || isMeant(order, subject)))
  }

  write(orders: readonly TraceOrder[], lines: readonly string[]): void {
    for (const { id, limit } of orders) {
      let file = this.#files.get(id)
      if (!file) this.#files.set(id, (file = new TraceFile(traceFile(this.#folder, id, this.#side), limit)))
      file.add(lines)
    }
  }

  time(): string {
    return new Date(this.#now()).toISOString()
  }

  leave(talk: Talk): void {
    this.#talks.delete(talk)
  }

  /** Reads what is asked for now. */
  async look(): Promise<void> {
    const changed = await stat(this.#folder).then(({ mtimeMs }) => mtimeMs, () => 0)
    if (changed !== this.#seen) {
      const known = new Set(this.#orders.map(({ id }) => id))
      this.#orders = changed === 0 ? [] : await readOrders(this.#folder)
      for (const order of this.#orders) if (!known.has(order.id) && order.endsAt > this.#now()) this.#begun(order)
      // What changes within the resolution of the clock is seen by the next look.
      this.#seen = this.#now() - changed < 2 * LOOK ? Number.NaN : changed
      for (const id of this.#files.keys()) if (!this.#orders.some((order) => order.id === id)) this.#files.delete(id)
    }
    for (const talk of this.#talks) talk.decide(false)
  }

  /** Everything that was said is on the disk. */
  async settled(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.settled()))
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.settled()
  }
}

class Talk implements Conversation {
  readonly #book: TraceBook
  readonly #number: number
  readonly #introduction: Introduction
  #subject: TraceSubject | undefined
  #redactor: Redactor | undefined
  #unclaimed: string[] = []

  constructor(book: TraceBook, introduction: Introduction, number: number) {
    this.#book = book
    this.#introduction = introduction
    this.#number = number
    this.#subject = introduction.subject
  }

  get isOn(): boolean {
    return this.#redactor !== undefined
  }

  client(octets: Uint8Array): void {
    if (this.#redactor) this.#tell(this.#redactor.client(octets))
  }

  server(octets: Uint8Array): void {
    if (this.#redactor) this.#tell(this.#redactor.server(octets))
  }

  belongsTo(subject: TraceSubject): void {
    this.#subject = subject
    const orders = this.#book.running(subject)
    if (orders.length > 0 && this.#unclaimed.length > 0) this.#book.write(orders, this.#unclaimed)
    this.#unclaimed = []
    this.decide(false)
  }

  end(): void {
    if (this.#redactor) this.#tell(['-- closed'])
    this.#redactor = undefined
    this.#book.leave(this)
  }

  /** Begins or ceases to listen. `isFirst`: nothing was said yet. */
  decide(isFirst: boolean): void {
    const isWanted = this.#book.running(this.#subject).length > 0
    if (isWanted === this.isOn) return
    this.#redactor = isWanted ? new Redactor(this.#introduction.protocol, isFirst) : undefined
    if (isWanted) this.#tell([isFirst ? '-- opened' : '-- under way when the trace began'])
    else this.#unclaimed = []
    this.#introduction.changed?.(isWanted)
  }

  #tell(lines: readonly string[]): void {
    if (lines.length === 0) return
    const written = lines.map((line) => `${this.#book.time()} ${this.#introduction.protocol} ${this.#number} ${line}`)
    if (this.#subject) this.#book.write(this.#book.running(this.#subject), written)
    else this.#unclaimed = [...this.#unclaimed, ...written].slice(-MOST_UNCLAIMED)
  }
}
