import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { OUTSIDE_RULES, type OutsideRules } from '../outside-request.ts'
import { unsubscribe } from './unsubscribe.ts'

let server: Server
let port = 0
let status = 200
const asked: { readonly method: string | undefined; readonly url: string | undefined; readonly headers: IncomingHttpHeaders; readonly body: string }[] = []

before(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(status, { Location: `http://list.test:${port}/elsewhere` }).end('x'.repeat(100_000))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const rules = (): OutsideRules => ({ ...OUTSIDE_RULES, allowed: ['loopback'], ports: [port], resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
const leave = (url: string, by?: OutsideRules) => unsubscribe({ name: '', id: '', ways: [], oneClick: url }, new AbortController().signal, by)

test('one POST says it, and nothing about who says it', async () => {
  status = 202
  assert.equal(await leave(`http://list.test:${port}/u?id=1`, rules()), `list.test:${port}`)
  const [{ method, url, headers, body } = { method: '', url: '', headers: {}, body: '' }, ...more] = asked.splice(0)
  assert.deepEqual([method, url, body, headers['content-type'], more], ['POST', '/u?id=1', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded', []])
  for (const name of ['cookie', 'referer', 'user-agent', 'origin']) assert.equal(headers[name], undefined, name)
})

test('a redirect or a refusal confirms nothing, and nothing is asked a second time', async () => {
  for (status of [302, 307, 404, 500]) await assert.rejects(leave(`http://list.test:${port}/u`, rules()), { failure: 'refused' })
  assert.equal(asked.splice(0).length, 4)
})

test('it goes by https to public addresses, else nowhere', async () => {
  for (const url of [`http://list.test:${port}/u`, `https://127.0.0.1:${port}/u`, 'https://127.0.0.1/u', 'https://[::1]/u', 'https://10.0.0.1/u', 'https://localhost/u', 'https://list.test:25/u']) {
    await assert.rejects(leave(url), { failure: 'refused' }, url)
  }
  assert.equal(asked.length, 0)
  await assert.rejects(unsubscribe({ name: '', id: '', ways: [] }, new AbortController().signal), { failure: 'invalid' })
})
