import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parser } from 'imapflow/lib/handler/imap-handler.js'
import { walkParts } from '#lib/mail/body-structure.ts'
import type { Value } from '../command.ts'
import { readBodyStructure } from './body-structure.ts'

/** A BODYSTRUCTURE as the client's parser hands it over. */
async function parse(wire: string): Promise<Value | undefined> {
  const { attributes } = await parser(`* 1 FETCH (BODYSTRUCTURE ${wire})`)
  const list = attributes?.[1]
  return Array.isArray(list) ? (list[1] as Value) : undefined
}

const TEXT = '("TEXT" "PLAIN" ("CHARSET" "utf-8" "FORMAT" "flowed") NIL NIL "7BIT" 10 1 NIL NIL NIL NIL)'

const TABLE: readonly (readonly [name: string, wire: string, parts: readonly string[]])[] = [
  ['one text', TEXT, ['1 text/plain 10']],
  ['without extension data', '("TEXT" "HTML" NIL NIL NIL "BASE64" 20 3)', ['1 text/html 20']],
  ['a multipart', `(${TEXT}("IMAGE" "PNG" NIL "<a@b>" NIL "BASE64" 30 NIL ("INLINE" NIL) NIL NIL) "RELATED" NIL NIL NIL NIL)`, [' multipart/related 0', '1 text/plain 10', '2 image/png 30']],
  ['a multipart in a multipart', `((${TEXT}${TEXT} "ALTERNATIVE")${TEXT} "MIXED")`, [' multipart/mixed 0', '1 multipart/alternative 0', '1.1 text/plain 10', '1.2 text/plain 10', '2 text/plain 10']],
  [
    'a message inside, with one part',
    `(${TEXT}("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 90 (NIL "Hi" NIL NIL NIL NIL NIL NIL NIL NIL) ${TEXT} 5) "MIXED")`,
    [' multipart/mixed 0', '1 text/plain 10', '2 message/rfc822 90', '2.1 text/plain 10'],
  ],
  [
    'a message inside, with several',
    `(("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 90 (NIL "Hi" NIL NIL NIL NIL NIL NIL NIL NIL) (${TEXT}${TEXT} "MIXED") 5) "MIXED")`,
    [' multipart/mixed 0', '1 message/rfc822 90', '1.TEXT multipart/mixed 0', '1.1 text/plain 10', '1.2 text/plain 10'],
  ],
  ['a message that is nothing but a message', `("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 90 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) (${TEXT}${TEXT} "MIXED") 5)`, ['1 message/rfc822 90', '1.TEXT multipart/mixed 0', '1.1 text/plain 10', '1.2 text/plain 10']],
  ['nothing named at all', '(NIL NIL NIL NIL NIL NIL NIL)', ['1 text/plain 0']],
]

for (const [name, wire, parts] of TABLE) {
  test(`sections of ${name}`, async () => {
    const root = readBodyStructure(await parse(wire))
    assert.ok(root)
    assert.deepEqual([...walkParts(root)].map(({ section, type, subtype, size }) => `${section} ${type}/${subtype} ${size}`), parts)
  })
}

test('parameters, names and the envelope inside are decoded', async () => {
  const wire = `("MESSAGE" "RFC822" ("NAME" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=") NIL "=?utf-8?Q?=C3=A4?=" "8bit" 90 (
    "Mon, 1 Jan 2024 10:00:00 +0000" "=?iso-8859-1?Q?Gr=FC=DFe?=" (("J=?utf-8?Q?=C3=B6?=" NIL "j" "x.test")) NIL NIL ((NIL NIL "team" NIL)(NIL NIL "a" "x.test")(NIL NIL NIL NIL)) NIL NIL NIL "<id@x>"
    ) ${TEXT} 5 NIL ("ATTACHMENT" ("FILENAME*0*" "utf-8''Gr%C3%BC" "FILENAME*1" "sse.eml")) ("en" "de") "loc")`.replace(/\n\s*/g, ' ').replace('( "Mon', '("Mon').replace('"<id@x>" )', '"<id@x>")')
  const part = readBodyStructure(await parse(wire))
  assert.deepEqual([part?.parameters.name, part?.description, part?.encoding, part?.disposition?.type, part?.disposition?.parameters.filename], ['Grüße', 'ä', '8bit', 'attachment', 'Grüsse.eml'])
  assert.deepEqual([part?.language, part?.location, part?.lines], [['en', 'de'], 'loc', 5])
  assert.deepEqual([part?.envelope?.subject, part?.envelope?.from[0]?.address, part?.envelope?.messageId], ['Grüße', 'j@x.test', '<id@x>'])
  assert.deepEqual(part?.envelope?.to, [{ name: 'team', address: '', group: [{ name: '', address: 'a@x.test' }] }])
})

test('a text without its number of lines keeps its disposition', async () => {
  const part = readBodyStructure(await parse('("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 NIL ("ATTACHMENT" ("FILENAME" "a.txt")) NIL NIL)'))
  assert.deepEqual([part?.disposition?.type, part?.disposition?.parameters.filename, part?.lines], ['attachment', 'a.txt', undefined])
})

test('what is no structure is none', async () => {
  for (const wire of ['NIL', '"x"', '5']) assert.equal(readBodyStructure(await parse(wire)), undefined)
  assert.equal(readBodyStructure(undefined), undefined)
})
