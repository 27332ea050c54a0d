import { createHash, timingSafeEqual } from 'node:crypto'

/** Takes the same time whatever is wrong. */
export function isSameSecret(typed: string, right: string): boolean {
  const [one, other] = [typed, right].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(one, other)
}
