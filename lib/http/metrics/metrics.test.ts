import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { writeExposition } from '#lib/log/figures/exposition.ts'
import { mayRead } from './may-read.ts'
import { Metrics } from './metrics.ts'
import { RequestFigures } from './request-figures.ts'
import { KINDS } from './request-kind.ts'

/** An answer as far as it is counted; `over` ends it. */
function answer(statusCode: number, type = 'text/html', headersSent = true) {
  const events = Object.assign(new EventEmitter(), { statusCode, headersSent, getHeader: () => type })
  return { response: events as unknown as ServerResponse, over: () => events.emit('close') }
}

const valueOf = (text: string, sample: string): number => Number(text.split('\n').find((line) => line.startsWith(`${sample} `))?.slice(sample.length + 1) ?? 'NaN')

test('requests are counted by kind and class of status, and timed but for streams', () => {
  const figures = new RequestFigures()
  let now = 0
  const asked = (path: string, each: ReturnType<typeof answer>, milliseconds: number): void => {
    figures.follow(path, each.response, () => now)
    now += milliseconds
    each.over()
  }
  asked('/mailboxes/Secret%20plans', answer(200), 30)
  asked('/api/mailboxes/Secret%20plans/messages', answer(302), 700)
  asked('/api/events', answer(200, 'text/event-stream; charset=utf-8'), 90_000)
  asked('/nobody', answer(200, '', false), 5)
  figures.follow('/theme/a/b', answer(200).response, () => now)
  const text = writeExposition(figures.families())
  const total = (kind: string, group: string): number => valueOf(text, `postern_http_requests_total{kind="${kind}",class="${group}"}`)
  assert.deepEqual([total('page', '2xx'), total('page', 'gone'), total('api', '3xx'), total('api', '2xx'), total('file', '2xx')], [1, 1, 1, 1, 0])
  const within = (kind: string, le: string): number => valueOf(text, `postern_http_request_duration_seconds_bucket{kind="${kind}",le="${le}"}`)
  assert.deepEqual([within('page', '0.025'), within('page', '0.05'), within('page', '+Inf'), within('api', '0.5'), within('api', '1'), within('api', '+Inf')], [0, 1, 1, 0, 1, 1])
  assert.equal(valueOf(text, 'postern_http_request_duration_seconds_sum{kind="api"}'), 0.7)
  assert.equal(valueOf(text, 'postern_http_requests_under_way'), 1)
  assert.doesNotMatch(text, /Secret|plans|nobody/, 'no path')
})

test('the sets of labels do not grow with what is asked for', () => {
  const figures = new RequestFigures()
  const lines = (): number => writeExposition(figures.families()).split('\n').length
  const before = lines()
  for (let n = 0; n < 500; n++) {
    const each = answer(100 + n)
    figures.follow(`/person-${n}/x`, each.response)
    each.over()
  }
  assert.equal(lines(), before)
  assert.ok(before < KINDS.length * 30, `${before} lines`)
})

