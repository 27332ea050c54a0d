import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { readEnvelope } from '#lib/mime/envelope.ts'
import { decodeFlowed } from '#lib/mime/flowed.ts'
import { allValues, firstValue, parseHeader } from '#lib/mime/header.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { parseStructured } from '#lib/mime/parameters.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import { attachmentName } from '../attachment-name.ts'
import { composeDraft, composeOutgoing } from './compose-message.ts'
import { DRAFT_HEADER, readDraftNote } from './draft-note.ts'
import type { KeptComposition } from '../kept-composition.ts'
import { Spool } from '../spool.ts'

const DATE = new Date('2026-02-03T04:05:06Z')
const EMPTY: KeptComposition = {
  id: 'c'.repeat(22), kind: 'new', from: 'alice@example.test', to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: '', body: '', priority: 'normal', reports: 'none', followUp: 'none', headers: '', copyTo: '', format: 'text', html: '', quotation: 'none',
  attachments: [], inReplyTo: '', references: [], revision: 1, savedAt: 0, messageId: '<id@example.test>', state: 'open', touched: true,
}

let folder = ''
let spool: Spool
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-build-'))
  spool = new Spool(folder)
})
after(() => rmSync(folder, { recursive: true, force: true }))

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function build(kept: KeptComposition): Promise<Buffer> {
  const octets = await collect(composeOutgoing(kept, { spool, userAgent: 'Postern/0.0.0', date: DATE }).content)
  assertSendable(octets)
  return octets
}

/** RFC 5322 §2.1.1 and RFC 5321 §2.3.8: lines end with CRLF and have at most 998 octets. */
function assertSendable(octets: Buffer): void {
  const text = octets.toString('latin1')
  assert.equal(/\r(?!\n)|(?<!\r)\n/.test(text), false)
  for (const line of text.split('\r\n')) assert.ok(line.length <= 998, `a line of ${line.length}`)
  assert.equal(text.endsWith('\r\n'), true)
}

function digest(octets: Buffer): MessageDigest {
  const digester = new MessageDigester()
  digester.write(octets)
  return digester.end()
}

function leaves(octets: Buffer): { readonly type: string; readonly name: string; readonly flowed: boolean; readonly content: Buffer }[] {
  return digest(octets)
    .parts.filter(({ mediaType }) => !mediaType.startsWith('multipart/'))
    .map(({ headerStart, bodyStart, bodyEnd, mediaType, encoding }) => {
      const fields = parseHeader(octets.subarray(headerStart, bodyStart))
      const disposition = parseStructured(firstValue(fields, 'content-disposition') ?? '')
      const type = parseStructured(firstValue(fields, 'content-type') ?? '')
      return { type: mediaType, name: disposition.parameters['filename'] ?? '', flowed: type.parameters['format'] === 'flowed', content: Buffer.from(decodeTransferOctets(octets.subarray(bodyStart, bodyEnd), encoding)) }
    })
}

async function attach(name: string, mediaType: string, content: Uint8Array): Promise<CompositionAttachment> {
  const file = await spool.write((async function* () { yield content })())
  return { ...file, name, mediaType }
}

const line = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom(' ', '=?utf-8?Q?x?=', '"', '\\', ',', '<', ';', ':', '@', 'ä', '🎉', 'Bcc: ')), maxLength: 60 }).map((text) => text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]/gu, ''))
const squeezed = (text: string): string => text.replace(/\s+/gu, ' ').trim()

test('a subject and names come back as they were typed, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(line, fc.array(line.filter((name) => name.trim() !== ''), { minLength: 1, maxLength: 4 }), async (subject, names) => {
      const to = names.map((name, index) => ({ name, address: `person${index}@example.test` }))
      const { header } = digest(await build({ ...EMPTY, subject, to: formatAddresses(to) }))
      const envelope = readEnvelope(header)
      assert.equal(squeezed(envelope.subject), squeezed(subject))
      assert.deepEqual(envelope.to.map(({ address }) => address), to.map(({ address }) => address))
      assert.deepEqual(envelope.from.map(({ address }) => address), ['alice@example.test'])
      assert.equal(firstValue(parseHeader(header), 'bcc'), undefined)
    }),
    { numRuns: 150 },
  )
})

