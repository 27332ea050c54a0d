import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import type { ImportSettings, KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { bookReader } from '../contacts-of.ts'
import { findDuplicatesIn } from '../duplicates/find-duplicates-in.ts'
import { joinDuplicates, keepApart } from '../duplicates/join-duplicates.ts'
import { openAddressBookStore } from '../open-store.ts'
import { type ContactFiles, FORMAT_NAMES, IMPORT_OCTETS } from './contact-files.ts'
import { ImportDesk } from './import-desk.ts'
import { lookAtFile } from './look-at-file.ts'
import { receiveFile } from './receive-file.ts'
import { takeBackStalled } from './take-back.ts'
import { writeContacts } from './write-contacts.ts'

let data: string
let desk: ImportDesk
let files: ContactFiles
let book: string

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'postern-transfer-'))
  desk = new ImportDesk(path.join(data, 'imports'), createLog('error', () => {}))
  const who = bookReader({ account: accountKey({ site: 'default', host: 'mail.example.test', port: 993, user: 'alice' }), user: 'alice', address: 'alice@example.test' }, [])
  files = { store: await openAddressBookStore(data), who, spool: desk.spool }
  book = (await files.store.books(who))[0]?.id ?? ''
})
afterEach(async () => {
  await files.store.close()
  await rm(data, { recursive: true })
})

const failing = (failure: GatewayFailure, refusal?: string) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure && error.refusal?.name === refusal
const octets = async function* (...texts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? Buffer.from(text) : text
}
const receive = (name: string, ...texts: readonly (string | Uint8Array)[]): Promise<KeptImport> => receiveFile(files, { name, content: octets(...texts), book })

async function run(kept: KeptImport, changes: Partial<ImportSettings> = {}): Promise<KeptImport> {
  await files.store.changeImport(files.who, kept.id, { ...kept.settings, ...changes })
  await desk.begin(files, kept.id)
  await desk.settled(kept.id, 60_000)
  return files.store.import(files.who, kept.id)
}

const names = async (): Promise<readonly string[]> => (await files.store.list(files.who, book, { offset: 0, limit: 50 })).rows.map(({ name }) => name)
const text = async (format: (typeof FORMAT_NAMES)[number], chosen?: readonly string[]): Promise<string> => new Response((await writeContacts(files, format, { books: [book], ...(chosen && { chosen }) })).content).text()

test('a table is mapped by its headers or as somebody says, in the charset that somebody says', async () => {
  const table = 'Wer;Mail;Was\r\nZo\xeb;zoe@example.test;x\r\n\r\n;;\r\n=cmd();b@example.test;'
  const kept = await receive('leute.csv', Buffer.from(table, 'latin1'))
  assert.equal(kept.settings.format, 'csv')
  const { columns, first } = await lookAtFile(files.spool, kept)
  assert.deepEqual(columns.map(({ header, field, samples }) => [header, field, samples[0]]), [['Wer', 'keep', 'Zoë'], ['Mail', 'email', 'zoe@example.test'], ['Was', 'keep', 'x']])
  assert.equal(first[0]?.address, 'zoe@example.test')
  const done = await run(kept, { mapping: ['fn', 'email', 'ignore'], charset: 'windows-1252' })
  assert.deepEqual([done.state, done.counts.added, done.counts.failed], ['done', 2, 1])
  assert.deepEqual(await names(), ['=cmd()', 'Zoë'])
  assert.deepEqual((await files.store.problems(files.who, done.id, { offset: 0, limit: 9 })).problems.map(({ line, problem }) => [line, problem]), [[4, 'empty']])
  assert.match(await text('csv'), /\r\n'=cmd\(\),/, 'no cell is a formula')
  assert.deepEqual(await readdir(path.join(data, 'imports')), [], 'the file is gone')
})

test('every format that is written is read again as the same people; the same file twice adds nobody', async () => {
  const cards = ['Ann', 'Bea'].map((name) => `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:${name}\r\nFN:${name} Example\r\nN:Example;${name};;;\r\nEMAIL:${name.toLowerCase()}@example.test\r\nPHOTO:data:image/png;base64,iVBORw0KGgo=\r\nX-ODD:kept\r\nEND:VCARD\r\n`).join('')
  await run(await receive('a.vcf', cards))
  const chosen = (await files.store.cardsByUid(files.who, book, ['Bea'])).map(({ id }) => id)
  assert.deepEqual((await text('vcard4', chosen)).match(/^(?:UID|X-ODD|PHOTO).*/gm)?.length, 3)
  const written = await Promise.all(FORMAT_NAMES.map(async (format) => [format, await text(format)] as const))
  for (const [format, content] of written) {
    const kept = await receive(`file-${format}`, content)
    const done = await run(kept, { book: '', title: format, format })
    assert.deepEqual([format, done.state, done.counts.added, done.counts.failed], [format, 'done', 2, 0])
    const again = await run(await receive(`file-${format}`, content), { book: done.book, format })
    assert.deepEqual([format, again.counts.added], [format, 0])
  }
  await assert.rejects(writeContacts(files, 'vcard4', { books: ['x'.repeat(22)] }), failing('no-such-contact'))
  await assert.rejects(writeContacts(files, 'vcard4', { books: [book], chosen: [] }), failing('invalid', 'no-contact-chosen'))
})

test('a file of which most is unreadable, or an import that was broken off, leaves nothing behind', async () => {
  const broken = 'BEGIN:VCARD\nEND:VCARD\n'.repeat(10_001)
  const failed = await run(await receive('broken.vcf', 'BEGIN:VCARD\nFN:First\nEND:VCARD\n', broken))
  assert.deepEqual([failed.state, failed.failure?.refusal?.name], ['failed', 'import-unreadable'])
  assert.deepEqual(await names(), [])
  const kept = await receive('half.vcf', 'BEGIN:VCARD\nFN:Half\nEND:VCARD\n')
  await files.store.beginImport(files.who, kept.id)
  await files.store.importCards(files.who, kept.id, [{ properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['Half'] }] }], [])
  await takeBackStalled(files.store)
  assert.deepEqual(await names(), ['Half'], 'it may still run')
  await takeBackStalled(files.store, Date.now() + 120_000)
  assert.deepEqual([await names(), (await files.store.import(files.who, kept.id)).failure?.refusal?.name], [[], 'import-broken-off'])
})

