import 'server-only'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { entryCard } from '#lib/gateway/people/entry-card.ts'
import type { PeopleSources } from '#lib/gateway/people/search-people.ts'
import type { Log } from '#lib/log/log.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { contactsOf } from '../address-book/contacts.ts'
import { directoriesOf, directoryNamed } from '../directory/site-directories.ts'
import { currentSite } from '../wiring.ts'

/** The address books of somebody whose site has any. */
export async function contactsWhereThereAre(session: SignedIn): Promise<ContactsOf | undefined> {
  return (await currentSite(session)).modules.contacts ? contactsOf(session) : undefined
}

/** Where somebody looks people up: what their site has of address books and directories. */
export async function peopleSources(session: SignedIn, { log, titleOf, compare }: Pick<PeopleSources, 'log' | 'titleOf' | 'compare'>): Promise<PeopleSources> {
  return { contacts: await contactsWhereThereAre(session), directories: directoriesOf(session), asker: session, log, titleOf, compare }
}

/** Reads entries of the directories that are theirs to ask, as cards. */
export function entryReader(session: SignedIn, log: Log): (place: { readonly directory: string; readonly entry: string }) => Promise<Card> {
  return ({ directory, entry }) => entryCard(directoryNamed(session, directory), entry, session, log)
}