test('a text comes back as it was typed; in a draft to the last blank', async () => {
  const text = fc.array(fc.oneof(line, fc.constantFrom('', '.', '..', '> quoted', '>> twice', 'From here', '-- ', ' indented', 'x'.repeat(1500), `${'word '.repeat(60)}end`)), { maxLength: 8 }).map((all) => all.join('\n'))
  await fc.assert(
    fc.asyncProperty(text, async (body) => {
      const [sent] = leaves(await build({ ...EMPTY, body }))
      assert.equal(sent?.flowed, true)
      const read = decodeFlowed(decodeOctets(sent.content, 'utf-8'), { delSp: false })
      assert.equal(normalized(read), normalized(body))
      const [draft] = leaves(await collect(composeDraft({ ...EMPTY, body }, { spool, userAgent: 'x', date: DATE })))
      assert.equal(decodeOctets(draft?.content ?? Buffer.alloc(0), 'utf-8').replaceAll('\r\n', '\n'), `${body}\n`)
    }),
    { numRuns: 150 },
  )
})

/** What format=flowed does not promise: blanks at line ends, and those between quote marks. */
function normalized(text: string): string {
  return text
    .split('\n')
    .map((one) => (one === '-- ' ? one : one.trimEnd().replace(/^((?:> ?)+)/, (marks) => `${marks.replaceAll(' ', '')} `).trimEnd()))
    .join('\n')
    .trimEnd()
}

test('files come back octet for octet under their names', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ name: line, content: fc.uint8Array({ maxLength: 3000 }) }), { minLength: 1, maxLength: 4 }), async (files) => {
      const attachments: CompositionAttachment[] = []
      for (const { name, content } of files) attachments.push(await attach(attachmentName(name), 'application/x-thing', content))
      const [, ...parts] = leaves(await build({ ...EMPTY, body: 'x', attachments }))
      assert.deepEqual(parts.map(({ type, name, content }) => [type, name, new Uint8Array(content)]), files.map(({ name, content }) => ['application/x-thing', attachmentName(name), content]))
    }),
    { numRuns: 40 },
  )
})

test('a picture of the HTML and a file stand in their own parts, whichever was attached first, beside an attached message', async () => {
  const contents = { 'plan.bin': randomBytes(400), 'map.png': randomBytes(700), 'note.eml': Buffer.from('Subject: n\r\n\r\nnote\r\n') }
  const keep = async (name: keyof typeof contents, more: Partial<CompositionAttachment>): Promise<CompositionAttachment> => {
    const { id, size } = await spool.write((async function* () { yield contents[name] })())
    return { id, name, size, mediaType: 'application/octet-stream', ...more }
  }
  const attachments = [await keep('plan.bin', {}), await keep('note.eml', { mediaType: 'message/rfc822' }), await keep('map.png', { mediaType: 'image/png', contentId: 'map@here' })]
  const text = (await build({ ...EMPTY, format: 'html', html: '<p><img src="cid:map@here"></p>', attachments })).toString('latin1')
  const bodyOf = (name: string): string => new RegExp(`filename="?${name}"?[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`).exec(text)?.[1] ?? ''
  for (const name of ['plan.bin', 'map.png'] as const) assert.deepEqual(Buffer.from(bodyOf(name), 'base64'), contents[name], name)
  assert.equal(bodyOf('note.eml'), contents['note.eml'].toString())
})

test('an attached message goes as it is, with one kind of line end', async () => {
  const message = 'Subject: inner\n\nhidden\n.\nMAIL FROM:<eve@example.test>\r\rend äöü\n'
  const attachments = [await attach('inner.eml', 'message/rfc822', Buffer.from(message))]
  const octets = await build({ ...EMPTY, attachments })
  assert.match(octets.toString(), /^Content-Transfer-Encoding: 8bit\r$/m)
  assert.ok(octets.toString().includes(message.replace(/\r\n|\r|\n/g, '\r\n')))
})

test('the header of a message: date, thread, priority, program, and no Bcc', async () => {
  const octets = await build({ ...EMPTY, bcc: 'secret@example.test', cc: 'Team: a@example.test, b@example.test;', replyTo: 'other@example.test', priority: 'low', inReplyTo: '<p@b>', references: ['<a@b>', '<p@b>'] })
  const header = octets.toString().split('\r\n\r\n', 1)[0] ?? ''
  for (const field of ['Date: Tue, 03 Feb 2026 04:05:06 +0000', 'Message-ID: <id@example.test>', 'In-Reply-To: <p@b>', 'References: <a@b> <p@b>', 'X-Priority: 5 (Lowest)', 'Importance: low', 'User-Agent: Postern/0.0.0', 'Reply-To: other@example.test', 'MIME-Version: 1.0']) {
    assert.ok(header.split('\r\n').includes(field), field)
  }
  assert.deepEqual(readEnvelope(Buffer.from(`${header}\r\n\r\n`)).cc, [{ name: 'Team', address: '', group: [{ name: '', address: 'a@example.test' }, { name: '', address: 'b@example.test' }] }])
  assert.equal(header.includes('secret'), false)
  assert.equal(header.includes('Postern-'), false)
})

