import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distinctFileNames, safeFileName } from '#lib/mail/reading/safe-file-name.ts'
import { contentDisposition } from './content-disposition.ts'
import { frameHeaders } from './frame-headers.ts'
import { partHeaders, ticketHeaders } from './part-headers.ts'

const TABLE: readonly (readonly [name: string, safe: string])[] = [
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\evil.exe', 'evil.exe'],
  ['..', 'part'],
  ['', 'part'],
  ['.htaccess', 'htaccess'],
  ['con.txt', '_con.txt'],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['x\r\nSet-Cookie: a=b', 'xSet-Cookie_ a=b'],
  ['a"b;c', 'a_b;c'],
  ['name. ', 'name'],
  ['Bericht für Jörg.pdf', 'Bericht für Jörg.pdf'],
]

for (const [name, safe] of TABLE) test(`a safe name for ${JSON.stringify(name)}`, () => assert.equal(safeFileName(name), safe))

test('a long name keeps its ending', () => {
  const safe = safeFileName(`${'ä'.repeat(500)}.pdf`)
  assert.equal([...safe].length, 150)
  assert.ok(safe.endsWith('.pdf'))
})

test('of several files with one name each gets another', () => {
  assert.deepEqual(distinctFileNames(['a.txt', 'x/A.TXT', 'a.txt', 'a (2).txt', '']), ['a.txt', 'A (2).TXT', 'a (3).txt', 'a (2) (2).txt', 'part'])
  const many = distinctFileNames(Array.from({ length: 5000 }, () => 'same.pdf'))
  assert.equal(new Set(many).size, 5000)
})

test('both forms of RFC 6266 where the name is not ASCII, one where it is', () => {
  assert.equal(contentDisposition('attachment', 'report.pdf'), 'attachment; filename="report.pdf"')
  assert.equal(contentDisposition('inline', "J'örg (1).pdf"), `inline; filename="J'org (1).pdf"; filename*=UTF-8''J%27%C3%B6rg%20%281%29.pdf`)
})

test('whatever a message calls its part, the header is one line, quoted and harmless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const header = contentDisposition('attachment', name)
      assert.match(header, /^attachment; filename="[^"\\/\r\n]*"(; filename\*=UTF-8''[A-Za-z0-9%!#$&+^_`|~.-]+)?$/)
      assert.doesNotThrow(() => new Headers({ 'Content-Disposition': header }))
      const safe = safeFileName(name)
      assert.equal(safeFileName(safe), safe)
    }),
  )
})

test('what may run is only ever saved, with a type that says nothing', () => {
  for (const mediaType of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/pdf', 'text/javascript', 'x\r\ny/z']) {
    const headers = partHeaders({ disposition: 'inline', mediaType, name: 'x' })
    assert.match(headers.get('content-disposition') ?? '', /^attachment/, mediaType)
    assert.ok(['application/octet-stream', 'application/pdf'].includes(headers.get('content-type') ?? ''), mediaType)
    assert.deepEqual([headers.get('x-content-type-options'), headers.get('content-security-policy')], ['nosniff', "sandbox; default-src 'none'"])
  }
  assert.equal(partHeaders({ disposition: 'inline', mediaType: 'image/png', name: 'x', size: 12 }).get('content-length'), '12')
})

test('the frame’s policy names one place to load from, and lets nothing run', () => {
  const policy = frameHeaders('https://mail.example.org/mail/mail-content/', []).get('content-security-policy') ?? ''
  assert.match(policy, /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/)
  assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|script-src|unsafe-eval/)
  assert.match(policy, /img-src data: https:\/\/mail\.example\.org\/mail\/mail-content\/;/)
  assert.match(policy, /frame-ancestors 'self'$/)
  const framed = frameHeaders('https://mail.example.org/mail-content/', ['https://portal.example.org'])
  assert.match(framed.get('content-security-policy') ?? '', /frame-ancestors 'self' https:\/\/portal\.example\.org$/)
  assert.equal(framed.get('x-frame-options'), null)
  assert.equal(ticketHeaders('image/png').get('cross-origin-resource-policy'), 'cross-origin')
})
