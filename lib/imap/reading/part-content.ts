import type { ImapFlow } from 'imapflow'
import type { Uid } from '#lib/mail/uid.ts'
import { fetchMessages, section } from './fetch.ts'

/** Octets of one FETCH: large enough to keep a line busy, small enough that a slow reader holds little of our memory. */
const PIECE = 256 * 1024

/** What is streamed: a section of one message; '' is the whole message. */
export interface ContentRequest {
  readonly uid: Uid
  readonly section: string
}

/**
 * The octets of a section as they are stored, piece by piece. One piece is on its way while its predecessor is read, and no more: a
 * reader that waits holds the server back. No other command may run on the client meanwhile.
 */
export async function* readContent(client: ImapFlow, request: ContentRequest, piece = PIECE): AsyncGenerator<Uint8Array> {
  const ask = (start: number): Promise<Buffer> => {
    const asked = readRange(client, request, { start, length: piece })
    // A reader that leaves early never looks at the piece on its way.
    asked.catch(() => undefined)
    return asked
  }
  let coming = ask(0)
  for (let start = piece; ; start += piece) {
    const octets = await coming
    // A server that ignores the range sends all at once: longer than asked, and the end.
    const isLast = octets.length !== piece
    if (!isLast) coming = ask(start)
    if (octets.length > 0) yield octets
    if (isLast) return
  }
}

/** A range of a section; fewer octets where it ends before. */
export async function readRange(client: ImapFlow, { uid, section: name }: ContentRequest, range: { readonly start: number; readonly length: number }): Promise<Buffer> {
  const [message] = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [section(name, range)])).filter(({ sections }) => sections.size > 0)
  return message?.sections.get(name.toUpperCase()) ?? Buffer.alloc(0)
}
