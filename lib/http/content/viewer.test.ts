import assert from 'node:assert/strict'
import { test } from 'node:test'
import { viewerFile, viewerVersion } from './viewer-files.ts'
import { VIEWER_DOCUMENT, viewerFileHeaders, viewerHeaders } from './viewer-headers.ts'

const FILES = 'https://mail.example.org/mail/pdf-viewer/0123456789abcdef/'

test('what draws a PDF has no origin, asks for its own files alone, and evaluates nothing', () => {
  const policy = viewerHeaders(FILES, []).get('content-security-policy') ?? ''
  assert.match(policy, /^sandbox allow-scripts; default-src 'none'/)
  assert.doesNotMatch(policy, /allow-same-origin|allow-popups|allow-top|allow-forms|unsafe|\*/)
  const sources = [...policy.matchAll(/([a-z]+-src) ([^;]*)/g)].map(([, directive, source]) => [directive, source])
  assert.deepEqual(sources, [['default-src', "'none'"], ['script-src', FILES], ['worker-src', 'blob:'], ['style-src', FILES], ['connect-src', FILES], ['font-src', FILES], ['img-src', 'blob: data:']])
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types viewer$/)
  assert.doesNotMatch(VIEWER_DOCUMENT, /<script(?! type="module" src="viewer\.js">)|style=|https?:/)
  assert.equal(viewerHeaders(FILES, ['https://portal.example.org']).get('x-frame-options'), null)
})

test('its files are those that draw, by their names, and browsers keep them', async () => {
  for (const name of ['viewer.js', 'viewer.css', 'pdf.mjs', 'pdf.worker.mjs', 'LiberationSans-Regular.ttf', 'UniGB-UCS2-H.bcmap', 'jbig2_nowasm_fallback.js']) assert.ok((await viewerFile(name))?.content.length, name)
  for (const name of ['pdf.sandbox.mjs', 'quickjs-eval.js', 'package.json', '../package.json', 'LICENSE', '', '__proto__', 'viewer.html', 'FoxitNothing.pfb']) assert.equal(await viewerFile(name), undefined, name)
  assert.match(await viewerVersion(), /^[0-9a-f]{16}$/)
  const headers = viewerFileHeaders('text/css', true)
  assert.deepEqual([headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy'), headers.get('cache-control')], ['*', 'cross-origin', 'public, max-age=31536000, immutable'])
  assert.equal(viewerFileHeaders('text/css', false).get('cache-control'), 'no-cache')
})
