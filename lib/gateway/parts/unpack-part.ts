import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { distinctFileNames } from '#lib/mail/reading/safe-file-name.ts'
import { isPacked } from '#lib/mail/reading/packed.ts'
import { unpackTnef, type PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'

/** Octets of a winmail.dat that are read, all of them at once: more than mail servers commonly take. */
const PACKED_LIMIT = 32 * 1024 * 1024

/** The files inside a winmail.dat, each with a safe name of its own. Throws GatewayError 'no-such-part' for what is none, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function unpackPart(connections: AccountConnections, ref: MessageRef, section: string): Promise<readonly PackedFile[]> {
  const { part, content } = await openPart(connections, ref, section)
  if (!isPacked(part)) {
    await content.cancel()
    throw new GatewayError('no-such-part', 'not packed')
  }
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of content as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length
    // Leaving the loop closes the connection.
    if (size > PACKED_LIMIT) throw new GatewayError('too-large', 'packed file')
    pieces.push(piece)
  }
  const files = unpackTnef(Buffer.concat(pieces))
  if (!files) throw new GatewayError('no-such-part', 'no TNEF')
  const names = distinctFileNames(files.map(({ name }) => name))
  return files.map((file, at) => ({ ...file, name: names[at] ?? file.name }))
}
