import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import { fetchMessages, section, UID } from './fetch.ts'

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

/** How far the reading of a section has come; kept by whoever reads. */
export interface ReadingPlace {
  /** Octets that were handed on. */
  reached: number
  /** The section has no more of them. */
  isEnd: boolean
}

export interface PieceOptions {
  readonly sizes?: PieceSizes
  /** Where to begin. */
  readonly place?: ReadingPlace
  /** Asked before each piece: whether the reading stops where it is. */
  readonly enough?: () => boolean
}

/**
 * The octets of a section as they are stored, piece by piece. One piece is on its way while its predecessor is read, and no more: a
 * reader that waits holds the server back. No other command may run on the client meanwhile. Throws GatewayError 'no-such-message' where
 * the message goes meanwhile, 'server-not-imap' where the server sends what it was not asked for.
 */
export async function* readContent(client: ImapFlow, request: ContentRequest, { sizes = PIECES, place = { reached: 0, isEnd: false }, enough = () => false }: PieceOptions = {}): AsyncGenerator<Uint8Array> {
  const ask = (range: Range): Promise<Buffer> => {
    const asked = readPiece(client, request, range)
    // A reader that leaves early never looks at the piece on its way.
    asked.catch(() => undefined)
    return asked
  }
  let range: Range = { start: place.reached, length: sizes.first }
  let coming: Promise<Buffer> | undefined = ask(range)
  while (coming) {
    const octets = await coming
    coming = undefined
    place.isEnd = octets.length !== range.length
    place.reached += octets.length
    if (!place.isEnd && !enough()) {
      range = { start: place.reached, length: Math.min(sizes.largest, range.length * GROWTH) }
      coming = ask(range)
    }
    if (octets.length > 0) yield octets
  }
}

/** A range of a section; fewer octets where it ends before. */
export async function readRange(client: ImapFlow, { uid, section: name }: ContentRequest, range: Range): Promise<Buffer> {
  const [message] = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [section(name, range)])).filter(({ sections }) => sections.size > 0)
  return message?.sections.get(name.toUpperCase()) ?? Buffer.alloc(0)
}

/** Like `readRange`, for one piece of many: what has gone is no end, and nothing is read twice. */
async function readPiece(client: ImapFlow, { uid, section: name }: ContentRequest, range: Range): Promise<Buffer> {
  const told = await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID, section(name, range)])
  const message = told.find(({ sections }) => sections.size > 0) ?? told.find((fetched) => fetched.uid === uid)
  if (!message) throw new GatewayError('no-such-message', 'gone while it was read')
  const octets = message.sections.get(name.toUpperCase()) ?? Buffer.alloc(0)
  // A server that ignores ranges sends all at once: longer than asked, and the end.
  if (octets.length > range.length && range.start > 0) throw new GatewayError('server-not-imap', 'more octets than asked for')
  return octets
}
