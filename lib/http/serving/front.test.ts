import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { nothingCounted } from '#lib/testing/fakes/nothing-counted.ts'
import { setPageStatus } from '../page-status.ts'
import { currentClient } from '../request/client-of-request.ts'
import { currentSeat } from '../seats/seat-of-request.ts'
import { createFront, type Handler } from './front.ts'
import { unready } from './health.ts'
import { drain } from './listeners.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Asked {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
}

const NAVIGATION = { accept: 'text/html', 'sec-fetch-dest': 'document' }

/** A front with this framework behind it, on a port of its own. */
async function frontWith(t: TestContext, next: Handler, more: { readonly env?: Record<string, string>; readonly isDraining?: () => boolean; readonly ready?: boolean } = {}) {
  const config = loadConfig({ data: '/nowhere', env: more.env ?? {} })
  const lines: string[] = []
  const front = createFront({
    config,
    log: createLog('info', (line) => lines.push(line)),
    development: false,
    readiness: async () => unready(more.ready === false ? ['mail-server'] : []),
    isDraining: more.isDraining ?? (() => false),
    ...nothingCounted(),
    next,
  })
  const server = createServer((request, response) => void front(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => drain(server, 0))
  const { port } = server.address() as AddressInfo
  const get = async ({ path = '/', method = 'GET', headers = {} }: Asked = {}): Promise<Answer> => {
    const sent = ask({ port, host: '127.0.0.1', path, method, headers, agent: false }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    let body = ''
    for await (const chunk of response.setEncoding('utf8')) body += chunk as string
    return { status: response.statusCode ?? 0, headers: response.headers, body }
  }
  return { get, port, lines, server }
}

const say = (text: string): Handler => async (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(text)

test('every answer carries the policy, with the nonce that the framework was given', async (t) => {
  let seen = ''
  const { get } = await frontWith(t, async (request, response) => {
    seen = String(request.headers['content-security-policy'])
    response.end('x')
  })
  const [first, second] = [await get(), await get()]
  const policy = second.headers['content-security-policy'] ?? ''
  assert.equal(policy, seen)
  assert.notEqual(policy, first.headers['content-security-policy'], 'one nonce, one answer')
  assert.match(policy, /^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{24}' 'strict-dynamic'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default nextjs$/)
  const { headers } = second
  assert.deepEqual(
    [headers['cross-origin-opener-policy'], headers['cross-origin-resource-policy'], headers['referrer-policy'], headers['x-content-type-options'], headers['x-dns-prefetch-control'], headers['cache-control'], headers['strict-transport-security'], headers['x-powered-by']],
    ['same-origin', 'same-origin', 'same-origin', 'nosniff', 'off', 'no-store', undefined, undefined],
  )
})

test('an address that no decoder takes names no page, and is no error of ours', async (t) => {
  const seen: (string | undefined)[] = []
  const { get } = await frontWith(t, async (request, response) => {
    seen.push(request.url)
    response.end()
  }, { env: { POSTERN_HTTP_BASE_PATH: '/mail' } })
  for (const path of ['/mail/mailboxes/%E0%A4%A', '/mail/help/%ff?x=%ff', '/mail/mailboxes/%C3%A9?q=%', '/mail/%zz']) await get({ path })
  assert.deepEqual(seen, ['/mail/no-such-page', '/mail/no-such-page', '/mail/mailboxes/%C3%A9?q=%', '/mail/no-such-page'])
})

test('HSTS stands where people reach us by https', async (t) => {
  const { get } = await frontWith(t, say('x'), { env: { POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.org', POSTERN_HTTP_BEHIND_PROXY: 'true' } })
  const { headers } = await get()
  assert.match(headers['strict-transport-security'] ?? '', /^max-age=\d{8}/)
  assert.match(String(headers['set-cookie']), /^__Host-postern-visit=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
})

test('nobody frames a site but whom it names', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'postern-front-')), 'postern.toml')
  t.after(() => rmSync(dirname(file), { recursive: true }))
  writeFileSync(file, '[site.lab]\nhosts = ["lab.example"]\nsecurity.frame_ancestors = ["https://portal.example", "https://Intra.example:8443/"]\n')
  const { get } = await frontWith(t, say('x'), { env: { POSTERN_CONFIG: file } })
  const ancestors = async (host: string): Promise<readonly (string | undefined)[]> => {
    const { headers } = await get({ headers: { host } })
    return [/frame-ancestors ([^;]*)/.exec(String(headers['content-security-policy']))?.[1], headers['x-frame-options']?.toString()]
  }
  assert.deepEqual(await ancestors('localhost'), ["'none'", 'DENY'])
  assert.deepEqual(await ancestors('lab.example'), ['https://portal.example https://intra.example:8443', undefined])
  const inFrame = (host: string) => get({ headers: { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } })
  assert.deepEqual([(await inFrame('localhost')).status, (await inFrame('lab.example')).status], [403, 200])
})

test('pages of other sites load nothing from here, links from there are followed', async (t) => {
  const { get } = await frontWith(t, say('x'))
  const from = async (site: string, mode: string, destination: string, { path = '/mailboxes/INBOX', method = 'GET' } = {}) =>
    (await get({ path, method, headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } })).status
  for (const site of ['cross-site', 'same-site']) {
    for (const [mode, destination] of [['no-cors', 'script'], ['no-cors', 'image'], ['cors', 'empty'], ['navigate', 'iframe'], ['navigate', 'object'], ['navigate', 'embed'], ['websocket', 'websocket']] as const) {
      for (const path of ['/mailboxes/INBOX', '/api/mailboxes', '/theme/classic/theme.css', '/service-worker.js']) assert.equal(await from(site, mode, destination, { path }), 403, `${site} ${mode} ${destination} ${path}`)
    }
    assert.equal(await from(site, 'cors', 'empty', { method: 'OPTIONS', path: '/api/mailboxes' }), 403)
    assert.equal(await from(site, 'navigate', 'document'), 200)
    assert.equal(await from(site, 'no-cors', 'image', { path: '/mail-content/x' }), 200, 'the frame of a message is nobody’s')
    assert.equal(await from(site, 'cors', 'script', { path: `/pdf-viewer/${'0'.repeat(16)}/viewer.js` }), 200, 'and so is that of a PDF')
    assert.equal(await from(site, 'navigate', 'iframe', { path: `/pdf-viewer/${'0'.repeat(16)}/viewer.html` }), 403, 'which our pages alone may show')
    assert.equal(await from(site, 'cors', 'empty', { path: '/healthz' }), 200)
  }
  for (const site of ['same-origin', 'none']) assert.equal(await from(site, 'cors', 'empty'), 200)
})

test('a route keeps the headers that it gave itself', async (t) => {
  const { get } = await frontWith(t, async (_, response) => {
    response.setHeader('Content-Security-Policy', 'sandbox')
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.setHeader('Cache-Control', 'private, no-store')
    response.end('x')
  })
  const { headers } = await get()
  assert.deepEqual([headers['content-security-policy'], headers['referrer-policy'], headers['cache-control']], ['sandbox', 'no-referrer', 'private, no-store'])
})

test('what only parts of ours say to each other is dropped when it comes from outside', async (t) => {
  let seen: IncomingHttpHeaders = {}
  const { get } = await frontWith(t, async (request, response) => {
    seen = request.headers
    response.end()
  })
  const forged = {
    'x-middleware-subrequest': 'src/middleware', 'x-nextjs-data': '1', 'x-matched-path': '/x', 'x-now-route-matches': '1=2', 'next-resume': '1', 'next-action': 'abc',
    'x-postern-visit': 'forged', 'x-postern-remote-address': '9.9.9.9', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '9.9.9.9', 'content-security-policy': "script-src 'nonce-evil'",
  }
  await get({ headers: { ...forged, rsc: '1', 'next-router-prefetch': '1', 'x-postern': '1' } })
  for (const name of ['x-middleware-subrequest', 'x-nextjs-data', 'x-matched-path', 'x-now-route-matches', 'next-resume', 'next-action', 'x-forwarded-host', 'x-forwarded-for']) assert.equal(seen[name], undefined, name)
  assert.equal(seen['x-postern-remote-address'], '127.0.0.1')
  assert.notEqual(seen['x-postern-visit'], 'forged')
  assert.doesNotMatch(String(seen['content-security-policy']), /evil/)
  assert.deepEqual([seen.rsc, seen['next-router-prefetch'], seen['x-postern']], ['1', '1', '1'], 'what browsers and our scripts say stays')
})

test('X-Forwarded-For counts from a trusted proxy only', async (t) => {
  let seen: unknown
  const { get } = await frontWith(t, async (request, response) => {
    await new Promise((resolve) => setImmediate(resolve))
    seen = [request.headers['x-postern-remote-address'], currentClient()]
    response.end()
  }, { env: { POSTERN_HTTP_TRUSTED_PROXIES: '127.0.0.0/8' } })
  await get({ headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' } })
  assert.deepEqual(seen, ['203.0.113.7', '203.0.113.7'])
  assert.equal(currentClient(), undefined, 'outside a request it is nobody')
})

test('a page goes out with the status that it asked for, and only its own', async (t) => {
  const { get } = await frontWith(t, async (request, response) => {
    await new Promise((resolve) => setImmediate(resolve))
    if (request.url === '/gone') setPageStatus(404)
    response.end('words')
  })
  const [gone, there] = await Promise.all([get({ path: '/gone' }), get({ path: '/there' })])
  assert.deepEqual([gone.status, gone.body, there.status], [404, 'words', 200])
})

test('an empty 500 becomes a page that can be read; a script gets the bare status', async (t) => {
  const broken: Handler = async (_, response) => {
    response.statusCode = 500
    response.setHeader('content-encoding', 'gzip')
    response.write('half of ')
    response.end('nothing')
  }
  const { get } = await frontWith(t, broken)
  const page = await get({ headers: NAVIGATION })
  assert.equal(page.status, 500)
  assert.equal(page.headers['content-encoding'], undefined)
  assert.match(page.body, /<h1>Something went wrong<\/h1>[\s\S]*<\/html>\n$/)
  assert.doesNotMatch(page.body, /half of/)
  assert.equal((await get({ headers: { 'x-postern': '1', accept: 'text/html' } })).body, 'half of nothing')
})

test('a framework that throws is logged and answered', async (t) => {
  const { get, lines } = await frontWith(t, () => Promise.reject(new Error('boom')))
  const { status, body } = await get({ headers: NAVIGATION })
  assert.equal(status, 500)
  const number = /<code>([^<]+)<\/code>/.exec(body)?.[1]
  assert.ok(number && lines.some((line) => line.includes('boom') && line.includes(number)), 'the page and the log share the number')
})

test('a name that only resolves to us is not ours', async (t) => {
  const { get } = await frontWith(t, say('inside'))
  for (const host of ['evil.example:3000', 'evil.example', 'localhost.evil.example']) assert.equal((await get({ headers: { host } })).status, 421, host)
  for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000', 'LOCALHOST']) assert.equal((await get({ headers: { host } })).status, 200, host)
})

test('pages are only read; routes take posts', async (t) => {
  const { get } = await frontWith(t, say('x'))
  assert.equal((await get({ method: 'POST', path: '/sign-in' })).status, 405)
  assert.equal((await get({ method: 'POST', path: '/api/session' })).status, 200)
})

test('health answers before anybody is asked who they are', async (t) => {
  let draining = false
  const { get } = await frontWith(t, () => Promise.reject(new Error('never asked')), { isDraining: () => draining })
  assert.deepEqual([(await get({ path: '/healthz' })).status, (await get({ path: '/readyz' })).status], [200, 200])
  assert.equal((await get({ path: '/robots.txt' })).body, 'User-agent: *\nDisallow: /\n')
  draining = true
  const ready = await get({ path: '/readyz' })
  assert.deepEqual([ready.status, ready.headers.connection], [503, 'close'])
})

test('a mail server that is away makes us unready', async (t) => {
  const { get } = await frontWith(t, say('x'), { ready: false })
  assert.equal((await get({ path: '/readyz' })).status, 503)
})

test('under a base path the root leads there', async (t) => {
  const { get } = await frontWith(t, say('x'), { env: { POSTERN_HTTP_BASE_PATH: '/mail' } })
  for (const path of ['/', '/mail']) assert.equal((await get({ path })).headers.location, '/mail/')
  assert.equal((await get({ path: '/mail/healthz' })).status, 200)
  assert.equal((await get({ method: 'POST', path: '/mail/api/session' })).status, 200)
})

test('a visit cookie comes once, and not with scripts and styles', async (t) => {
  const { get } = await frontWith(t, say('x'))
  const cookie = String((await get()).headers['set-cookie'])
  assert.match(cookie, /^postern-visit=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.equal((await get({ headers: { cookie: cookie.split(';')[0] ?? '' } })).headers['set-cookie'], undefined)
  assert.equal((await get({ path: '/_next/static/x.js' })).headers['set-cookie'], undefined)
})

test('draining lets an answer under way end and takes no new connection', async (t) => {
  let finish = (): void => undefined
  const { get, port, server } = await frontWith(t, (_, response: ServerResponse) => new Promise((resolve) => {
    finish = () => {
      response.end('whole')
      resolve()
    }
  }))
  const answer = get()
  await once(server, 'request')
  const drained = drain(server, 60_000)
  const refused = connect(port, '127.0.0.1')
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
  assert.equal(error.code, 'ECONNREFUSED')
  finish()
  assert.equal((await answer).body, 'whole')
  await drained
})

test('a page leaves in one piece, compressed for whoever takes it, whatever the pieces it was written in', async (t) => {
  const page = 'Größe '.repeat(2000)
  const { get, port } = await frontWith(t, async (_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.flushHeaders()
    response.write(page.slice(0, 7))
    await new Promise((resolve) => setImmediate(resolve))
    response.write(Buffer.from(page.slice(7)))
    response.end()
  })
  const plain = await get({ headers: NAVIGATION })
  assert.deepEqual([plain.body, plain.headers['content-length'], plain.headers['content-encoding'], plain.headers['transfer-encoding']], [page, String(Buffer.byteLength(page)), undefined, undefined])
  assert.match(plain.headers.vary ?? '', /accept-encoding/i)
  for (const refusal of ['gzip;q=0', 'br', 'gzip; q=0.000']) assert.equal((await get({ headers: { ...NAVIGATION, 'accept-encoding': refusal } })).headers['content-encoding'], undefined)
  const compressed = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html', 'accept-encoding': 'br, gzip;q=0.5' } })
  assert.equal(compressed.headers.get('content-encoding'), 'gzip')
  assert.ok(Number(compressed.headers.get('content-length')) < 500)
  assert.equal(await compressed.text(), page)
  assert.ok(compressed.headers.get('content-security-policy'), 'with the headers of every answer')
})

test('what is no page passes as it is written, and so does a page without end', async (t) => {
  const { port } = await frontWith(t, async (request, response) => {
    response.setHeader('content-type', request.url === '/page' ? 'text/html' : 'text/plain')
    for (let n = 0; n < 40 && !response.destroyed; n++) response.write('x'.repeat(64 * 1024))
    if (request.url === '/page') response.end()
  })
  const stream = await fetch(`http://127.0.0.1:${port}/stream`, { headers: NAVIGATION })
  const reader = stream.body?.getReader()
  assert.equal((await reader?.read())?.done, false, 'before the end of an answer that never ends')
  await reader?.cancel()
  const page = await fetch(`http://127.0.0.1:${port}/page`, { headers: { ...NAVIGATION, 'accept-encoding': 'gzip' } })
  assert.deepEqual([(await page.text()).length, page.headers.get('content-encoding')], [40 * 64 * 1024, null])
})

test('every request is told which site it belongs to, and no browser says so itself', async (t) => {
  let seen: unknown
  const next: Handler = async (request, response) => {
    seen = request.headers['x-postern-site']
    response.end()
  }
  const file = join(mkdtempSync(join(tmpdir(), 'postern-front-')), 'postern.toml')
  t.after(() => rmSync(dirname(file), { recursive: true }))
  writeFileSync(file, '[site.lab]\nhosts = ["lab.example"]\n[site.field]\nnetworks = ["203.0.113.0/24"]\n[site.free]\n')
  const { get } = await frontWith(t, next, { env: { POSTERN_CONFIG: file, POSTERN_HTTP_TRUSTED_PROXIES: '127.0.0.1' } })
  const siteFor = async (headers: Record<string, string>): Promise<unknown> => {
    assert.equal((await get({ headers })).status, 200)
    return seen
  }
  assert.equal(await siteFor({ 'x-postern-site': 'lab' }), 'default')
  assert.equal(await siteFor({ host: 'lab.example:3000' }), 'lab')
  assert.equal(await siteFor({ 'x-forwarded-for': '203.0.113.9' }), 'field')
  assert.equal(await siteFor({ cookie: 'postern-site=free' }), 'free')
  assert.equal((await get({ headers: { host: 'other.example' } })).status, 421)
})

test('the seat is taken off the address, and whoever answers is told of it', async (t) => {
  const seen: (readonly [number, string | undefined])[] = []
  const next: Handler = async (request, response) => {
    await new Promise((resolve) => setImmediate(resolve))
    seen.push([currentSeat(), request.url])
    response.end('x')
  }
  const seatsSeen = async (paths: readonly string[], env: Record<string, string> = {}): Promise<unknown> => {
    seen.length = 0
    const { get } = await frontWith(t, next, { env })
    for (const path of paths) assert.equal((await get({ path })).status, 200)
    return [...seen]
  }
  assert.deepEqual(await seatsSeen(['/mailboxes/INBOX', '/~2/mailboxes/INBOX?page=2', '/~1', '/~4/', '/~0/', '/~1/%ff', '/~1/~2/x']), [
    [0, '/mailboxes/INBOX'], [2, '/mailboxes/INBOX?page=2'], [1, '/'], [0, '/~4/'], [0, '/~0/'], [1, '/no-such-page'], [1, '/~2/x'],
  ])
  assert.deepEqual(await seatsSeen(['/mail/~3/settings', '/~3/settings'], { POSTERN_HTTP_BASE_PATH: '/mail' }), [[3, '/mail/settings'], [0, '/~3/settings']])
  assert.deepEqual(await seatsSeen(['/~1/settings'], { POSTERN_MODULES_ACCOUNTS: 'no' }), [[0, '/~1/settings']])
  assert.deepEqual(await seatsSeen(['/~1/settings'], { POSTERN_SESSION_PUBLIC_COMPUTER: 'always' }), [[0, '/~1/settings']])
})

test('under a seat, too, pages are only read, and a broken page leads back to its mail', async (t) => {
  const { get } = await frontWith(t, async (_, response) => void response.writeHead(500).end())
  assert.equal((await get({ method: 'POST', path: '/~1/sign-in' })).status, 405)
  assert.equal((await get({ method: 'POST', path: '/~1/api/session' })).status, 500)
  assert.equal((await get({ method: 'POST', path: '/~7/api/session' })).status, 405)
  assert.match((await get({ path: '/~1/settings', headers: NAVIGATION })).body, /href="\/~1\/"/)
  assert.match((await get({ path: '/settings', headers: NAVIGATION })).body, /href="\/"/)
})

test('what programs ask is asked of the server, not of a seat', async (t) => {
  const { get } = await frontWith(t, async (request, response) => void response.writeHead(200).end(request.url))
  assert.equal((await get({ path: '/~1/.well-known/autoconfig/mail/config-v1.1.xml' })).body, '/.well-known/autoconfig/mail/config-v1.1.xml')
})

test('programs that keep passwords find the page that changes one, where the site has it', async (t) => {
  const { get } = await frontWith(t, say('the framework'), { env: { POSTERN_HTTP_BASE_PATH: '/mail' } })
  const found = await get({ path: '/.well-known/change-password' })
  assert.deepEqual([found.status, found.headers.location], [303, '/mail/password'])
  assert.equal((await get({ path: '/.well-known/change-passwords' })).body, 'the framework')
  const { get: without } = await frontWith(t, say('the framework'), { env: { POSTERN_MODULES_PASSWORD: 'no' } })
  assert.equal((await without({ path: '/.well-known/change-password' })).status, 404)
})
