import { createHash, type Hash } from 'node:crypto'

const LIMIT = 10_000

/**
 * Remembers which recipients already have a message whose sender was told to try again, so that the second try
 * does not give them a second copy. Bounded, and lost at a restart: then a copy too many is the lesser evil.
 */
export class RepeatedDeliveries {
  readonly #done = new Set<string>()

  has(message: string, recipient: string): boolean {
    return this.#done.has(`${message} ${recipient}`)
  }

  add(message: string, recipient: string): void {
    this.#done.add(`${message} ${recipient}`)
    if (this.#done.size > LIMIT) this.#done.delete(this.#done.values().next().value ?? '')
  }

  forget(message: string, recipients: readonly string[]): void {
    for (const recipient of recipients) this.#done.delete(`${message} ${recipient}`)
  }
}

/** A name for the message and its sender. */
export async function identify(sender: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash: Hash = createHash('sha256').update(`${sender}\n`)
  for await (const chunk of content) hash.update(chunk)
  return hash.digest('base64')
}
