import 'server-only'
import type { ContactsOf } from '#lib/gateway/address-book/contacts-of.ts'
import { followed } from '#lib/gateway/people/entry-notes.ts'
import { followsDirectory, sourceEntry } from '#lib/gateway/people/follow-entry.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { directoryNamed } from '../directory/site-directories.ts'
import { log } from '../wiring.ts'
import { entryReader } from './people-sources.ts'

/** A contact and the entry of a directory to which it belongs. */
export interface Following {
  readonly title: string
  readonly place: { readonly directory: string; readonly dn: string }
  readonly state: 'follows' | 'notFollowed' | 'leftDirectory'
}

/** Brings a contact of the reader's own up to date with the directory that it is from, where the reader may ask that; undefined where it is from none. Throws GatewayError 'no-such-contact'. */
export async function followDirectory(session: SignedIn, of: ContactsOf, card: { readonly book: string; readonly id: string }): Promise<Following | undefined> {
  const kept = await of.store.card(of.who, card)
  const place = sourceEntry(kept.card)
  const directory = place && directoryNamed(session, place.directory)
  if (!place || !directory || !followsDirectory(kept.card) || !(await of.store.book(of.who, card.book)).isOwn) return undefined
  const following = (state: Following['state']): Following => ({ title: directory.settings.title, place, state })
  try {
    const told = await entryReader(session, log())({ directory: place.directory, entry: place.dn })
    await followed(of, kept, told)
    return following('follows')
  } catch (error) {
    if (!isGatewayError(error)) throw error
    return following(error.failure === 'no-such-contact' ? 'leftDirectory' : 'notFollowed')
  }
}