test('every family is described, each line can be read, and what cannot be counted now is missing', async (t) => {
  const metrics = new Metrics()
  t.after(() => metrics.stop())
  const text = await metrics.write({ sessions: async () => 3, outboxWaiting: () => Promise.reject(new Error('closed')), isReady: async () => false })
  const described = new Set([...text.matchAll(/^# TYPE (\S+) (?:counter|gauge|histogram)$/gm)].map(([, name]) => name))
  for (const line of text.trimEnd().split('\n').filter((each) => !each.startsWith('# HELP') && !each.startsWith('# TYPE'))) {
    const [, name = '', value = ''] = /^([a-z_]+)(?:\{[a-z_]+="[^"\n]*"(?:,[a-z_]+="[^"\n]*")*\})? (\S+)$/.exec(line) ?? []
    assert.ok(described.has(name) || described.has(name.replace(/_(?:bucket|sum|count)$/, '')), line)
    assert.ok(Number.isFinite(Number(value)) && Number(value) >= 0, line)
  }
  assert.deepEqual([valueOf(text, 'postern_sessions'), valueOf(text, 'postern_ready')], [3, 0])
  assert.ok(!described.has('postern_outbox_waiting'))
  assert.ok(valueOf(text, 'process_resident_memory_bytes') > 1e6)
  assert.ok(text.includes('postern_event_loop_delay_seconds{quantile="0.99"}'))
})

test('the mail server’s numbers stand beside the gateway’s; one that fails takes nothing else away', async (t) => {
  const metrics = new Metrics()
  t.after(() => metrics.stop())
  const rest = { sessions: async () => 3, outboxWaiting: async () => 0, isReady: async () => true }
  const beside = await metrics.write({ ...rest, mailServer: async () => [{ name: 'postern_mail_x', type: 'gauge', help: 'One.', samples: [{ value: 7 }] }] })
  assert.deepEqual([valueOf(beside, 'postern_mail_x'), valueOf(beside, 'postern_sessions')], [7, 3])
  const alone = await metrics.write({ ...rest, mailServer: () => Promise.reject(new Error('gone')) })
  assert.deepEqual([valueOf(alone, 'postern_mail_x'), valueOf(alone, 'postern_sessions')], [Number.NaN, 3])
})

test('what a label says cannot end it', () => {
  const written = writeExposition([{ name: 'x', type: 'gauge', help: 'A.', samples: [{ labels: { a: 'q"\\\n' }, value: 1 }] }])
  assert.equal(written, '# HELP x A.\n# TYPE x gauge\nx{a="q\\"\\\\\\n"} 1\n')
})

function tokenFile(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-metrics-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'token')
  writeFileSync(file, text)
  return file
}

test('without configuration nobody may read', async () => {
  assert.equal(await mayRead({ networks: [] }, { remote: '127.0.0.1', authorization: 'Bearer x' }), 'off')
})

test('the token, and nothing else, opens; a file is read each time', async (t) => {
  const file = tokenFile(t, 'from-the-file\nsecond line\n')
  const ask = (authorization: string | undefined) => mayRead({ token: 'right', tokenFile: file, networks: [] }, { remote: '192.0.2.1', authorization })
  for (const right of ['Bearer right', 'bearer right', 'Bearer from-the-file']) assert.equal(await ask(right), 'yes', right)
  for (const wrong of [undefined, '', 'Bearer', 'Bearer ', 'Bearer righ', 'Bearer right2', 'Basic right', 'right', 'Bearer second', 'Bearer right x']) assert.equal(await ask(wrong), 'unproven', wrong)
  writeFileSync(file, 'newer')
  assert.deepEqual([await ask('Bearer from-the-file'), await ask('Bearer newer')], ['unproven', 'yes'])
})

test('an empty or missing file admits nobody', async (t) => {
  for (const file of [tokenFile(t, '\n'), '/nowhere/token']) {
    for (const authorization of ['Bearer ', 'Bearer', undefined, 'Bearer undefined']) assert.equal(await mayRead({ tokenFile: file, networks: [] }, { remote: '::1', authorization }), 'unproven')
  }
})

test('networks narrow it, and together with a token both are needed', async () => {
  const networks = ['10.0.0.0/8', '2001:db8::/32']
  assert.equal(await mayRead({ networks }, { remote: '10.1.2.3', authorization: undefined }), 'yes')
  assert.equal(await mayRead({ networks }, { remote: '2001:db8::7', authorization: undefined }), 'yes')
  for (const remote of ['192.0.2.1', '127.0.0.1', '', '2001:db9::1']) assert.equal(await mayRead({ networks }, { remote, authorization: undefined }), 'elsewhere', remote)
  assert.equal(await mayRead({ token: 'right', networks }, { remote: '192.0.2.1', authorization: 'Bearer right' }), 'elsewhere')
  assert.equal(await mayRead({ token: 'right', networks }, { remote: '10.1.2.3', authorization: undefined }), 'unproven')
  assert.equal(await mayRead({ token: 'right', networks }, { remote: '10.1.2.3', authorization: 'Bearer right' }), 'yes')
})
