import 'server-only'
import { bookReader, type ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { withSiteBook } from '#lib/gateway/address-book/site-book.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { config, currentSite, groupsOf, log } from '../wiring.ts'
import { addressBooks } from './open-books.ts'

/** The address books of somebody who is signed in. Throws GatewayError 'contacts-unavailable'. */
export async function contactsOf(session: SignedIn): Promise<ContactsOf> {
  const { contacts } = await currentSite(session)
  return { store: withSiteBook(await addressBooks(config(), log()), contacts), who: bookReader(session, groupsOf(session)) }
}
