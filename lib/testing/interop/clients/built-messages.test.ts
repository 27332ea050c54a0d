import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { attachmentName } from '#lib/composition/attachment-name.ts'
import { RECIPIENT_LIMIT } from '#lib/composition/composition-limits.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { composeDraft, composeOutgoing, composeTemplate } from '#lib/composition/message/compose-message.ts'
import { buildReceipt } from '#lib/composition/reports/build-receipt.ts'
import { Spool } from '#lib/composition/spool.ts'
import { PLAIN } from '#lib/mail/composition.ts'
import { startClientSite, type ClientSite } from './client-site.ts'

/** Debian's own, wherever another stands before it on the path. */
const PYTHON = findProgram('/usr/bin/python3', 'python3') ?? 'python3'

const READ = `
import email, email.policy, email.utils, hashlib, json, sys
for path in sys.argv[1:]:
    octets = open(path, 'rb').read()
    # Its parser of addresses takes minutes for ten thousand of them.
    policy = email.policy.compat32 if b'ten thousand' in octets[:4000] else email.policy.default
    m = email.message_from_bytes(octets, policy=policy)
    headers = [] if policy is email.policy.compat32 else [(name, d) for name, value in m.items() for d in value.defects]
    parts = [p for p in m.walk() if p.get_content_disposition() == 'attachment']
    inner = lambda p: p.get_payload()[0]['subject'] if p.get_content_type() == 'message/rfc822' else hashlib.sha256(p.get_payload(decode=True)).hexdigest()
    text = next((p for p in m.walk() if p.get_content_type() == 'text/plain' and p.get_content_disposition() != 'attachment'), None)
    print(json.dumps({
        'type': m.get_content_type(), 'subject': m['subject'], 'from': email.utils.getaddresses(m.get_all('from')),
        'recipients': len(email.utils.getaddresses([str(v) for n in ('to', 'cc') for v in m.get_all(n, [])])),
        'text': text and text.get_payload(decode=True).decode(text.get_content_charset()),
        'attachments': [[p.get_filename(), inner(p)] for p in parts],
        'defects': [str(d) for p in m.walk() for d in p.defects] + [str(d) for d in headers],
    }))
`

/** Every printable character of ASCII, other scripts, and more letters than one line of a header has. */
const NAMES = [String.fromCharCode(...Array.from({ length: 95 }, (_, at) => at + 32)), 'Übersicht – 漢字 🎉 עברית.pdf', `${'ä'.repeat(120)}.txt`, "it's; a=b, \"c\" %41 %.txt", '=?utf-8?Q?no?=.txt', '.hidden'].map(attachmentName)

const EMPTY: KeptComposition = {
  id: 'c'.repeat(22), kind: 'new', from: 'Alice Übel <alice@example.test>', to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: 'plain', body: 'Hello\n', priority: 'normal', reports: 'none', headers: '', copyTo: '', ...PLAIN,
  attachments: [], inReplyTo: '', references: [], revision: 1, savedAt: 0, messageId: '<id@example.test>', state: 'open', touched: true,
}

interface Built {
  readonly subject: string
  readonly text: string
  readonly recipients: number
  readonly attachments: readonly (readonly [name: string, holds: string])[]
  readonly octets: Buffer
}

