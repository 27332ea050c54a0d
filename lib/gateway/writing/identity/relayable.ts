import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Writer } from '../writing.ts'

type Person = Pick<Writer, 'session' | 'habits' | 'imposed'>

/**
 * Where a relay sends that asks nobody who they are: nobody else would look at it. Throws GatewayError 'refused' unless that address is the one with which the person signed in, or
 * one that an administrator has given them.
 */
export function requireRelayable(person: Person, address: string): void {
  if (person.session.credentials().proof === 'none') requireOwnAddress(person, address)
}

/** As `requireRelayable`, whoever sends. */
export function requireOwnAddress({ session, habits, imposed }: Person, address: string): void {
  const given = [...(imposed.has('identity.address') ? [habits['identity.address']] : []), ...(imposed.has('identities') ? habits.identities.map((each) => each.address) : [])]
  if ([session.address, ...given].some((own) => own.toLowerCase() === address.toLowerCase())) return
  throw new GatewayError('refused', 'sender of a relay', { refusal: { name: 'sender-not-relayed', with: { address } } })
}
