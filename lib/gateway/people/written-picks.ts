import { formatAddresses } from '#lib/mime/addresses.ts'
import type { Pick } from '#lib/mail/people/pick.ts'
import type { ContactsOf } from '../address-book/contacts-of.ts'
import { expandGroup } from '../address-book/expand-group.ts'

/** Those who were chosen as they are written into a message; a group of an address book is everybody in it, and nobody where there are no address books. */
export async function writtenPicks(of: ContactsOf | undefined, picks: readonly Pick[]): Promise<readonly string[]> {
  const written: string[] = []
  for (const pick of picks) {
    if (pick.written !== '') written.push(pick.written)
    else if (of && pick.place && 'card' in pick.place) {
      const { recipients } = await expandGroup(of, await of.store.card(of.who, { book: pick.place.book, id: pick.place.card }))
      if (recipients.length > 0) written.push(formatAddresses(recipients))
    }
  }
  return written
}
