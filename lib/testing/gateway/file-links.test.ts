import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { processSingleton, setProcessSingleton } from '#lib/http/process-singleton.ts'
import type { Composition } from '#lib/mail/composition.ts'
import type { FileLink, FileLinkRules } from '#lib/mail/writing/file-link.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { ORIGIN, RouteBrowser } from './route-site.ts'

interface Answer {
  readonly id: string
  readonly received: number
  readonly linked?: true
  readonly composition?: Composition
}

const JSON_WANTED = { Accept: 'application/json' }
const configured = (): Config => processSingleton<Config>('config', () => assert.fail())

/** The site lets people send links from now on, or nobody any more. */
function allow(fileLinks: FileLinkRules, messageSize = 30_000): void {
  const config = configured()
  const [site, ...others] = config.sites
  setProcessSingleton('config', { ...config, sites: [{ ...site, fileLinks, limits: { ...site.limits, messageSize } }, ...others] })
}
const RULES: FileLinkRules = { days: 7, size: 500_000, quota: 900_000, downloads: 2 }

describe('a link in place of a file that is too large', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const stranger = new RouteBrowser()
  const spooled = (): readonly string[] => readdirSync(join(configured().data, 'gateway', 'spool'))

  /** What the form posts without scripts. */
  const post = async (composition: Composition, file: File, more: Readonly<Record<string, string>> = {}): Promise<{ readonly location: string; readonly kept: Composition }> => {
    const upload = new FormData()
    const fields = { to: 'bob@example.test', subject: 'Film', body: 'Dear Bob,', format: composition.format, revision: String(composition.revision), ...more }
    for (const [name, value] of Object.entries(fields)) upload.append(name, value)
    upload.append('files', file)
    upload.append('intent', 'attach')
    const response = await desk.browser.ask(`/api/compositions/${composition.id}`, { upload })
    assert.equal(response.status, 303)
    return { location: response.headers.get('location') ?? '', kept: (await desk.get<{ composition: Composition }>(`/api/compositions/${composition.id}`)).composition }
  }
  const addressIn = (text: string): string => new URL(/^http:\/\/127\.0\.0\.1:3000\/linked-files\/\S+$/m.exec(text)?.[0] ?? assert.fail(text)).pathname
  const links = () => desk.get<readonly FileLink[]>('/api/file-links')
  const takeBackAll = async (): Promise<void> => {
    for (const { id } of await links()) await desk.browser.ask('/api/file-links', { json: { intent: 'remove', id } })
  }

  test('where no administrator wants it nobody sends one, and the form of a file that is too large says nothing of it', async () => {
    const begun = await desk.begin()
    const refused = await desk.browser.ask(`/api/compositions/${begun.id}/uploads`, { json: { name: 'film.mp4', mediaType: 'video/mp4', size: 200_000, asLink: true } })
    assert.equal(refused.status, 400)
    const huge = await desk.browser.ask(`/api/compositions/${begun.id}/uploads`, { json: { name: 'film.mp4', mediaType: 'video/mp4', size: 10 ** 12 } })
    assert.doesNotMatch(((await huge.json()) as { sentence: string }).sentence, /link/)
    const { kept } = await post(begun, new File(['x'], 'film.mp4'), { 'as-link': '1' })
    assert.deepEqual([kept.body, kept.attachments, await links()], ['Dear Bob,', [], []])
  })

  test('without scripts: the refusal says it, the box makes one, and the text says name, size, end and address', async () => {
    allow(RULES)
    const begun = await desk.begin()
    const film = new File([Buffer.alloc(200_000, 7)], 'film "1".mp4')
    const refused = await post(begun, film)
    assert.deepEqual([refused.kept.attachments, refused.kept.body], [[], 'Dear Bob,'])
    const sentence = await desk.browser.ask(`/api/compositions/${begun.id}/uploads`, { json: { name: 'film.mp4', mediaType: '', size: 200_000 } })
    assert.match(((await sentence.json()) as { sentence: string }).sentence, /too large to be attached.*send a link/)
    const larger = await desk.browser.ask(`/api/compositions/${begun.id}/uploads`, { json: { name: 'film.mp4', mediaType: '', size: 500_001 } })
    assert.doesNotMatch(((await larger.json()) as { sentence: string }).sentence, /link/, 'too large for a link, too')
    const { kept } = await post(refused.kept, film, { 'as-link': '1' })
    assert.match(kept.body, /^Dear Bob,\n\n“film "1"\.mp4” \(200 KB\), to download until .*20\d\d.*:\nhttp:\/\/127\.0\.0\.1:3000\/linked-files\/[\w-]{32}\n$/)
    assert.deepEqual(kept.attachments, [])
    const got = await stranger.ask(addressIn(kept.body))
    assert.deepEqual([got.status, Buffer.from(await got.arrayBuffer()).equals(Buffer.alloc(200_000, 7))], [200, true])
    assert.deepEqual((await links()).map(({ name, size, downloads, most }) => [name, size, downloads, most]), [['film "1".mp4', 200_000, 1, 2]])
    await takeBackAll()
  })

  test('in pieces: announced as a link, gone on with after a break, and put into a message in HTML', async () => {
    allow(RULES)
    const begun = await desk.begin()
    const uploads = `/api/compositions/${begun.id}/uploads`
    const announced = { name: 'film.mp4', mediaType: 'video/mp4', size: 6, modified: 1, asLink: true }
    const { id } = await desk.post<Answer>(uploads, announced)
    const send = (offset: number, piece: string) => desk.browser.ask(`${uploads}/${id}`, { method: 'POST', octets: piece, headers: { 'X-Postern': '1', 'Upload-Offset': String(offset) } })
    await send(0, 'abc')
    assert.deepEqual(await desk.post<Answer>(uploads, announced), { id, received: 3 })
    assert.deepEqual(await (await send(3, 'def')).json(), { id, received: 6, linked: true })
    await desk.post(`/api/compositions/${begun.id}`, { intent: 'save', revision: begun.revision, body: 'x', format: 'html', html: '<div>Dear <b>Bob</b></div>' })
    const { composition } = await desk.post<{ composition: Composition }>(`/api/compositions/${begun.id}`, { intent: 'insert-link', attachment: id })
    assert.match(composition.html, /<div>Dear <b>Bob<\/b><\/div>.*film\.mp4.*<a href="http:\/\/127\.0\.0\.1:3000\/linked-files\/([\w-]{32})">http:\/\/127\.0\.0\.1:3000\/linked-files\/\1<\/a>/)
    assert.equal(await (await stranger.ask(addressIn(composition.body))).text(), 'abcdef')
    await takeBackAll()
  })

  test('whatever it holds, it is octets to be saved: in pieces, in no cache, in no index, never as a page; only headers cost nothing', async () => {
    allow(RULES)
    const page = '<script>alert(1)</script>'
    const { kept } = await post(await desk.begin(), new File([page], 'page.html', { type: 'text/html' }), { 'as-link': '1' })
    const address = addressIn(kept.body)
    const asked = async (method: string | undefined, headers: Readonly<Record<string, string>>) => {
      const response = method === 'HEAD' ? await head(address, headers) : await stranger.ask(address, { headers })
      const { status, headers: said } = response
      return [status, said.get('content-length'), said.get('content-range'), await response.text()]
    }
    const whole = await head(address)
    assert.deepEqual(
      ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options', 'cache-control', 'referrer-policy', 'accept-ranges', 'x-robots-tag', 'set-cookie'].map((name) => whole.headers.get(name)),
      ['application/octet-stream', 'attachment; filename="page.html"', "sandbox; default-src 'none'", 'nosniff', 'private, no-store, no-transform', 'no-referrer', 'bytes', 'noindex, nofollow', null],
    )
    const tag = whole.headers.get('etag') ?? ''
    assert.deepEqual((await links())[0]?.downloads, 0)
    assert.deepEqual(await asked('GET', { Range: 'bytes=1-6' }), [206, '6', 'bytes 1-6/25', 'script'])
    assert.deepEqual(await asked('GET', { Range: 'bytes=1-6', 'If-Range': '"another"' }), [200, '25', null, page])
    assert.deepEqual(await asked('GET', { Range: 'bytes=24-', 'If-Range': tag }), [206, '1', 'bytes 24-24/25', '>'])
    assert.deepEqual(await asked('HEAD', { Range: 'bytes=1-6' }), [206, '6', 'bytes 1-6/25', ''])
    assert.deepEqual(await asked('GET', { Range: 'bytes=25-' }), [416, null, 'bytes */25', ''])
    assert.deepEqual((await links())[0]?.downloads, 2)
    // 32 of 50 octets are gone: a whole one is more than what is left, a piece is not.
    assert.equal((await stranger.ask(address, { headers: JSON_WANTED })).status, 404)
    assert.equal((await asked('GET', { Range: 'bytes=0-17' }))[0], 206)
    assert.equal((await asked('GET', { Range: 'bytes=0-0' }))[0], 404)
    await takeBackAll()
  })

  test('a download that is broken off counts what left; taken back, ended or switched off it opens nothing, and all that says the same', async () => {
    allow({ ...RULES, downloads: 1 })
    const { kept } = await post(await desk.begin(), new File([Buffer.alloc(400_000)], 'film.mp4'), { 'as-link': '1' })
    const address = addressIn(kept.body)
    const begun = await stranger.ask(address)
    const reader = begun.body?.getReader()
    const first = (await reader?.read())?.value?.length ?? 0
    await reader?.cancel()
    assert.ok(first > 0 && first < 400_000)
    assert.equal((await stranger.ask(address, { headers: JSON_WANTED })).status, 404)
    const rest = await stranger.ask(address, { headers: { Range: `bytes=${first}-` } })
    assert.deepEqual([rest.status, (await rest.arrayBuffer()).byteLength], [206, 400_000 - first])
    const said = async (path: string) => {
      const answer = await stranger.ask(path, { headers: JSON_WANTED })
      const { failure, sentence } = (await answer.json()) as { failure: string; sentence: string }
      return [answer.status, failure, sentence]
    }
    const never = await said(`/linked-files/${'f'.repeat(32)}`)
    assert.deepEqual(await said(address), never, 'used up')
    allow({ ...RULES, days: 0 })
    assert.deepEqual(await said(address), never, 'switched off')
    allow(RULES)
    const [link] = await links()
    const bob = new RouteBrowser()
    await bob.signIn(desk.server.bob)
    assert.equal((await bob.ask('/api/file-links', { json: { intent: 'remove', id: link?.id } })).status, 204)
    assert.deepEqual([(await links()).length, await (await bob.ask('/api/file-links', { headers: JSON_WANTED })).json()], [1, []])
    assert.ok(spooled().includes(link?.id ?? ''))
    const removed = await desk.browser.ask('/api/file-links', { form: { intent: 'remove', id: link?.id ?? '' } })
    assert.deepEqual([removed.status, new URL(removed.headers.get('location') ?? '', 'http://x').pathname, spooled().includes(link?.id ?? '')], [303, '/file-links', false])
    assert.deepEqual(await said(address), never, 'taken back')
  })

  test('too large, too many, empty: refused before any of it is kept', async () => {
    allow(RULES)
    const begun = await desk.begin()
    const announce = async (size: number) => (await desk.browser.ask(`/api/compositions/${begun.id}/uploads`, { json: { name: 'film.mp4', mediaType: '', size, asLink: true } })).status
    assert.deepEqual([await announce(500_001), await announce(500_000), await announce(400_001)], [413, 200, 507])
    const before = spooled()
    const { kept } = await post(begun, new File([Buffer.alloc(400_001)], 'film.mp4'), { 'as-link': '1' })
    await post(kept, new File([''], 'empty.txt'), { 'as-link': '1' })
    assert.deepEqual([spooled(), await links()], [before, []])
  })

  test('no log names what opens a link', async () => {
    allow({ ...RULES, quota: 10 ** 9 })
    const { kept } = await post(await desk.begin(), new File(['x'], 'secret plan.txt'), { 'as-link': '1' })
    const address = addressIn(kept.body)
    await (await stranger.ask(address)).text()
    await stranger.ask(`${address}x`)
    assert.ok(desk.logged.some((line) => line.includes('linked file fetched')))
    assert.ok(!desk.logged.some((line) => line.includes(address.split('/').at(-1) ?? '') || line.includes('secret plan')))
    assert.ok(existsSync(join(configured().data, 'gateway', 'spool')))
  })
})

/** The framework answers HEAD by the handler of GET. */
async function head(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { GET } = await import('../../../app/linked-files/[token]/route.ts')
  return GET(new Request(new URL(address, ORIGIN), { method: 'HEAD', headers }), { params: Promise.resolve({ token: address.split('/').at(-1) ?? '' }) })
}
