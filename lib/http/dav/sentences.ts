import { CARD_OCTETS } from './properties.ts'

/** What a refusal says to whoever reads it: by the precondition that was not met, else by its status. Programs show it, or write it down. */
const SENTENCES: Readonly<Record<string, string>> = {
  400: 'This request cannot be read: it is no XML as this address takes it, or in another encoding than UTF-8.',
  401: 'Sign in with the user name and password of the mailbox, or with a password for programs.',
  403: 'This is not yours to open.',
  404: 'There is nothing here.',
  405: 'This cannot be done here.',
  409: 'This cannot be made as it was asked for: a name is missing or too long, or what it would be in is not there.',
  412: 'It has been changed meanwhile. Fetch it again first.',
  413: 'This is too large.',
  415: 'This address takes XML and vCards.',
  429: 'Too many wrong passwords came from there. Try again in a quarter of an hour.',
  503: 'The mail server or the address books cannot be reached. Try again in a minute.',
  507: 'There is no room for more.',
  'max-resource-size': `A card may be ${CARD_OCTETS / 1024} KB large, its photo included.`,
  'need-privileges': 'You may read this address book, but not change that of it.',
  'no-uid-conflict': 'Another card has this UID, or this one had another UID before.',
  'propfind-finite-depth': 'Ask with a depth of 0 or 1.',
  'quota-not-exceeded': 'There is no room for more cards or address books.',
  'resource-must-be-null': 'There is an address book of that name.',
  'supported-address-data': 'Cards are taken and given as text/vcard of version 3.0 or 4.0.',
  'supported-collation': 'Texts are compared by i;ascii-casemap, i;unicode-casemap or i;octet.',
  'supported-filter': 'This filter is not known, or has too many conditions.',
  'supported-report': 'Such a report is not made of this.',
  'valid-address-data': 'This is not one vCard of version 3.0 or 4.0.',
  'valid-resourcetype': 'Nothing but address books can be made here.',
  'valid-sync-token': 'This state is not known any more. Begin again without a sync-token.',
}

export function sentenceFor(status: number, precondition?: string): string {
  return SENTENCES[precondition?.replace(/^\{.*\}/s, '') ?? ''] ?? SENTENCES[status] ?? 'This was refused.'
}
