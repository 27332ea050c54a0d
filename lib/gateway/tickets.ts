import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { randomBytes } from 'node:crypto'

/** What a ticket opens: one part of one message, one picture elsewhere, or one of what somebody is writing. */
export type TicketContent = { readonly kind: 'part'; readonly ref: MessageRef; readonly section: string } | { readonly kind: 'remote'; readonly url: string } | { readonly kind: 'picture'; readonly open: () => ReadableStream<Uint8Array> }

export interface Ticket {
  readonly session: SignedIn
  readonly content: TicketContent
}

interface Issued extends Ticket {
  readonly until: number
}

const LIFE = 10 * 60_000
/** A document asks for some dozens; the oldest make room. */
const TICKETS_LIMIT = 20_000
const ID = /^[A-Za-z0-9_-]{32}$/

/**
 * Capabilities for what the HTML of a message may load. The sandboxed frame has an opaque origin and sends no cookie, so its
 * pictures come by a random ticket that names one of them, lives ten minutes and dies with the session (threats D1).
 */
export class Tickets {
  readonly #issued = new Map<string, Issued>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  issue(session: SignedIn, content: TicketContent): string {
    this.#sweep()
    const id = randomBytes(24).toString('base64url')
    this.#put(id, session, content)
    return id
  }

  /** Issues a ticket that another thread has made at random, once; one that is no random name is none. */
  admit(id: string, session: SignedIn, content: TicketContent): void {
    this.#sweep()
    if (ID.test(id) && !this.#issued.has(id)) this.#put(id, session, content)
  }

  #put(id: string, session: SignedIn, content: TicketContent): void {
    this.#issued.set(id, { session, content, until: this.#now() + LIFE })
  }

  /** What it opens; undefined when it is none or has run out. It may be used as often as its document is drawn. */
  find(id: string): Ticket | undefined {
    const ticket = ID.test(id) ? this.#issued.get(id) : undefined
    return ticket && ticket.until >= this.#now() ? ticket : undefined
  }

  /** Ends all tickets of a session. */
  revoke(sessionId: string): void {
    for (const [id, { session }] of this.#issued) if (session.id === sessionId) this.#issued.delete(id)
  }

  /** Tickets stand in the order of their end. */
  #sweep(): void {
    for (const [id, { until }] of this.#issued) {
      if (until >= this.#now() && this.#issued.size < TICKETS_LIMIT) return
      this.#issued.delete(id)
    }
  }
}
