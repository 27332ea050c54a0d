import type { ImapFlow } from 'imapflow'

/** What imapflow reads responses from, and its types keep to themselves. */
interface Inside {
  readonly streamer: { read(): { payload: Buffer } | null }
}

const BEGINS_ESEARCH = /^\* ESEARCH /i
const SET = /(?<=[ (])[-\d][-\d*]*[:,][-\d*:,]*(?=[ )\r\n]|$)/g

/**
 * Lets imapflow read the sets of an ESEARCH (RFC 4731 §3.1), by quoting them before it sees them. Its parser looks at the
 * whole of a set again for each of its commas, which takes minutes for one of 100,000, and refuses a set at the end of a
 * list, which is where PARTIAL (RFC 5267 §4.4, RFC 9394 §3.1) puts it.
 */
export function quoteSets(client: ImapFlow): void {
  const { streamer } = client as unknown as Inside
  const read = streamer.read.bind(streamer)
  streamer.read = () => {
    const response = read()
    if (response !== null && BEGINS_ESEARCH.test(response.payload.toString('latin1', 0, 10))) response.payload = Buffer.from(withQuotedSets(response.payload.toString('latin1')), 'latin1')
    return response
  }
}

/** The line with each of its sets as a string; what stands in quotes already is left alone. */
export function withQuotedSets(line: string): string {
  return line
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(SET, '"$&"')))
    .join('')
}
