import 'server-only'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { currentSite } from '../wiring.ts'
import { contactsOf } from './contacts.ts'

/** Whom a message names beyond these is not looked up. */
const MOST_LOOKED_UP = 250

/** The message with the reader's contacts among those whom it names; without them where the address books cannot be read. */
export async function withKnownPeople(session: SignedIn, view: MessageView): Promise<MessageView> {
  if (!(await currentSite(session)).modules.contacts) return view
  const { from, sender, replyTo, to, cc, bcc } = view.envelope
  const people = [...from, ...sender, ...replyTo, ...to, ...cc, ...bcc].flatMap((person) => person.group ?? [person])
  const addresses = [...new Set(people.map(({ address }) => address.toLowerCase()))].filter((address) => address !== '').slice(0, MOST_LOOKED_UP)
  if (addresses.length === 0) return view
  try {
    const { store, who } = await contactsOf(session)
    const known = await store.known(who, addresses)
    return known.size === 0 ? view : { ...view, known: Object.fromEntries([...known].map(([address, { book, id }]) => [address, { book, id }])) }
  } catch (error) {
    if (isGatewayError(error)) return view
    throw error
  }
}
