import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAddresses } from '#lib/composition/addresses/check-addresses.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { readEnvelope } from '#lib/mime/envelope.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { visibleEnvelope } from '../../reading/view-parts.ts'
import type { Author } from './author.ts'
import { replyFields } from './reply-fields.ts'

const AUTHOR: Author = { from: 'alice@example.test', own: new Set(['alice@example.test']), replyTo: '', blindCopies: [], signature: '', formatted: '', quote: 'none', reports: 'none', language: { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') } }

/** Whom an answer to a message with that From goes to: the name in its header, and the address for the server. */
function answered(from: string): readonly [name: string | undefined, recipients: readonly string[]] {
  const envelope = visibleEnvelope(readEnvelope(Buffer.from(`From: ${from}\r\nSubject: x\r\n\r\n`)))
  const view: MessageView = { id: '7.3', mailbox: 'INBOX', from: [], to: [], subject: '', date: '2026-02-03T04:05:06Z', size: 1, seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, hasAttachment: false, envelope, headers: [], bodies: [], attachments: [], notices: [] }
  const fields = replyFields(view, AUTHOR, 'reply')
  const { recipients } = checkAddresses({ to: fields.to, cc: '', bcc: '', replyTo: '' })
  return [parseAddresses(fields.to)[0]?.name, recipients]
}

test('addresses of other networks, and odd local parts, survive the way into an answer', () => {
  for (const address of ['"john doe"@example.test', '"node::user"@gateway.example.test', 'user%host.bitnet@relay.example.test', 'host!user@uucp.example.test', '"a@b"@example.test', "o'neil+list@example.test", '"quo\\"te"@example.test', 'user@[192.0.2.1]', '/G=Ann/S=Smith/@x400.example.test']) {
    assert.deepEqual(answered(`Somebody <${address}>`), ['Somebody', [address]], address)
  }
})

test('names with commas, quotes, brackets and pictures survive it, too', () => {
  const table: [from: string, name: string][] = [
    ['"Doe, John" <j@example.test>', 'Doe, John'],
    ['"Doe, John (x)" <j@example.test>', 'Doe, John (x)'],
    ['"John \\"Jack\\" Doe" <j@example.test>', 'John "Jack" Doe'],
    ['=?utf-8?Q?Doe=2C_John?= <j@example.test>', 'Doe, John'],
    ['=?utf-8?B?8J+SjCBKb2hu?= <j@example.test>', '\u{1f48c} John'],
    ['"a; b: c" <j@example.test>', 'a; b: c'],
  ]
  for (const [from, name] of table) assert.deepEqual(answered(from), [name, ['j@example.test']], from)
})
