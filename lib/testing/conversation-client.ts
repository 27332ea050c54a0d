import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib'
import type { TestCertificate } from './fakes/certificate-authority.ts'

/** How long a line may take before a test gives up: far longer than any takes. */
const PATIENCE = 10_000

/** Cuts what is sent into pieces. */
export type Split = (octets: Buffer) => readonly Buffer[]

export const WHOLE: Split = (octets) => [octets]

/** Pieces of 1 to 40 octets, the same for the same seed. */
export function randomSplit(seed: number): Split {
  let state = seed >>> 0
  const next = (): number => {
    // A linear congruential generator: what matters is that a failure can be repeated.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return 1 + ((state >>> 8) % 40)
  }
  return (octets) => {
    const pieces: Buffer[] = []
    for (let at = 0; at < octets.length; ) {
      const size = next()
      pieces.push(octets.subarray(at, at + size))
      at += size
    }
    return pieces
  }
}

/** One end of a conversation: sends text, hears logical lines, a literal being part of its line. */
export class ConversationClient {
  #socket: Socket
  readonly #split: Split
  #received = Buffer.alloc(0)
  #lines: string[] = []
  #closed = false
  #pack: ((octets: Buffer) => Promise<Buffer>) | undefined
  #wake: () => void = () => undefined
  /** Every line heard since the client last spoke. */
  heard: string[] = []

  constructor(socket: Socket, split: Split) {
    this.#socket = socket
    this.#split = split
    this.#listen(socket)
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#take)
    socket.on('close', this.#end)
    socket.on('error', () => socket.destroy())
  }

  readonly #end = (): void => {
    this.#closed = true
    this.#wake()
  }

  readonly #take = (chunk: Buffer): void => {
    this.#received = Buffer.concat([this.#received, chunk])
    for (let line = this.#nextLine(); line !== undefined; line = this.#nextLine()) this.#lines.push(line)
    this.#wake()
  }

  /** Goes on inside TLS, whoever the server is. */
  async startTls(shown: TestCertificate | undefined): Promise<void> {
    this.#socket.off('data', this.#take)
    const secured = connect({ socket: this.#socket, rejectUnauthorized: false, ...shown })
    this.#socket = secured
    this.#listen(secured)
    await new Promise<void>((resolve) => secured.once('secureConnect', resolve).once('close', resolve))
  }

  /** Goes on compressed (RFC 4978), with one window for all it says. */
  deflate(): void {
    const [inflate, deflate] = [createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH }), createDeflateRaw({ flush: constants.Z_SYNC_FLUSH })]
    this.#socket.off('data', this.#take)
    // What has arrived is heard before the end is.
    this.#socket.off('close', this.#end)
    this.#socket.on('close', () => inflate.end())
    this.#socket.pipe(inflate)
    inflate.on('data', this.#take)
    inflate.on('close', this.#end)
    this.#pack = (octets) =>
      new Promise((resolve) => {
        deflate.once('data', resolve)
        deflate.write(octets)
      })
  }

  async says(text: string): Promise<void> {
    this.heard = []
    const octets = Buffer.from(text, 'latin1')
    for (const piece of this.#split(this.#pack ? await this.#pack(octets) : octets)) {
      this.#socket.write(piece)
      // Lets the piece go out alone.
      await nextTurn()
    }
  }

  /** Says a command, which begins with its tag, and answers the tagged reply; what was heard before it is in `heard`. '' when the connection has ended. */
  async asks(command: string): Promise<string> {
    await this.says(`${command}\r\n`)
    const tag = command.slice(0, command.indexOf(' ') + 1)
    for (;;) {
      const line = await this.line()
      if (line === undefined || line.startsWith(tag)) return line ?? ''
    }
  }

  /** All lines until the server hangs up. */
  async lastWords(): Promise<string> {
    const lines: string[] = []
    for (let line = await this.line(); line !== undefined; line = await this.line()) lines.push(line)
    return lines.join('\n')
  }

  /** The next line; undefined when the connection has ended. */
  async line(): Promise<string | undefined> {
    const deadline = Date.now() + PATIENCE
    while (this.#lines.length === 0) {
      if (this.#closed) return undefined
      if (Date.now() > deadline) throw new Error('The server says nothing more')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const line = this.#lines.shift()!
    this.heard.push(line)
    return line
  }

  /** Puts a line back that was taken too early. */
  hearAgain(line: string): void {
    this.#lines.unshift(line)
  }

  get socket(): Socket {
    return this.#socket
  }

  get isClosed(): boolean {
    return this.#closed
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Takes one logical line off what has come, line ends inside it written `\r\n`. */
  #nextLine(): string | undefined {
    for (let from = 0; ; ) {
      const end = this.#received.indexOf('\r\n', from)
      if (end < 0) return undefined
      const literal = /\{(\d+)\}$/.exec(this.#received.toString('latin1', from, end))
      if (!literal) {
        const line = this.#received.toString('latin1', 0, end)
        this.#received = this.#received.subarray(end + 2)
        return line.replaceAll('\r\n', '\\r\\n')
      }
      from = end + 2 + Number(literal[1])
      if (from > this.#received.length) return undefined
    }
  }
}
