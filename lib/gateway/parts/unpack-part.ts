import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { distinctFileNames } from '#lib/mail/reading/safe-file-name.ts'
import { isPacked } from '#lib/mail/reading/packed.ts'
import { unpackTnef, type PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'
import { wholePart } from './whole-part.ts'

/** Octets of a winmail.dat that are read, all of them at once: more than mail servers commonly take. */
const PACKED_LIMIT = 32 * 1024 * 1024

/** The files inside a winmail.dat, each with a safe name of its own. Throws GatewayError 'no-such-part' for what is none, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function unpackPart(connections: AccountConnections, ref: MessageRef, section: string): Promise<readonly PackedFile[]> {
  const { octets } = await wholePart(connections, { ref, section }, isPacked, PACKED_LIMIT)
  const files = unpackTnef(octets)
  if (!files) throw new GatewayError('no-such-part', 'no TNEF')
  const names = distinctFileNames(files.map(({ name }) => name))
  return files.map((file, at) => ({ ...file, name: names[at] ?? file.name }))
}
