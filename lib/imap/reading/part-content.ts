import type { ImapFlow } from 'imapflow'
import type { Uid } from '#lib/mail/uid.ts'
import { fetchMessages, section } from './fetch.ts'

/**
 * Octets of one FETCH: few at first, so that the first octet comes at once; then more, since each FETCH costs a round trip; no more
 * than lets a slow reader hold little of our memory.
 */
const PIECES: PieceSizes = { first: 64 * 1024, largest: 1024 * 1024 }
const GROWTH = 4

interface Range {
  readonly start: number
  readonly length: number
}

/** How large the first piece of a section is and how large they grow, in octets. */
export interface PieceSizes {
  readonly first: number
  readonly largest: number
}

/** What is streamed: a section of one message; '' is the whole message. */
export interface ContentRequest {
  readonly uid: Uid
  readonly section: string
}

/**
 * The octets of a section as they are stored, piece by piece. One piece is on its way while its predecessor is read, and no more: a
 * reader that waits holds the server back. No other command may run on the client meanwhile.
 */
export async function* readContent(client: ImapFlow, request: ContentRequest, sizes = PIECES): AsyncGenerator<Uint8Array> {
  const ask = (range: Range): Promise<Buffer> => {
    const asked = readRange(client, request, range)
    // A reader that leaves early never looks at the piece on its way.
    asked.catch(() => undefined)
    return asked
  }
  let range: Range = { start: 0, length: sizes.first }
  let coming = ask(range)
  for (;;) {
    const octets = await coming
    // A server that ignores the range sends all at once: longer than asked, and the end.
    const isLast = octets.length !== range.length
    if (!isLast) {
      range = { start: range.start + range.length, length: Math.min(sizes.largest, range.length * GROWTH) }
      coming = ask(range)
    }
    if (octets.length > 0) yield octets
    if (isLast) return
  }
}

/** A range of a section; fewer octets where it ends before. */
export async function readRange(client: ImapFlow, { uid, section: name }: ContentRequest, range: Range): Promise<Buffer> {
  const [message] = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [section(name, range)])).filter(({ sections }) => sections.size > 0)
  return message?.sections.get(name.toUpperCase()) ?? Buffer.alloc(0)
}
