import type { Socket } from 'node:net'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { OctetSource, type SourceRules } from '#lib/network/octet-source.ts'

const RULES: SourceRules = {
  lineEnd: '\r\n',
  // No response to the few commands of such a connection is a hundredth of it.
  lineLimit: 64 * 1024,
  hungUp: () => new GatewayError('server-unreachable', 'connection closed'),
  notUnderstood: notImap,
}
/** Literals inside responses are read over; none is due where nobody asked for content. */
const LITERAL_LIMIT = 1024 * 1024

/** Octets of a literal at once: each piece costs the same on its way to a browser, whatever its size. */
const PLENTY = 256 * 1024
/** Characters of a response, literals left out. */
const RESPONSE_LIMIT = 128 * 1024

/** What an IMAP server says, one logical line at a time (RFC 9051 §7). Every method throws GatewayError 'server-unreachable' where it hangs up, 'server-not-imap' where it says what is no IMAP, and the socket's error. */
export class ResponseLines {
  readonly #source: OctetSource

  /** `heard` is told of octets as they are read. */
  constructor(socket: Socket, heard: (octets: Buffer) => void) {
    this.#source = new OctetSource(socket, RULES, heard)
  }

  /** Leaves the socket to TLS (RFC 9051 §6.2.1). */
  release(): void {
    this.#source.release()
  }

  /** The next response without its CRLF, literals left out; one that matches `upTo` ends where its literal begins, and that is still to be read. */
  async next(upTo?: RegExp): Promise<string> {
    let whole = ''
    for (;;) {
      const line = (await this.#source.line()).toString('utf8')
      whole += line
      if (whole.length > RESPONSE_LIMIT) throw notImap('a response without end')
      const literal = /\{([0-9]{1,10})\+?\}$/.exec(line)
      if (!literal || upTo?.test(whole)) return whole
      const size = Number(literal[1])
      if (size > LITERAL_LIMIT) throw notImap('an unexpected literal')
      await this.#source.run(size)
    }
  }

  /** Octets of a literal as they come, those that are there together: at least one, at most `limit`. */
  async some(limit: number): Promise<Buffer> {
    return this.#source.plenty(Math.min(limit, PLENTY))
  }
}

function notImap(detail: string): GatewayError {
  return new GatewayError('server-not-imap', detail)
}
