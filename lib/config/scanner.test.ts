import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { scanner } from './server-url.ts'

test('who looks at uploads: clamd on this machine or a program by its whole path; nothing else, and written as it was read', () => {
  const read = (text: string) => v.safeParse(scanner.schema, text)
  for (const [text, expected] of [
    ['clamd:///run/clamav/clamd.ctl', { kind: 'socket', path: '/run/clamav/clamd.ctl' }],
    ['clamd://127.0.0.1:3310', { kind: 'tcp', host: '127.0.0.1', port: 3310 }],
    ['clamd://[::1]:7', { kind: 'tcp', host: '::1', port: 7 }],
    ['/usr/bin/clamdscan --no-summary -', { kind: 'program', program: '/usr/bin/clamdscan', args: ['--no-summary', '-'] }],
  ] as const) {
    const { success, output } = read(text)
    assert.deepEqual([success, output], [true, expected], text)
    assert.equal(success && scanner.written?.(output), text)
  }
  assert.deepEqual(read('clamd://localhost').output, { kind: 'tcp', host: 'localhost', port: 3310 })
  // clamd has neither TLS nor a password: what it is sent would cross the network in the clear.
  for (const text of ['', 'clamd://scanner.example.org:3310', 'clamd://10.0.0.1', 'clamd://user:x@127.0.0.1', 'clamd://127.0.0.1/path', 'clamd://', 'clamdscan -', 'http://127.0.0.1:3310', 'unix:/run/clamd', '/bin/a\nb']) assert.equal(read(text).success, false, text)
})
