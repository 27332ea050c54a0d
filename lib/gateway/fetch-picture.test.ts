import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { after, before, test } from 'node:test'
import { fetchPicture } from './fetch-picture.ts'
import { OUTSIDE_RULES, type OutsideRules } from './outside-request.ts'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0123456789', 'latin1')

let server: Server
let port = 0
let answer: RequestListener = (_, response) => void response.end(PNG)
const asked: { url: string | undefined; headers: Readonly<Record<string, unknown>> }[] = []

before(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const rules = (more: Partial<OutsideRules> = {}): OutsideRules => ({ ...OUTSIDE_RULES, allowed: ['public', 'loopback'], ports: [port], resolve: async () => [{ address: '127.0.0.1', family: 4 }], ...more })
const fetchFrom = (path: string, more: Partial<OutsideRules> = {}) => fetchPicture(`http://pictures.test:${port}${path}`, new AbortController().signal, rules(more))
const fails = (work: Promise<unknown>) => assert.rejects(work, { failure: 'no-such-part' })

test('a picture comes without anything that tells who asks', async () => {
  answer = (_, response) => void response.setHeader('Content-Type', 'text/html').end(PNG)
  const { mediaType, octets } = await fetchPicture(`http://user:pass@pictures.test:${port}/a.png?x=1#frag`, new AbortController().signal, rules())
  assert.deepEqual([mediaType, octets], ['image/png', PNG])
  const [{ url, headers } = { url: '', headers: {} }] = asked.splice(0)
  assert.equal(url, '/a.png?x=1')
  for (const name of ['cookie', 'referer', 'authorization', 'user-agent', 'origin']) assert.equal(headers[name], undefined, name)
})

test('only raster pictures, whatever they say they are', async () => {
  for (const body of ['<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', '<html>', '', 'GIF8']) {
    answer = (_, response) => void response.setHeader('Content-Type', 'image/png').end(body)
    await fails(fetchFrom('/'))
  }
  answer = (_, response) => void response.writeHead(404).end(PNG)
  await fails(fetchFrom('/'))
})

test('not from a private address, a loopback one, another port or another scheme; nobody is asked', async () => {
  asked.length = 0
  answer = (_, response) => void response.end(PNG)
  await fails(fetchFrom('/', { allowed: ['public'] }))
  await fails(fetchFrom('/', { ports: [80, 443] }))
  await fails(fetchFrom('/', { allowed: ['public'], resolve: async () => [{ address: '8.8.8.8', family: 4 }, { address: '127.0.0.1', family: 4 }] }))
  const strict = rules({ allowed: ['public'] })
  for (const url of [`http://127.0.0.1:${port}/`, `http://[::1]:${port}/`, `http://0x7f.1:${port}/`, `http://2130706433:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, 'file:///etc/passwd', 'ftp://pictures.test/', 'data:image/png,x', 'x', `http://pictures.test:${port}/${'x'.repeat(5000)}`]) {
    await fails(fetchPicture(url, new AbortController().signal, strict))
  }
  assert.equal(asked.length, 0)
})

test('each redirect is judged anew, and there is an end to them', async () => {
  answer = (request, response) => void (request.url === '/there' ? response.end(PNG) : response.writeHead(302, { Location: '/there' }).end())
  assert.equal((await fetchFrom('/')).mediaType, 'image/png')
  asked.length = 0
  answer = (_, response) => void response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end()
  await fails(fetchFrom('/', { ports: [port, 80] }))
  answer = (_, response) => void response.writeHead(302, { Location: '/' }).end()
  await fails(fetchFrom('/'))
  assert.ok(asked.length <= 8)
  answer = (_, response) => void response.writeHead(302, { Location: 'http://[' }).end()
  await fails(fetchFrom('/'))
})

test('a picture that is too large or too slow is given up', async () => {
  answer = (_, response) => void response.writeHead(200, { 'Content-Length': 11 * 1024 * 1024 }).write(PNG)
  await fails(fetchFrom('/'))
  answer = (_, response) => {
    response.write(PNG)
    const more = setInterval(() => response.write(Buffer.alloc(1024 * 1024)), 1)
    response.once('close', () => clearInterval(more))
  }
  await fails(fetchFrom('/'))
  answer = (_, response) => void response.write(PNG)
  await fails(fetchFrom('/', { milliseconds: 50 }))
})
