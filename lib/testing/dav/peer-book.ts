import { createHash } from 'node:crypto'

/** A card of a peer. */
export interface PeerCard {
  readonly etag: string
  readonly text: string
}

/** An address book of a peer: what is in it now, and what happened to each name since when. */
export class PeerBook {
  readonly title: string
  readonly cards = new Map<string, PeerCard>()
  /** The count of changes at which a name was last written or deleted. */
  readonly touched = new Map<string, number>()
  count = 0
  /** Tokens older than this are known no more. */
  oldest = 0

  constructor(title: string) {
    this.title = title
  }

  put(name: string, text: string): string {
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 12)}-${this.count}"`
    this.cards.set(name, { etag, text })
    this.touched.set(name, ++this.count)
    return etag
  }

  remove(name: string): void {
    this.cards.delete(name)
    this.touched.set(name, ++this.count)
  }

  /** The values of FN of all cards, sorted. */
  names(): readonly string[] {
    return [...this.cards.values()].map(({ text }) => /^FN:(.*?)\r?$/m.exec(text)?.[1] ?? '').toSorted()
  }
}