test('what is no file of contacts is refused, and nothing of it stays', async () => {
  await assert.rejects(receive('a.vcf'), failing('invalid', 'import-empty'))
  await assert.rejects(receive('a.exe', 'MZ\x90'), failing('invalid', 'import-format'))
  const large = async function* (): AsyncGenerator<Uint8Array> {
    const chunk = Buffer.alloc(16 * 1024 * 1024, 0x20)
    for (let sent = 0; sent <= IMPORT_OCTETS; sent += chunk.length) yield chunk
  }
  await assert.rejects(receiveFile(files, { name: 'a.vcf', content: large(), book }), failing('too-large', 'import-large'))
  assert.deepEqual(await readdir(path.join(data, 'imports')), [])
  const kept = await receive('a.vcf', 'BEGIN:VCARD\nFN:Ann\nEND:VCARD\n')
  await files.spool.remove([kept.file])
  await assert.rejects(lookAtFile(files.spool, kept), failing('no-such-contact', 'import-gone'))
})

test('an import is taken back; duplicates are found with their reason, become one, or are kept apart', async () => {
  const card = (uid: string, name: string, more: string): string => `BEGIN:VCARD\nUID:${uid}\nFN:${name}\n${more}\nEND:VCARD\n`
  const done = await run(await receive('a.vcf', card('1', 'Ann', 'EMAIL:a@example.test'), card('2', 'A. Example', 'EMAIL:A@example.test\nTEL:1234567'), card('3', 'Bea', 'TEL:030 7654321'), card('4', 'Bea', 'TEL:+49 30 7654321'), card('5', 'Cleo', 'NOTE:alone')))
  const found = await findDuplicatesIn(files, book)
  assert.deepEqual(found.sets.map(({ cards, reasons }) => [cards.map(({ name }) => name), reasons]), [[['A. Example', 'Ann'], ['address']], [['Bea', 'Bea'], ['number']]])
  const state = ({ id, etag }: { id: string; etag: string }) => ({ id, expected: etag })
  const [annSet, beaSet] = found.sets
  assert.ok(annSet && beaSet)
  const first = annSet.cards[1]?.id ?? ''
  const joined = await joinDuplicates(files, { book, first, cards: annSet.cards.map(state) })
  assert.deepEqual([joined.id, joined.name, joined.phone], [first, 'Ann', '1234567'])
  await keepApart(files, { book, cards: beaSet.cards.map(state) })
  assert.equal((await findDuplicatesIn(files, book)).total, 0)
  await assert.rejects(joinDuplicates(files, { book, first: '', cards: annSet.cards.map(state) }), failing('no-such-contact'))
  await desk.takeBack(files, done.id)
  await desk.settled(done.id, 60_000)
  assert.equal((await files.store.import(files.who, done.id)).state, 'undone')
  assert.deepEqual(await names(), ['Ann'], 'what somebody has changed stays')
})
