import { LineFeed, type HeardLine } from './line-feed.ts'
import type { LineTeller } from './line-teller.ts'
import { ImapTeller } from './redact-imap.ts'
import { SieveTeller } from './redact-sieve.ts'
import { SmtpTeller } from './redact-smtp.ts'

export type TracedProtocol = 'imap' | 'smtp' | 'sieve'

const TELLERS: Readonly<Record<TracedProtocol, (fromStart: boolean) => LineTeller>> = {
  imap: (fromStart) => new ImapTeller(fromStart),
  smtp: () => new SmtpTeller(),
  sieve: () => new SieveTeller(),
}

/**
 * Makes of the octets of one conversation the lines that a trace may hold: `C: …` and `S: …`. Nothing is told that is not in the
 * vocabulary, so that what is forgotten here is hidden and not shown. `fromStart`: nothing was said before.
 */
export class Redactor {
  readonly #teller: LineTeller
  readonly #client: LineFeed
  readonly #server: LineFeed

  constructor(protocol: TracedProtocol, fromStart: boolean) {
    this.#teller = TELLERS[protocol](fromStart)
    this.#client = new LineFeed(this.#teller.hasLiterals)
    this.#server = new LineFeed(this.#teller.hasLiterals)
  }

  client(octets: Uint8Array): string[] {
    return this.#client.feed(octets).flatMap((line) => written('C', line, this.#teller.client(line)))
  }

  server(octets: Uint8Array): string[] {
    return this.#server.feed(octets).flatMap((line) => written('S', line, this.#teller.server(line)))
  }
}

/** A literal is told by its size alone. */
function written(side: 'C' | 'S', { literal }: HeardLine, told: string | undefined): string[] {
  return told === undefined ? [] : [`${side}: ${told}${literal === undefined ? '' : ` {${literal}}`}`]
}
