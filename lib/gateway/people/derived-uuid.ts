import { createHash } from 'node:crypto'

/** A UUID that follows from a text (RFC 9562 §5.8): the same one for everybody who asks, after each start. */
export function derivedUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