test('an internationalized domain is in ASCII on the envelope and can be read in the header', async () => {
  const { recipients } = composeOutgoing({ ...EMPTY, to: 'hans@münchen.example, hans@MÜNCHEN.example, jörg@example.test' }, { spool, userAgent: 'x', date: DATE })
  assert.deepEqual(recipients, ['hans@xn--mnchen-3ya.example', 'jörg@example.test'])
})

test('what a draft’s header cannot say, its note does', () => {
  for (const value of ['', 'x', '!!', Buffer.from('[]').toString('base64'), Buffer.from('{"kind":"evil","original":7,"typed":{"to":5}}').toString('base64')]) {
    const note = readDraftNote(value)
    assert.ok(note === undefined || (note.kind === 'new' && note.original === undefined && (note.typed?.to ?? '') === ''), value)
  }
})

test('half an address survives a draft and the good ones stand in its header', async () => {
  const kept: KeptComposition = { ...EMPTY, to: 'bob@example.test, half an', bcc: 'secret@example.test', original: { mailbox: 'Öl', id: '7.3' }, kind: 'reply' }
  const octets = await collect(composeDraft(kept, { spool, userAgent: 'x', date: DATE }))
  assertSendable(octets)
  const fields = parseHeader(octets.subarray(0, octets.indexOf('\r\n\r\n')))
  const envelope = readEnvelope(octets.subarray(0, octets.indexOf('\r\n\r\n')))
  assert.deepEqual([envelope.to, envelope.bcc], [[{ name: '', address: 'bob@example.test' }], [{ name: '', address: 'secret@example.test' }]])
  assert.deepEqual(readDraftNote(firstValue(fields, DRAFT_HEADER.toLowerCase()) ?? ''), { kind: 'reply', original: { mailbox: 'Öl', id: '7.3' }, typed: { to: kept.to, cc: '', bcc: kept.bcc, replyTo: '' }, reports: 'none', followUp: 'none', headers: '' })
})

test('ten thousand recipients are all written to, one more is refused, and a draft of more than a header is read for loses none', async () => {
  const crowd = (count: number): string => Array.from({ length: count }, (_, at) => `u${at}@example.test`).join(', ')
  const { recipients, content } = composeOutgoing({ ...EMPTY, to: crowd(10_000) }, { spool, userAgent: 'Postern/0.0.0', date: DATE })
  assert.deepEqual([recipients.length, recipients.at(-1)], [10_000, 'u9999@example.test'])
  assert.equal((await collect(content)).toString().match(/u\d+@/g)?.length, 10_000)
  assert.throws(() => composeOutgoing({ ...EMPTY, to: crowd(10_001) }, { spool, userAgent: 'Postern/0.0.0', date: DATE }), { failure: 'too-large' })
  const draft = await collect(composeDraft({ ...EMPTY, bcc: crowd(6_000) }, { spool, userAgent: 'Postern/0.0.0', date: DATE }))
  assert.ok(readDraftNote(firstValue(parseHeader(draft), DRAFT_HEADER.toLowerCase()) ?? '')?.typed?.bcc === crowd(6_000))
})

test('a note takes as many fields as it needs; what no header takes is refused, HTML that a text has replaced is left out before', async () => {
  // Letters that no compression makes shorter.
  const noise = (length: number): string => Array.from({ length: length / 32 }, () => randomBytes(24).toString('base64')).join('')
  const noted = async (kept: Partial<KeptComposition>) => {
    const fields = parseHeader(await collect(composeDraft({ ...EMPTY, ...kept }, { spool, userAgent: 'x', date: DATE })))
    const values = allValues(fields, DRAFT_HEADER.toLowerCase())
    return { values, note: readDraftNote(values.join('')) }
  }
  const [to, html] = [noise(250_000), noise(250_000)]
  const { values, note } = await noted({ to, html })
  assert.ok(values.length > 1 && note?.typed?.to === to && note.html === html)
  const long = { to, cc: noise(250_000), bcc: noise(250_000) }
  const without = await noted({ ...long, html })
  assert.deepEqual([without.note?.typed?.bcc === long.bcc, without.note?.html], [true, undefined])
  await assert.rejects(noted({ ...long, replyTo: noise(250_000), html }), { failure: 'too-large', refusal: { name: 'fields-long', with: { fields: ['to', 'cc', 'bcc', 'replyTo'], most: 128 * 1024 } } })
})
