/** What one suite came to. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** A sentence behind the figures. */
  readonly note?: string
  /** Of what failed, where it is and how it is called, where the suite knows. */
  readonly failures?: readonly string[]
}

/** One kind of check; prints what is wrong as it goes. */
export interface Suite {
  readonly name: string
  run(): Promise<Outcome>
}

/** A suite that cannot run has failed: it names what is missing. */
export function cannotRun(reason: string): Outcome {
  return { passed: 0, failed: 1, note: reason }
}
