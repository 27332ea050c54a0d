import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { addressesOf, inOrder, kindOf, textOf } from '#lib/mail/contacts/card.ts'
import { displayNameOf, nameOf } from '#lib/mail/contacts/names.ts'
import { photoOf } from '#lib/mail/contacts/photo.ts'
import { recogniseFormat } from './contact-formats.ts'
import type { ContactFormatName } from './contact-format.ts'
import type { ReadResult } from '../read-result.ts'

async function read(name: string, format: ContactFormatName): Promise<ReadResult[]> {
  const octets = await readFile(new URL(`../../testing/fixtures/contacts/${name}`, import.meta.url))
  const found = recogniseFormat(octets.subarray(0, 1000))
  assert.equal(found?.name, format, name)
  const whole = await collected(found.read(streamed(octets)))
  assert.deepEqual(withoutUids(await collected(found.read(streamed(octets, 11)))), withoutUids(whole))
  return whole
}

/** New ones are made at each reading. */
function withoutUids(results: readonly ReadResult[]): string {
  return JSON.stringify(results).replaceAll(/urn:uuid:[0-9a-f-]+/g, 'uid')
}

async function cards(name: string, format: ContactFormatName): Promise<Card[]> {
  return (await read(name, format)).flatMap(({ card }) => (card ? [card] : []))
}

function all(card: Card | undefined, name: string): string[] {
  return card === undefined ? [] : inOrder(card, name).map((property) => [...(property.parameters.type ?? []), textOf(property)].join(' '))
}

test('Thunderbird’s table, in English and in German', async () => {
  const [ada, ben] = await cards('thunderbird-en.csv', 'thunderbird')
  assert.ok(ada && ben)
  assert.equal(displayNameOf(ada), 'Ada Quill')
  assert.deepEqual(addressesOf(ada), ['ada@example.test', 'ada.quill@work.example.test'])
  assert.deepEqual(all(ada, 'tel'), ['work +49 30 5550101', 'cell 0151 5550102'])
  assert.deepEqual(all(ada, 'adr'), ['home Hinterhaus Lindenweg 1 Weimar 99423 Germany'])
  assert.deepEqual([all(ada, 'bday'), all(ada, 'note'), all(ada, 'org')], [['19840412'], ['Two lines\nof notes'], ['Quill, Ink & Co. Maps']])
  assert.deepEqual(ada.properties.find(({ name }) => name === 'x-column'), { name: 'x-column', parameters: { label: ['Custom 1'] }, type: 'text', values: ['likes tea'] })
  assert.deepEqual(all(ben, 'bday'), ['---29'])
  const [result] = await read('thunderbird-de.csv', 'thunderbird')
  assert.ok(result?.card)
  assert.deepEqual([displayNameOf(result.card), all(result.card, 'bday'), all(result.card, 'adr')], ['Jörg Blaß', ['19701231'], ['home Straße 1 Köln 50667 Deutschland']])
  assert.deepEqual(result.remarks.map(({ line, problem }) => [line, problem]), [[2, 'encoding-guessed']])
})

test('Google’s table with the old columns and with the new ones', async () => {
  const [cora] = await cards('google-old.csv', 'google')
  assert.deepEqual(all(cora, 'email'), ['home cora@example.test', 'home cora.umber@example.test', 'work cora@work.example.test'])
  assert.deepEqual(all(cora, 'tel'), ['cell +44 20 7946 0001', 'cell +44 20 7946 0002'])
  assert.deepEqual(cora?.properties.find(({ name }) => name === 'categories')?.values, ['Choir', 'Friends'])
  assert.deepEqual(cora?.properties.find(({ name }) => name === 'adr')?.parameters, { label: ['1 Ochre Row\nLondon'], type: ['home'] })
  assert.deepEqual([all(cora, 'org'), all(cora, 'title'), all(cora, 'x-ablabel')], [['Umber Ltd'], ['Director'], ['Blog']])
  assert.deepEqual(cora?.properties.find(({ name }) => name === 'x-column'), { name: 'x-column', parameters: { label: ['Locker'] }, type: 'text', values: ['17'] })
  const [dan] = await cards('google-new.csv', 'google')
  assert.ok(dan)
  assert.equal(displayNameOf(dan), 'Dr. Dan Sienna')
  assert.deepEqual([all(dan, 'bday'), all(dan, 'anniversary'), all(dan, 'related'), all(dan, 'tel')], [['--0709'], ['20100605'], ['spouse Eve Sienna'], ['work fax +1 555 0100']])
  const email = dan.properties.find(({ name }) => name === 'email')
  assert.ok(email?.group !== undefined)
  assert.equal(textOf(dan.properties.find(({ name, group }) => name === 'x-ablabel' && group === email.group)), 'Studio')
  assert.equal(photoOf(dan), undefined)
  assert.deepEqual(all(dan, 'photo'), ['https://photos.example.test/dan.jpg'])
})

