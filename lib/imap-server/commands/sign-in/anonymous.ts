import { SyntaxProblem } from '../../protocol/problems.ts'
import type { Mechanism } from './mechanism.ts'

/** Who signs in without a name; access control lists speak of it so (RFC 4314 §2). */
export const NOBODY = { name: 'anonymous' } as const

/** RFC 4505 §2: an address or any other text of 1 to 255 characters, or nothing. */
const TRACE = /^[^\p{Cc}\p{Cs}\u2028\u2029]{0,255}$/u

/** Trace information, which says what the client likes. Throws SyntaxProblem for what is none. */
export function readTrace(message: Buffer): string {
  try {
    const trace = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message)
    if (TRACE.test(trace)) return trace
  } catch {
    // Not UTF-8.
  }
  throw new SyntaxProblem('Not an ANONYMOUS message')
}

/** For whoever only reads what is open to everybody. */
export const anonymous: Mechanism = {
  name: 'ANONYMOUS',
  spec: 'RFC 4505',
  refusal: 'Nobody may sign in without a name',
  isOffered: ({ server }) => server.publicStore !== undefined,
  async prove(exchange, session) {
    // RFC 4505 §4: nobody has proved it. It is told as what a client said, never as who somebody is.
    session.log.info('imap.anonymous', { trace: readTrace(await exchange.first()) })
    return NOBODY
  },
}
