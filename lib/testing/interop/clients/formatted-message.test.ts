import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { attachFile } from '#lib/gateway/writing/attach-file.ts'
import { startComposition } from '#lib/gateway/writing/begin/start-composition.ts'
import { saveComposition } from '#lib/gateway/writing/save-composition.ts'
import { sendComposition } from '#lib/gateway/writing/sending/send-composition.ts'
import { octets, type WritingFixture, writingForEach } from '../../writing-fixture.ts'

const PYTHON = findProgram('/usr/bin/python3', 'python3') ?? 'python3'

/** The parser of Python's standard library, strict: a defect that it finds is one. */
const READ = `
import email, email.policy, json, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
plain, html = m.get_body(('plain',)), m.get_body(('html',))
print(json.dumps({
  'types': [p.get_content_type() for p in m.walk()],
  'defects': [str(d) for p in m.walk() for d in p.defects],
  'flowed': plain.get_param('format'),
  'plain': plain.get_content(),
  'html': html.get_content(),
  'related': [[p['Content-ID'], p.get_content_disposition(), len(p.get_content())] for p in m.walk() if p['Content-ID']],
  'attached': [[p.get_filename(), len(p.get_content())] for p in m.iter_attachments()],
}))
`

let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh), { habits: { 'composing.format': 'html' } })

test('Python reads both forms of a formatted message, its picture and its file', async () => {
  const begun = await startComposition(site.writer, { kind: 'new', prefilled: { to: 'bob@example.test', subject: 'Tide' } })
  const withFile = await attachFile(site.writer, begun.id, { name: 'a.bin', mediaType: 'application/x-thing', content: octets(Buffer.alloc(5)) })
  const { attachments, revision } = await attachFile(site.writer, withFile.id, { name: 'tide.png', mediaType: 'image/png', content: octets(Buffer.alloc(7)), isInline: true })
  const contentId = attachments.at(-1)?.contentId ?? ''
  const html = `<div>Höhe <b>fünf</b></div><div>${'word '.repeat(400)}</div><div><img src="cid:${contentId}" alt="tide"></div>`
  await saveComposition(site.writer, begun.id, revision, { to: 'bob@example.test', subject: 'Tide', format: 'html', html })
  await sendComposition(site.writer, begun.id)
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', READ], { input: site.submissions.received[0]?.content ?? '', encoding: 'utf8' })
  assert.equal(stderr, '')
  const read = JSON.parse(stdout) as { readonly plain: string; readonly html: string }
  assert.deepEqual({ ...read, plain: read.plain.split('\n')[0], html: undefined }, {
    types: ['multipart/mixed', 'multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/png', 'application/x-thing'],
    defects: [],
    flowed: 'flowed',
    plain: 'Höhe fünf',
    html: undefined,
    related: [[`<${contentId}>`, 'inline', 7]],
    attached: [['a.bin', 5]],
  })
  assert.ok(read.html.includes(`<img alt="tide" src="cid:${contentId}">`))
})
