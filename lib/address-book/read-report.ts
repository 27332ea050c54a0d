import type { ReadProblem, ReadResult, Remark } from './read-result.ts'

/** What became of a file: how many records were read and how many not, and why. */
export interface ReadSummary {
  readonly read: number
  readonly failed: number
  /** Records that were not read, by their reason. */
  readonly failures: Readonly<Partial<Record<ReadProblem, number>>>
  /** Remarks on records that were read, by their kind. */
  readonly remarks: Readonly<Partial<Record<ReadProblem, number>>>
  /** The first of both, in the order of the file's records. */
  readonly first: readonly (Remark & { readonly isFailure: boolean })[]
}

/** Counts what is read and keeps the first problems, at most `most`, so that a report on any file fits on a page. */
export class ReadReport {
  readonly #most: number
  readonly #first: (Remark & { isFailure: boolean })[] = []
  readonly #failures: Partial<Record<ReadProblem, number>> = {}
  readonly #remarks: Partial<Record<ReadProblem, number>> = {}
  #read = 0
  #failed = 0

  constructor(most = 500) {
    this.#most = most
  }

  add(result: ReadResult): void {
    if (result.card === undefined) {
      this.#failed += 1
      this.#count(this.#failures, result, true)
      return
    }
    this.#read += 1
    for (const remark of result.remarks) this.#count(this.#remarks, remark, false)
  }

  summary(): ReadSummary {
    return { read: this.#read, failed: this.#failed, failures: { ...this.#failures }, remarks: { ...this.#remarks }, first: [...this.#first] }
  }

  #count(counts: Partial<Record<ReadProblem, number>>, { line, problem, excerpt }: Remark, isFailure: boolean): void {
    counts[problem] = (counts[problem] ?? 0) + (problem === 'more' ? Number(excerpt) : 1)
    if (this.#first.length < this.#most) this.#first.push({ line, problem, excerpt, isFailure })
  }
}
