import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { askDirectory } from './ask-directory.ts'

/** Larger ones are shown to nobody: a photo of a person is far below. */
const MOST_OCTETS = 4 * 1024 * 1024

/** The photo or certificate of an entry. Throws GatewayError 'no-such-part' where there is none, 'server-unreachable' where nobody could be asked, 'too-large'. */
export async function readOctets(directory: Directory, dn: string, which: 'photo' | 'certificate', { asker, log }: { readonly asker: Asker; readonly log: Log }): Promise<Uint8Array> {
  const answer = await askDirectory(directory, async () => ({ octets: await directory.octets(dn, which, asker) }), { log })
  if ('failure' in answer) throw new GatewayError('server-unreachable', answer.failure)
  if (!answer.octets) throw new GatewayError('no-such-part', which)
  if (answer.octets.length > MOST_OCTETS) throw new GatewayError('too-large', which)
  return answer.octets
}
