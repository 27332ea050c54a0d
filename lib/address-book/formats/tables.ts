import type { Card } from '#lib/mail/contacts/card.ts'
import { kindOf } from '#lib/mail/contacts/card.ts'
import { guessDelimiter } from '../csv/guess-delimiter.ts'
import { GOOGLE, OUTLOOK, PLAIN, THUNDERBIRD, writeTable } from '../csv/layouts.ts'
import type { Layout } from '../csv/layouts.ts'
import { readCsv } from '../csv/read-csv.ts'
import type { ContactFormat, ContactFormatName } from './contact-format.ts'
import { startText } from './start-text.ts'

/** Tables differ in what their columns are called; any of these reads all of them. */
function table(name: ContactFormatName, layout: Layout, isOwn: (headers: string) => boolean): ContactFormat {
  return {
    name,
    fileEndings: ['.csv', '.tsv', '.txt'],
    mediaTypes: ['text/csv', 'application/vnd.ms-excel', 'text/tab-separated-values', 'text/plain'],
    leavesOut: ['groups', 'photos', 'other'],
    recognises: (start) => isOwn(startText(start).split(/[\r\n]/, 1)[0] ?? ''),
    read: readCsv,
    write: (cards) => writeTable(people(cards), layout, name === 'csv' || name === 'google'),
  }
}

async function* people(cards: AsyncIterable<Card> | Iterable<Card>): AsyncGenerator<Card> {
  for await (const card of cards) if (kindOf(card) !== 'group') yield card
}

export const csv = table('csv', PLAIN, (headers) => headers.split(guessDelimiter(headers).delimiter).length > 1)
export const thunderbird = table('thunderbird', THUNDERBIRD, (headers) => /Primary Email|Primäre E-Mail-Adresse|Screen Name|Messenger-Name/i.test(headers))
export const google = table('google', GOOGLE, (headers) => /E-mail 1 - (?:Type|Label|Value)|Group Membership|Organization 1 - Name/i.test(headers) && !/^Display Name/i.test(headers))
export const outlook = table('outlook', OUTLOOK, (headers) => /Business Street|E-mail Address.*E-mail Type|Straße geschäftlich|E-mail 2 Address/i.test(headers))
