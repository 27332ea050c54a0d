import { readOctets } from '#lib/gateway/directory/read-octets.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { directoryNamed } from './site-directories.ts'

/** Of an entry in a directory that is theirs to ask. Throws GatewayError 'no-such-part' for any other. */
export async function entryOctets(session: SignedIn, { directory: name, entry }: { readonly directory: string; readonly entry: string }, which: 'photo' | 'certificate', log: Log): Promise<Uint8Array> {
  const directory = directoryNamed(session, name)
  if (!directory) throw new GatewayError('no-such-part', 'directory')
  return readOctets(directory, entry, which, { asker: session, log })
}
