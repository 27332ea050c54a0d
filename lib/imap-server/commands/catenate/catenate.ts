import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal } from '../../protocol/problems.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { openUrl } from './open-url.ts'

/** More parts than any client puts together; each may be a message that has to be found. */
const PART_LIMIT = 1000

/**
 * The octets of `append-data =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"`, behind the word; the command is read on as the store asks
 * for more (RFC 4469 §5). Throws Refusal BADURL, and TOOBIG for more octets than a message may have (§4).
 */
export async function* catenated(args: ArgumentReader, session: ImapSession): AsyncGenerator<Uint8Array> {
  let left = session.server.limits.messageSize
  const limit = left
  args.expect(' (')
  for (let parts = 1; ; parts++) {
    if (parts > PART_LIMIT) throw args.fault('Too many parts')
    for await (const chunk of readPart(args, session, left)) {
      left -= chunk.length
      if (left < 0) throw tooBig()
      yield chunk
    }
    if (!args.accept(' ')) break
  }
  args.expect(')')
  if (left === limit) throw new Refusal('Message is empty', 'CLIENTBUG')
}

/** `cat-part = "TEXT" SP literal / "URL" SP astring`; a literal8 is taken too. */
async function* readPart(args: ArgumentReader, session: ImapSession, left: number): AsyncGenerator<Uint8Array> {
  if (args.accept('TEXT ')) {
    const literal = args.literal(left)
    yield* literal.content()
    await args.afterLiteral()
    return
  }
  args.expect('URL ')
  const { size, content } = await openUrl(session, await args.astring('a URL'))
  if (size > left) throw tooBig()
  yield* content
}

function tooBig(): Refusal {
  return new Refusal('Larger than this server accepts', 'TOOBIG')
}
