import type { Card } from '#lib/mail/contacts/card.ts'
import { readVcards } from '../vcard/read-vcards.ts'
import { writeVcard3 } from '../vcard/write-vcard3.ts'
import { writeVcard4 } from '../vcard/write-vcard4.ts'
import type { ContactFormat } from './contact-format.ts'
import { startText } from './start-text.ts'

/** RFC 6350; reads 3 and 2.1 as well. */
export const vcard4: ContactFormat = {
  name: 'vcard4',
  fileEndings: ['.vcf', '.vcard'],
  mediaTypes: ['text/vcard', 'text/x-vcard', 'text/directory'],
  leavesOut: [],
  recognises: (start) => isVcard(start) && !/^VERSION:\s*(?:3|2\.1)/im.test(startText(start)),
  read: (input) => readVcards(input),
  write: (cards) => each(cards, writeVcard4),
}

/** RFC 2426, for programs that know no other; reads all versions. */
export const vcard3: ContactFormat = { ...vcard4, name: 'vcard3', recognises: (start) => isVcard(start) && !vcard4.recognises(start), write: (cards) => each(cards, writeVcard3) }

function isVcard(start: Uint8Array): boolean {
  return /^\s*BEGIN\s*:\s*VCARD\s*$/im.test(startText(start))
}

async function* each(cards: AsyncIterable<Card> | Iterable<Card>, write: (card: Card) => string): AsyncGenerator<string> {
  for await (const card of cards) yield write(card)
}