/** A message of each kind that Postern makes. */
async function buildAll(spool: Spool): Promise<readonly Built[]> {
  const sources = { spool, userAgent: 'Postern/0.0.0', date: new Date('2026-02-03T04:05:06Z') }
  const keep = async (name: string, mediaType: string, text: string) => ({ ...(await spool.write(octetsOf(Buffer.from(text)))), name, mediaType })
  const files = await Promise.all(NAMES.map((name, at) => keep(name, 'application/octet-stream', `file ${at}\r\n.\r\nFrom here\n`)))
  const letter = await keep('letter.eml', 'message/rfc822', 'From: Carol <carol@example.test>\r\nTo: dave@example.test\r\nSubject: inner\r\nDate: Tue, 3 Feb 2026 04:05:06 +0000\r\nMessage-ID: <inner@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe\r\n.\r\n')
  const sums = files.map(({ name }, at) => [name, createHash('sha256').update(`file ${at}\r\n.\r\nFrom here\n`).digest('hex')] as const)
  const long = `${'A long line of prose that has to be folded somewhere, and more of it. '.repeat(30).trim()}\n`
  const everywhere = 'Grüße, 漢字 🎉 и עברית\n.\n..two\nFrom the start\n-- \nÜbel\n'
  const crowd = Array.from({ length: RECIPIENT_LIMIT }, (_, at) => `u${at}@example.test`).join(', ')
  const variants: readonly (Partial<KeptComposition> & { readonly text?: string; readonly holds?: Built['attachments']; readonly recipients?: number })[] = [
    {},
    { subject: 'flowed', body: long },
    { subject: 'Überraschung 🎉 '.repeat(20).trim(), to: '"Bob \\"B\\" Ünal" <bob@example.test>, Carol <carol@example.test>', cc: 'Team: dave@example.test, eve@example.test;', body: everywhere, recipients: 4 },
    { subject: 'attached', attachments: files, holds: sums },
    { subject: 'ten thousand', to: crowd, recipients: RECIPIENT_LIMIT },
    { subject: 'forwarded', kind: 'forward-attached', attachments: [letter], holds: [['letter.eml', 'inner']] },
  ]
  const built: Built[] = []
  for (const { holds = [], recipients = 1, ...variant } of variants) {
    const kept = { ...EMPTY, ...variant }
    built.push({ subject: kept.subject, text: kept.body, recipients, attachments: holds, octets: await collect(composeOutgoing(kept, sources).content) })
  }
  const draft = { ...EMPTY, subject: 'draft', to: 'bob@example.test, half an', body: everywhere, attachments: files }
  built.push({ subject: 'draft', text: everywhere, recipients: 1, attachments: sums, octets: await collect(composeDraft(draft, sources)) })
  built.push({ subject: 'template', text: everywhere, recipients: 1, attachments: sums, octets: await collect(composeTemplate({ ...draft, subject: 'template', to: 'bob@example.test' }, 'Vörlage', sources)) })
  built.push({ subject: 'inner', text: 'Grüße\n.\n', recipients: 1, attachments: [], octets: await collect(composeOutgoing({ ...EMPTY, kind: 'redirect', subject: 'inner', attachments: [letter] }, sources).content) })
  const people = { from: { name: 'Alice Übel', address: 'alice@example.test' }, to: 'bob@example.test' }
  const receipt = await buildReceipt({ ...people, messageId: '<r@example.test>', date: sources.date, subject: 'Gelesen: Grüße', text: 'Gelesen.', isAutomatic: false, original: { messageId: '<id@example.test>', subject: 'Grüße', date: '', originalRecipient: '' }, userAgent: 'Postern/0.0.0' })
  built.push({ subject: 'Gelesen: Grüße', text: 'Gelesen.\n', recipients: 1, attachments: [], octets: receipt })
  return built
}

async function* octetsOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** RFC 3676 §4.1: what was one line is one line again, and what was stuffed is not. */
const unflowed = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(/(?<!^--) \n/gm, ' ').replaceAll(/^ (?=From |>| )/gm, '')

describe('messages that Postern builds, as other programs read them', () => {
  let site: ClientSite
  let built: readonly Built[]
  let files: readonly string[]
  before(async () => {
    site = await startClientSite()
    built = await buildAll(new Spool(path.join(site.home, 'spool')))
    files = await Promise.all(built.map(({ octets }, at) => site.write(`${at}.eml`, octets.toString())))
  })
  after(() => site.stop())

  it('Python’s parser finds no defect, every name, every octet and ten thousand recipients', async () => {
    const read = (await site.run(PYTHON, await site.write('read.py', READ), ...files)).trim().split('\n').map((line) => JSON.parse(line) as { defects: string[]; subject: string; text: string; recipients: number; attachments: [string, string][] })
    for (const [at, { defects, subject, text, recipients, attachments }] of read.entries()) {
      const made = built[at] ?? assert.fail()
      assert.deepEqual([defects, subject.trim(), recipients, attachments], [[], made.subject, made.recipients, made.attachments], made.subject)
      assert.equal(unflowed(text).trimEnd(), made.text.trimEnd(), made.subject)
    }
    assert.equal(read.length, built.length)
  })
})
