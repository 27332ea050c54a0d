import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fetchPdf, readFrameMessage, takePulse } from './pdf-frame.ts'
import { nextZoom, PDF_ZOOMS } from './use-pdf.ts'

test('what a frame says is read as a stranger’s words', () => {
  assert.deepEqual(readFrameMessage({ kind: 'opened', pages: 3, isCut: 'yes' }), { kind: 'opened', pages: 3, isCut: false })
  assert.deepEqual(readFrameMessage({ kind: 'alive', since: 1 }), { kind: 'alive' })
  assert.deepEqual(readFrameMessage({ kind: 'page', page: 2, more: 1 }), { kind: 'page', page: 2 })
  assert.deepEqual(readFrameMessage({ kind: 'failed', reason: 'encrypted' }), { kind: 'failed', reason: 'encrypted' })
  assert.deepEqual(readFrameMessage({ kind: 'failed', reason: '<b>' }), { kind: 'failed', reason: 'broken' })
  for (const said of [undefined, null, 'ready', 7, {}, { kind: 'open' }, { kind: 'opened', pages: 0 }, { kind: 'opened', pages: 1e9 }, { kind: 'page', page: '1' }, { kind: 'page', page: 1.5 }, { kind: 'zoom', step: 2 }]) assert.equal(readFrameMessage(said), undefined, JSON.stringify(said))
})

test('no more of a PDF is held than is drawn', async () => {
  let sent = 0
  const server = createServer((request, response) => {
    if (request.url === '/away') return void response.writeHead(303, { location: '/small' }).end()
    if (request.url === '/small') return void response.end('12345678')
    const more = (): void => {
      for (let isTaken = true; isTaken && !response.destroyed; sent += 65_536) isTaken = response.write(Buffer.alloc(65_536))
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  assert.equal((await fetchPdf(`${at}/small`, 8, signal)).byteLength, 8)
  await assert.rejects(fetchPdf(`${at}/small`, 7, signal), { reason: 'tooLarge' })
  await assert.rejects(fetchPdf(`${at}/away`, 100, signal), { reason: 'notFetched' })
  await assert.rejects(fetchPdf(`${at}/endless`, 1_000_000, signal), { reason: 'tooLarge' })
  assert.ok(sent < 20_000_000, String(sent))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await assert.rejects(fetchPdf(`${at}/small`, 8, signal), { reason: 'notFetched' })
})

test('a frame that answers no more is noticed, however late it falls silent, and one that answers now and then is not', () => {
  let tick = (): void => undefined
  let [asked, lost, isEnded] = [0, 0, false]
  const pulse = takePulse(() => void asked++, () => void lost++, (work) => {
    tick = () => void (isEnded || work())
    return () => void (isEnded = true)
  })
  for (let at = 0; at < 50; at++) {
    tick()
    if (at % 5 === 4) pulse.answered()
  }
  assert.deepEqual([asked, lost], [50, 0])
  for (let at = 0; at < 50; at++) tick()
  assert.deepEqual([asked, lost, isEnded], [56, 1, true])
})

test('sizes go one by one, and end at both ends', () => {
  assert.deepEqual([nextZoom(1, 1), nextZoom(1, -1), nextZoom(0.5, -1), nextZoom(4, 1)], [1.25, 0.75, 0.5, 4])
  assert.ok(PDF_ZOOMS.includes(1))
})
