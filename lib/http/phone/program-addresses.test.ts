import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { AUTODISCOVER_LIMIT } from '#lib/mail/phone/autodiscover.ts'
import { nothingCounted } from '#lib/testing/fakes/nothing-counted.ts'
import { below, readXml } from '#lib/testing/parsing/read-xml.ts'
import { createFront } from '../serving/front.ts'
import { drain } from '../serving/listeners.ts'

const ENV = {
  POSTERN_HTTP_HOST: '0.0.0.0',
  POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.org',
  POSTERN_HTTP_BEHIND_PROXY: 'true',
  POSTERN_IMAP_URL: 'imaps://imap.example.org',
  POSTERN_SMTP_URL: 'smtps://smtp.example.org',
}
const WELL_KNOWN = '/.well-known/autoconfig/mail/config-v1.1.xml'
const question = (address: string): string => `<Autodiscover><Request><EMailAddress>${address}</EMailAddress></Request></Autodiscover>`

/** A front whose framework answers 418, so that what it is asked can be told from what it is not. */
async function frontWith(t: TestContext, env: Record<string, string> = {}) {
  const front = createFront({
    config: loadConfig({ data: '/nowhere', env: { ...ENV, ...env } }),
    log: createLog('error', () => undefined),
    development: false,
    readiness: async () => ({ ready: true, reasons: [] }),
    isDraining: () => false,
    ...nothingCounted(),
    next: async (_, response) => void response.writeHead(418).end(),
  })
  const server = createServer((request, response) => void front(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => drain(server, 0))
  const { port } = server.address() as AddressInfo
  const asked = async (path: string, { method = 'GET', body = '', host = 'mail.example.org' } = {}) => {
    const sent = ask({ port, host: '127.0.0.1', path, method, headers: { host, ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }) }, agent: false }).end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string
    return { status: response.statusCode, headers: response.headers, text }
  }
  return { asked, port }
}

test('autoconfig at both of its addresses, the same for every address of a domain', async (t) => {
  const { asked } = await frontWith(t)
  for (const path of [WELL_KNOWN, '/mail/config-v1.1.xml']) {
    const answers = await Promise.all(['', '?emailaddress=jo%40example.org', '?emailaddress=nobody%40example.org', '?emailaddress=%25EMAILADDRESS%25'].map((query) => asked(path + query)))
    for (const { status, headers, text } of answers) {
      assert.deepEqual([status, headers['content-type'], text], [200, 'text/xml; charset=utf-8', answers[0]?.text])
      assert.equal(below(readXml(text), 'emailProvider/incomingServer/hostname').text, 'imap.example.org')
      assert.equal(headers['set-cookie'], undefined)
    }
    assert.equal((await asked(`${path}?emailaddress=jo%40elsewhere.example`)).status, 404)
    assert.equal((await asked(`${path}?emailaddress=jo%40elsewhere.example`, { host: 'autoconfig.elsewhere.example' })).status, 200)
    const head = await asked(path, { method: 'HEAD' })
    assert.deepEqual([head.status, head.text], [200, ''])
    const posted = await asked(path, { method: 'POST', body: 'x' })
    assert.deepEqual([posted.status, posted.headers.allow], [405, 'GET, HEAD'])
  }
})

test('autodiscover, however it is written, the same for every address but for its name', async (t) => {
  const { asked } = await frontWith(t)
  for (const path of ['/autodiscover/autodiscover.xml', '/Autodiscover/Autodiscover.xml', '/AutoDiscover/AutoDiscover.xml']) {
    const [jo, nobody] = await Promise.all(['jo@example.org', 'nobody@example.org'].map((address) => asked(path, { method: 'POST', body: question(address) })))
    assert.deepEqual([jo?.status, jo?.headers['content-type']], [200, 'text/xml; charset=utf-8'])
    assert.equal(jo?.text.replaceAll('jo@', 'X@'), nobody?.text.replaceAll('nobody@', 'X@'))
    assert.equal(below(readXml(jo?.text ?? ''), 'Response/Account/Action').text, 'settings')
    const read = await asked(path)
    assert.deepEqual([read.status, read.headers.allow], [405, 'POST'])
  }
})

test('autodiscover: what cannot be read gets the protocol’s error, what is too large ends there', async (t) => {
  const { asked, port } = await frontWith(t)
  const path = '/autodiscover/autodiscover.xml'
  const codeOf = async (body: string) => {
    const { status, text } = await asked(path, { method: 'POST', body })
    return [status, below(readXml(text), 'Response/Error/ErrorCode').text]
  }
  assert.deepEqual(await codeOf('no document'), [200, '600'])
  assert.deepEqual(await codeOf(`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${question('&e;@example.org')}`), [200, '600'])
  assert.deepEqual(await codeOf(question('jo@elsewhere.example')), [200, '500'])
  assert.deepEqual(await codeOf(question('jo@example.org') + ' '.repeat(AUTODISCOVER_LIMIT)), [413, '600'])
  // Without a length, and without an end.
  const socket = connect(port, '127.0.0.1')
  socket.write(`POST ${path} HTTP/1.1\r\nHost: mail.example.org\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${'x'.repeat(4096)}\r\n`.repeat(3)}`)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string
  assert.match(answer, /^HTTP\/1\.1 413 /)
  assert.match(answer, /<ErrorCode>600<\/ErrorCode>/)
})

test('at the root of the host, whatever the base path', async (t) => {
  const { asked } = await frontWith(t, { POSTERN_HTTP_BASE_PATH: '/mail' })
  for (const path of [WELL_KNOWN, '/mail/config-v1.1.xml']) assert.equal((await asked(path)).status, 200, path)
  assert.equal((await asked('/autodiscover/autodiscover.xml', { method: 'POST', body: question('jo@example.org') })).status, 200)
  assert.equal((await asked(`/mail${WELL_KNOWN}`)).status, 418)
})

test('switched off there is nothing, nor where no servers are named', async (t) => {
  const off = await frontWith(t, { POSTERN_MODULES_PHONE: 'no' })
  for (const path of [WELL_KNOWN, '/mail/config-v1.1.xml', '/autodiscover/autodiscover.xml']) assert.equal((await off.asked(path)).status, 404, path)
  assert.equal((await off.asked('/autodiscover/autodiscover.xml', { method: 'POST', body: question('jo@example.org') })).status, 404)
  const unnamed = await frontWith(t, { POSTERN_IMAP_URL: 'imap://127.0.0.1', POSTERN_SERVERS_DOMAIN: 'example.org' })
  assert.equal((await unnamed.asked(WELL_KNOWN)).status, 404)
  assert.match((await unnamed.asked('/autodiscover/autodiscover.xml', { method: 'POST', body: question('jo@example.org') })).text, /<ErrorCode>500</)
})
