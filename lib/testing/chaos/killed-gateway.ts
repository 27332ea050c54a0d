import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { environmentWith } from '#lib/config/environment.ts'

/** A gateway in a process of its own that dies by SIGKILL and comes back with the same data, on another port. */
export class KilledGateway {
  kills = 0
  readonly #words: readonly string[]
  #child: ChildProcess | undefined
  #port = 0
  /** The last of what it said of itself. */
  said = ''

  constructor(data: string, imap: number, submission: number) {
    this.#words = [import.meta.dirname + '/gateway-process.ts', data, String(imap), String(submission)]
  }

  /** Where it answers; refuses connections while it is dead. */
  get base(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...this.#words], { env: environmentWith({ POSTERN_CONFIG: undefined, POSTERN_DATA: undefined }), stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    child.once('exit', (code, signal) => (this.said += `\nended by ${signal ?? code}`))
    child.stderr.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-20_000)))
    for await (const line of createInterface({ input: child.stdout })) {
      this.#port = Number(line)
      return
    }
    throw new Error(`the gateway did not start: ${this.said}`)
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#child = undefined
    this.kills += 1
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
}
