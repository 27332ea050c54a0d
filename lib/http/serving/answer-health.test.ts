import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { nothingCounted } from '#lib/testing/fakes/nothing-counted.ts'
import { VERSION } from './version.ts'
import { createFront } from './front.ts'
import { unready, type UnreadyPart } from './health.ts'
import { drain } from './listeners.ts'

/** Asks a front whose framework answers 418. */
async function frontWith(t: TestContext, env: Record<string, string>, amiss: readonly UnreadyPart[] = []) {
  const options = nothingCounted()
  const front = createFront({
    config: loadConfig({ data: '/nowhere', env }), log: createLog('error', () => undefined), development: false, ...options,
    counted: { sessions: async () => 7, outboxWaiting: async () => 2 },
    readiness: async () => unready(amiss), isDraining: () => false, next: async (_, response) => void response.writeHead(418).end(),
  })
  const server = createServer((request, response) => void front(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(async () => {
    await drain(server, 0)
    options.metrics.stop()
  })
  const { port } = server.address() as AddressInfo
  return async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
}

const JSON_ONLY = { accept: 'application/json' }
const TOKEN = { POSTERN_METRICS_TOKEN: 'a-long-secret' }
const SHOWN = { authorization: 'Bearer a-long-secret' }

test('the numbers are off unless configured', async (t) => {
  const ask = await frontWith(t, {})
  for (const headers of [{}, SHOWN]) assert.equal((await ask('/metrics', headers)).status, 418, 'the framework is asked, as for every address that there is not')
})

test('who shows the token reads the numbers; who does not learns nothing', async (t) => {
  const ask = await frontWith(t, { ...TOKEN, POSTERN_HTTP_BASE_PATH: '/mail' })
  await ask('/mail/mailboxes/Payroll')
  const refused = await ask('/mail/metrics')
  assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer realm="metrics"'])
  assert.doesNotMatch(refused.body, /postern_/)
  const told = await ask('/mail/metrics', SHOWN)
  assert.deepEqual([told.status, told.headers.get('content-type'), told.headers.get('set-cookie'), told.headers.get('cache-control')], [200, 'text/plain; version=0.0.4; charset=utf-8', null, 'no-store'])
  for (const line of ['postern_sessions 7', 'postern_outbox_waiting 2', 'postern_ready 1', 'postern_http_requests_total{kind="page",class="4xx"} 1', 'postern_http_requests_total{kind="health",class="4xx"} 1']) assert.ok(told.body.includes(`\n${line}\n`), line)
  assert.doesNotMatch(told.body, /Payroll|a-long-secret|127\.0\.0\.1/)
})

test('from another network nobody reads them, and a client cannot choose its own', async (t) => {
  assert.equal((await (await frontWith(t, { POSTERN_METRICS_NETWORKS: '127.0.0.0/8' }))('/metrics')).status, 200)
  const ask = await frontWith(t, { POSTERN_METRICS_NETWORKS: '203.0.113.0/24' })
  for (const headers of [{}, { 'x-forwarded-for': '203.0.113.9' }, { 'x-postern-remote-address': '203.0.113.9' }]) assert.equal((await ask('/metrics', headers)).status, 403)
})

test('readiness is a sentence, or JSON with the reasons for whoever asks for it', async (t) => {
  const well = await frontWith(t, TOKEN)
  assert.equal((await well('/readyz')).body, 'ready\n')
  assert.deepEqual(JSON.parse((await well('/readyz', JSON_ONLY)).body), { ready: true, reasons: [] })
  const ill = await frontWith(t, TOKEN, ['mail-server', 'storage'])
  const [text, json] = [await ill('/readyz'), await ill('/readyz', JSON_ONLY)]
  assert.deepEqual([text.status, text.body], [503, 'the mail server does not answer; the sessions cannot be read\n'])
  assert.deepEqual([json.status, json.headers.get('content-type')], [503, 'application/json'])
  assert.deepEqual(JSON.parse(json.body), { ready: false, reasons: [{ part: 'mail-server', sentence: 'the mail server does not answer' }, { part: 'storage', sentence: 'the sessions cannot be read' }] })
})

test('the version is told to those alone who may read the numbers', async (t) => {
  const ask = await frontWith(t, TOKEN)
  assert.equal((JSON.parse((await ask('/readyz', { ...JSON_ONLY, ...SHOWN })).body) as { version?: string }).version, VERSION)
  for (const answer of [await ask('/readyz', SHOWN), await ask('/readyz', JSON_ONLY), await ask('/healthz', SHOWN), await ask('/metrics')]) assert.ok(!answer.body.includes(VERSION))
})

test('the version is told to whoever may read the numbers', async (t) => {
  assert.equal((await (await frontWith(t, {}))('/version')).status, 418)
  const ask = await frontWith(t, TOKEN)
  assert.equal((await ask('/version')).status, 401)
  const { status, body } = await ask('/version', SHOWN)
  assert.deepEqual([status, body], [200, `${VERSION}\n`])
})
