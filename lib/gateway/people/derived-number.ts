import { createHash } from 'node:crypto'

/** A number that follows from a text, and that another text has not, as good as surely: below 2^48. */
export function derivedNumber(text: string): number {
  return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16)
}