test('Outlook’s table, in English and in German', async () => {
  const [eve, umber] = await cards('outlook-en.csv', 'outlook')
  assert.ok(eve && umber)
  assert.deepEqual(nameOf(eve), { family: 'Sienna', given: 'Eve', additional: '', prefixes: 'Ms.', suffixes: '' })
  assert.deepEqual([all(eve, 'tel'), all(eve, 'bday'), all(eve, 'note'), all(eve, 'adr')], [['work +1 555 0101'], ['19850412'], ['He said "hi"'], ['work Floor 2 5 Main St Springfield IL 62701 United States of America']])
  assert.deepEqual(eve.properties.find(({ name }) => name === 'categories')?.values, ['Friends', 'Choir'])
  assert.deepEqual([displayNameOf(umber), all(umber, 'bday')], ['Umber Ltd', []])
  const [goetz] = await cards('outlook-de.csv', 'outlook')
  assert.deepEqual([all(goetz, 'fn'), all(goetz, 'bday'), all(goetz, 'org'), all(goetz, 'tel')], [['Herr Götz Größe'], ['19610301'], ['Größe & Söhne'], ['work +49 361 55501']])
})

test('Thunderbird’s LDIF with a list, a list in it, and a picture that is never fetched', async () => {
  const results = await read('thunderbird.ldif', 'ldif')
  const [ada, joerg, choir, everyone] = results.map(({ card }) => card)
  assert.ok(ada && joerg && choir && everyone)
  assert.deepEqual(results.map(({ line }) => line), [1, 22, 31, 39])
  assert.deepEqual([addressesOf(ada), all(ada, 'bday'), all(ada, 'fn')], [['ada@example.test', 'ada.quill@work.example.test'], ['19840412'], ['Ada Quill']])
  assert.deepEqual([displayNameOf(joerg), all(joerg, 'note')], ['Jörg Blaß', ['Zwei Zeilen\nText']])
  assert.deepEqual(results.map((result) => (result.card ? result.remarks.map(({ problem, excerpt }) => `${problem} ${excerpt}`) : [])), [[], ['remote jpegPhoto:< file:///etc/passwd'], ['member-missing cn=gone,mail=gone@example.test'], []])
  const uid = (card: Card) => textOf(inOrder(card, 'uid')[0])
  assert.deepEqual(all(choir, 'member'), [uid(ada), uid(joerg), 'mailto:gone@example.test'])
  assert.deepEqual(all(everyone, 'member'), [uid(choir)])
  assert.equal(kindOf(choir), 'group')
})

test('PINE’s address book with lists, folded lines and a deleted entry', async () => {
  const results = await read('pine.addressbook', 'pine')
  assert.deepEqual(results.map((result) => `${result.line} ${result.card ? displayNameOf(result.card) : `${result.problem} ${result.excerpt}`}`), ['1 Ada Quill', '2 Ben Ochre', '3 Jörg Blaß', '4 deleted #DELETED-99/12/31#old Old Entry old@example.test', '11 unreadable just words', '5 The Choir', '10 Everyone'])
  const [ada, ben, , , , choir, everyone] = results.map(({ card }) => card)
  assert.ok(ada && ben && choir && everyone)
  assert.deepEqual([all(ada, 'nickname'), all(ada, 'x-pine-fcc'), all(ada, 'note'), all(choir, 'note')], [['ada'], ['maps'], ['met in Weimar'], ['sings on Mondays']])
  const uid = (card: Card) => textOf(inOrder(card, 'uid')[0])
  assert.deepEqual(inOrder(choir, 'member').map((member) => [textOf(member), member.parameters]), [[uid(ada), {}], [uid(ben), {}], ['mailto:cora@example.test', { 'x-cn': ['Umber, Cora'] }]])
  assert.deepEqual(all(everyone, 'member'), [uid(choir), 'mailto:dan@example.test'])
  assert.deepEqual(results[5]?.card && results[5].remarks, [{ line: 5, problem: 'member-missing', excerpt: 'nobody' }])
})

test('vCards of Apple, Nextcloud, Android, Google and Outlook', async () => {
  const [ada, org, choir] = await cards('apple.vcf', 'vcard3')
  assert.ok(ada && org && choir)
  assert.deepEqual([all(ada, 'bday'), all(ada, 'email'), all(ada, 'x-ablabel')], [['--0412'], ['ada@example.test'], ['Studio']])
  assert.equal(photoOf(ada)?.mediaType, 'image/jpeg')
  assert.deepEqual([kindOf(choir), all(choir, 'member')], ['group', ['urn:uuid:11111111-2222-3333-4444-555555555555']])
  const [cora] = await cards('nextcloud.vcf', 'vcard4')
  assert.deepEqual([all(cora, 'tel'), all(cora, 'cloud'), cora?.properties.find(({ name }) => name === 'bday')?.type], [['CELL VOICE +44 20 7946 0001'], ['cora@cloud.example.test'], 'date'])
  const [joerg] = await cards('android-2.1.vcf', 'vcard3')
  assert.deepEqual([all(joerg, 'fn'), all(joerg, 'adr'), all(joerg, 'tel')], [['Jörg Blaß'], ['home Straße 1 Köln 50667'], ['cell 0151 5550103', 'x-work mobile 0151 5550104']])
  assert.equal(joerg && photoOf(joerg)?.mediaType, 'image/jpeg')
  const [dan] = await cards('google-3.vcf', 'vcard3')
  assert.deepEqual([all(dan, 'url'), all(dan, 'bday')], [['https://example.test/dan'], ['--0709']])
  const [eve] = await cards('outlook.vcf', 'vcard3')
  assert.deepEqual([all(eve, 'adr'), all(eve, 'email'), all(eve, 'x-ms-ol-default-postal-address')], [['work Floor 2 5 Main St Springfield IL 62701 United States of America'], ['eve@example.test'], ['2']])
})
