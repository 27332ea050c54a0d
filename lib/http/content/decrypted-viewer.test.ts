import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { DECRYPTED_VIEWER, decryptedViewerHeaders } from './decrypted-viewer.ts'

test('what shows decrypted HTML has no origin, asks nobody for anything, and runs one script: its own', () => {
  const headers = decryptedViewerHeaders([])
  const policy = headers.get('content-security-policy') ?? ''
  const script = /<script>([^<]*)<\/script>/.exec(DECRYPTED_VIEWER)?.[1] ?? ''
  const hash = createHash('sha256').update(script).digest('base64')
  assert.equal(policy, `sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types viewer`)
  assert.equal(DECRYPTED_VIEWER.split('<script').length, 2)
  assert.doesNotMatch(DECRYPTED_VIEWER, /https?:|src=|href=/)
  assert.deepEqual(['x-frame-options', 'x-content-type-options', 'x-dns-prefetch-control', 'referrer-policy'].map((name) => headers.get(name)), ['SAMEORIGIN', 'nosniff', 'off', 'no-referrer'])
  const embedded = decryptedViewerHeaders(['https://portal.example.org'])
  assert.deepEqual([embedded.get('x-frame-options'), embedded.get('content-security-policy')?.includes("frame-ancestors 'self' https://portal.example.org")], [null, true])
})

test('the frames in it may open links and nothing else', () => {
  assert.deepEqual(/setAttribute\('sandbox','([^']*)'\)/.exec(DECRYPTED_VIEWER)?.[1]?.split(' '), ['allow-popups', 'allow-popups-to-escape-sandbox'])
})
