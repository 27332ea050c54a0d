import { open, type FileHandle } from 'node:fs/promises'

/** Lines that wait for the disk; whoever talks faster loses some, and the trace says so. */
const MOST_WAITING = 5_000

/** Appends lines to one file of a trace, as the disk takes them, up to its limit. Failing to write ends the trace and nothing else. */
export class TraceFile {
  readonly #path: string
  readonly #limit: number
  #waiting: string[] = []
  #lost = 0
  #writing: Promise<void> | undefined
  #isFull = false

  constructor(path: string, limit: number) {
    this.#path = path
    this.#limit = limit
  }

  add(lines: readonly string[]): void {
    if (this.#isFull) return
    if (this.#waiting.length + lines.length > MOST_WAITING) this.#lost += lines.length
    else this.#waiting.push(...lines)
    if (!this.#writing) this.#begin()
  }

  /** Resolves once everything that was added is on the disk, or never will be. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  /** Lines that come while the file is closed are written by the next round. */
  #begin(): void {
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined
      if (this.#waiting.length > 0 && !this.#isFull) this.#begin()
    })
  }

  async #write(): Promise<void> {
    let file: FileHandle | undefined
    try {
      file = await open(this.#path, 'a', 0o600)
      let { size } = await file.stat()
      while (this.#waiting.length > 0 && !this.#isFull) {
        const lost = this.#lost > 0 ? [`-- ${this.#lost} lines came too fast and are missing`] : []
        const text = Buffer.from([...this.#waiting, ...lost].map((line) => `${line}\n`).join(''))
        this.#waiting = []
        this.#lost = 0
        this.#isFull = size + text.length > this.#limit
        const kept = this.#isFull ? Buffer.concat([text.subarray(0, text.lastIndexOf(0x0a, Math.max(0, this.#limit - size)) + 1), Buffer.from('-- the limit of size is reached\n')]) : text
        await file.write(kept)
        size += kept.length
      }
    } catch {
      this.#isFull = true // a disk that is full or gone must not disturb anybody's mail
    } finally {
      await file?.close().catch(() => undefined) // nothing is left to be said about it
    }
  }
}
