import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../root.ts'

/** One measured thing: its values in the unit that its name states. */
interface Figure {
  readonly name: string
  readonly unit: string
  readonly values: readonly number[]
  readonly notes: Readonly<Record<string, string | number>>
}

/** Collects what a benchmark measures, prints a line each, and keeps all of it in .bench/<name>.json with the machine and its load. */
export class Figures {
  readonly #benchmark: string
  readonly #print: (line: string) => void
  readonly #figures: Figure[] = []
  readonly #loadAtStart = loadavg()[0] ?? 0

  constructor(benchmark: string, print: (line: string) => void) {
    this.#benchmark = benchmark
    this.#print = print
    print(`# ${benchmark}: ${machine()}, load ${this.#loadAtStart.toFixed(2)}`)
  }

  record(name: string, unit: string, values: readonly number[], notes: Readonly<Record<string, string | number>> = {}): void {
    this.#figures.push({ name, unit, values, notes })
    const { median, least, p95 } = summary(values)
    const spread = values.length > 1 ? ` (least ${round(least)}, p95 ${round(p95)}, n=${values.length})` : ''
    const more = Object.entries(notes).map(([key, value]) => `${key} ${value}`)
    this.#print(`${name}: ${round(median)} ${unit}${spread}${more.length > 0 ? ` [${more.join(', ')}]` : ''}`)
  }

  write(): void {
    const folder = join(ROOT, '.bench')
    mkdirSync(folder, { recursive: true })
    const content = { benchmark: this.#benchmark, at: new Date().toISOString(), machine: machine(), load: this.#loadAtStart, figures: this.#figures }
    writeFileSync(join(folder, `${this.#benchmark}.json`), `${JSON.stringify(content, undefined, 1)}\n`)
  }
}

/** Runs `work` so often and answers the milliseconds of each run. */
export async function timed(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const values: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    await work(run)
    values.push(performance.now() - start)
  }
  return values
}

/** Calls `work` from so many clients side by side for so many milliseconds, and answers the calls a second. */
export async function rate(clients: number, duration: number, work: (client: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let calls = 0
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() - start < duration) {
        await work(client)
        calls += 1
      }
    }),
  )
  return calls / ((performance.now() - start) / 1000)
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`
}

function summary(values: readonly number[]): { median: number; least: number; p95: number } {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { median: at(0.5), least: at(0), p95: at(0.95) }
}

function round(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0)
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}
