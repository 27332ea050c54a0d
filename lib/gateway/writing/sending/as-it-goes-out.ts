import { completeLocalParts } from '#lib/composition/addresses/complete-local-parts.ts'
import { separateAddresses } from '#lib/composition/addresses/separate-addresses.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { identityOf, type OwnIdentity, type Person } from '../identity/identities.ts'
import { withImposedFields } from '../identity/imposed-fields.ts'

/**
 * The composition as its recipients get it, and under which name: what an administrator imposes now stands in it, whenever it was begun,
 * and a local part alone has the domain of the person's own address. Throws GatewayError 'preference-locked' for header lines of their own
 * where an administrator wants none.
 */
export function asItGoesOut(writer: Person, kept: KeptComposition): { readonly message: KeptComposition; readonly identity: OwnIdentity } {
  const identity = identityOf(writer, kept.from)
  const message = withImposedFields(writer, kept, identity)
  if (message.headers.trim() !== '' && !writer.habits['composing.header_lines'] && writer.imposed.has('composing.header_lines')) throw new GatewayError('preference-locked', 'headers')
  const { address } = writer.session
  const complete = (typed: string): string => completeLocalParts(separateAddresses(typed), address.slice(address.lastIndexOf('@') + 1))
  return { identity, message: { ...message, to: complete(message.to), cc: complete(message.cc), bcc: complete(message.bcc), replyTo: complete(message.replyTo) } }
}
