import { GatewayError } from '#lib/mail/gateway-error.ts'
import { changeMembers } from './change-members.ts'
import type { ContactsOf } from './contacts-of.ts'

export interface ContactsAction {
  readonly intent: 'delete' | 'move' | 'copy' | 'add-to-group'
  readonly book: string
  readonly contacts: readonly string[]
  /** The book to move or copy to. */
  readonly target: string
  /** The group, by its card. */
  readonly group: string
  readonly isConfirmed: boolean
}

/** Does one thing with several contacts of a book, one after the other, and says with how many: what fails leaves those before it done. */
export async function actOnContacts(of: ContactsOf, { intent, book, contacts, target, group, isConfirmed }: ContactsAction): Promise<number> {
  const { store, who } = of
  if (contacts.length === 0) throw new GatewayError('invalid', 'nothing chosen', { refusal: { name: 'no-contact-chosen' } })
  if (intent === 'delete' && !isConfirmed) throw new GatewayError('invalid', 'not confirmed', { refusal: { name: 'contact-not-confirmed' } })
  if (intent === 'add-to-group') {
    if (group === '') throw new GatewayError('invalid', 'no group', { refusal: { name: 'no-contact-target' } })
    await changeMembers(of, { book, id: group }, { cards: contacts })
    return contacts.length
  }
  if (intent !== 'delete' && target === '') throw new GatewayError('invalid', 'no book', { refusal: { name: 'no-contact-target' } })
  for (const id of contacts) {
    if (intent === 'delete') await store.remove(who, { book, id })
    else await store[intent](who, { book, id }, target)
  }
  return contacts.length
}
