import type { Sample } from './exposition.ts'

/** How long something took, by upper bounds in seconds. */
export class Histogram {
  readonly #bounds: readonly number[]
  readonly #within: number[]
  #sum = 0
  #count = 0

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.#within = bounds.map(() => 0)
  }

  get count(): number {
    return this.#count
  }

  note(seconds: number): void {
    this.#sum += seconds
    this.#count += 1
    for (const [at, bound] of this.#bounds.entries()) if (seconds <= bound) this.#within[at] = (this.#within[at] ?? 0) + 1
  }

  samples(labels: Readonly<Record<string, string>> = {}): Sample[] {
    return [
      ...this.#bounds.map((bound, at) => ({ suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: this.#within[at] ?? 0 })),
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: this.#count },
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: this.#count },
    ]
  }
}
