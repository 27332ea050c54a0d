import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { partName } from '#lib/mail/reading/attachments.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { distinctFileNames } from '#lib/mail/reading/safe-file-name.ts'
import { isPacked } from '#lib/mail/reading/packed.ts'
import { isOpaque } from '#lib/mail/reading/trust/signed-parts.ts'
import { unpackTnef, type PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'
import { filesInside } from '../signatures/inside-signature.ts'
import { wholePart } from './whole-part.ts'

/** Octets of a packed part that are read, all of them at once: more than mail servers commonly take. */
const PACKED_LIMIT = 32 * 1024 * 1024

export interface UnpackedPart {
  /** What the packed part is called. */
  readonly name: string
  /** Each with a safe name of its own. */
  readonly files: readonly PackedFile[]
}

/** The files inside a winmail.dat or an S/MIME signature. Throws GatewayError 'no-such-part' for what is none, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function unpackPart(connections: AccountConnections, ref: MessageRef, section: string): Promise<UnpackedPart> {
  const { part, octets } = await wholePart(connections, { ref, section }, isPacked, PACKED_LIMIT)
  const files = isOpaque(part) ? filesInside(octets) : unpackTnef(octets)
  if (!files) throw new GatewayError('no-such-part', 'nothing packed')
  const names = distinctFileNames(files.map(({ name }) => name))
  return { name: isOpaque(part) ? partName(part) || 'smime.p7m' : 'winmail.dat', files: files.map((file, at) => ({ ...file, name: names[at] ?? file.name })) }
}
