import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { makeFormToken } from '#lib/http/request/same-origin.ts'
import type { Composition } from '#lib/mail/composition.ts'
import { startEmbedded } from './embedded-server.ts'
import { type Asked, type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import { GatewaySite, letter, type ServerUnderTest } from './site.ts'

/** What a browser says when the device shares with the installed application. */
const FROM_DEVICE = { Origin: 'null', 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
const HERE = { Accept: 'application/json' }

function shared(fields: Readonly<Record<string, string>>, ...files: readonly (readonly [name: string, text: string, type?: string])[]): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, text, type = 'text/plain'] of files) form.append('files', new File([text], name, { type }))
  return form
}

describe('what a device hands over', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  let config: Config
  const alice = new RouteBrowser()

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded) => (config = loaded))
    site = new GatewaySite(server.address)
    assert.equal((await alice.signIn(server.alice)).status, 303)
  })
  after(async () => {
    await gateway.end()
    site.close()
    await server.stop()
  })

  const share = (browser: RouteBrowser, upload: FormData, headers: Asked['headers'] = FROM_DEVICE) => browser.ask('/api/shares', { upload, headers })
  const placeOf = (answer: Response): URL => new URL(answer.headers.get('location') ?? '', ORIGIN)
  const read = async (browser: RouteBrowser, at: URL): Promise<Composition> => {
    const view = (await (await browser.ask(`/api/compositions/${at.pathname.split('/').at(-1) ?? ''}`, { headers: HERE })).json()) as { readonly composition: Composition }
    return view.composition
  }
  const spooled = () => readdir(join(config.data, 'gateway/spool'))

  test('texts and files become a message of whoever is signed in; two at once become two, and nothing is sent', async () => {
    const answers = await Promise.all([
      share(alice, shared({ title: 'Tide\r\nBcc: evil@example.test', text: 'Look at this', url: 'https://pier.example/tides' }, ['a.txt', 'first'], ['../b.html', '<b>second</b>', 'text/html; charset=utf-8'])),
      share(alice, shared({ title: '', text: 'See https://pier.example/', url: 'https://pier.example/' })),
    ])
    const [first, second] = await Promise.all(answers.map(async (answer) => {
      assert.equal(answer.status, 303)
      assert.match(placeOf(answer).pathname, /^\/compose\/[\w-]{22}$/)
      return read(alice, placeOf(answer))
    }))
    assert.notEqual(first?.id, second?.id)
    assert.deepEqual([first?.kind, first?.to, first?.bcc, first?.subject], ['new', '', '', 'Tide Bcc: evil@example.test'])
    assert.match(first?.body ?? '', /^Look at this\n\nhttps:\/\/pier\.example\/tides\n/)
    assert.deepEqual(first?.attachments.map(({ name, mediaType, size }) => [name, mediaType, size]), [['a.txt', 'text/plain', 5], ['b.html', 'text/html', 13]])
    assert.match(second?.body ?? '', /^See https:\/\/pier\.example\/\n/, 'an address that stands in the text is not said twice')
  })

  test('fields after the files count, too', async () => {
    const form = shared({}, ['a.txt', 'first'])
    form.append('title', 'Later')
    const found = await read(alice, placeOf(await share(alice, form)))
    assert.deepEqual([found.subject, found.attachments.length], ['Later', 1])
  })

  test('no page elsewhere shares anything, nor one that does not say where it is', async () => {
    const count = async () => ((await (await alice.ask('/api/compositions', { headers: HERE })).json()) as unknown[]).length
    const before = [await count(), (await spooled()).length]
    const foreign: Asked['headers'][] = [
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'http://lab.127.0.0.1:3000', 'Sec-Fetch-Site': 'same-site' },
    ]
    for (const headers of foreign) assert.equal((await share(alice, shared({ title: 'Forged' }, ['x', 'y']), headers)).status, 403, JSON.stringify(headers))
    const silent = new RouteBrowser()
    silent.cookie = alice.cookie
    silent.says = {}
    assert.equal((await silent.ask('/api/shares', { upload: shared({ title: 'Forged' }, ['x', 'y']) })).status, 403)
    assert.deepEqual([await count(), (await spooled()).length], before)
    // What the device may do here it may do nowhere else.
    for (const path of ['/api/compositions', '/api/message-files', `/api/shares/${'s'.repeat(22)}`]) {
      assert.equal((await alice.ask(path, { form: { subject: 'Forged' }, headers: FROM_DEVICE })).status, 403, path)
    }
  })

  test('what is shared after the session has ended waits: sign in, and go on', async () => {
    const late = new RouteBrowser()
    const answer = await share(late, shared({ title: 'Kept', text: 'while away' }, ['photo.txt', 'picture']))
    const to = placeOf(answer)
    assert.deepEqual([answer.status, to.pathname], [303, '/sign-in'])
    const next = new URL(to.searchParams.get('next') ?? '', ORIGIN)
    const id = next.searchParams.get('shared') ?? ''
    assert.deepEqual([next.pathname, id.length], ['/compose', 22])
    await late.signIn(server.alice)
    const elsewhere = new RouteBrowser()
    await elsewhere.signIn(server.bob)
    const take = (browser: RouteBrowser, headers: Asked['headers'] = {}) => browser.ask(`/api/shares/${id}`, { form: {}, headers })
    assert.match((await take(elsewhere, { 'x-postern-visit': 'w'.repeat(22) })).headers.get('location') ?? '', /failed=/, 'another browser has not got it')
    const begun = await take(late)
    const found = await read(late, placeOf(begun))
    assert.deepEqual([begun.status, found.subject, found.attachments.map(({ name }) => name)], [303, 'Kept', ['photo.txt']])
    assert.match((await take(late)).headers.get('location') ?? '', /failed=/, 'once')
  })

  test('strangers fill no disk: the oldest of an address makes room, and its files go', async () => {
    const before = (await spooled()).length
    for (let n = 0; n < 6; n++) assert.equal((await share(new RouteBrowser(), shared({}, [`${n}.txt`, 'x']), { ...FROM_DEVICE, 'x-postern-remote-address': '203.0.113.9' })).status, 303)
    assert.equal((await spooled()).length - before, 3)
  })

  test('a file that is too large costs neither the text nor the others', async () => {
    setProcessSingleton('config', { ...config, sites: config.sites.map((each) => ({ ...each, limits: { ...each.limits, messageSize: 100_000 } })) })
    try {
      const to = placeOf(await share(alice, shared({ title: 'Much' }, ['small.txt', 'x'], ['large.bin', 'y'.repeat(90_000)])))
      assert.match(failedForm(to.searchParams.get('failed') ?? '')?.sentence ?? '', /large\.bin/)
      const found = await read(alice, to)
      assert.deepEqual([found.subject, found.attachments.map(({ name }) => name)], ['Much', ['small.txt']])
    } finally {
      setProcessSingleton('config', config)
    }
  })

  test('a message in a file is opened on the page of an attached message; what is none leaves nothing', async () => {
    const drafts = async () => ((await (await alice.ask('/api/mailboxes/Drafts/messages', { headers: HERE })).json()) as { readonly total: number }).total
    const open = (content: Uint8Array<ArrayBuffer> | string, name = 'From the pier.eml') => {
      const form = new FormData()
      form.append('token', makeFormToken('v'.repeat(22)))
      form.append('file', new File([content], name, { type: 'text/html' }))
      return alice.ask('/api/message-files', { upload: form })
    }
    const message = letter({ From: 'Eve <eve@example.test>', To: 'alice@example.test', Subject: 'Inside', 'Content-Type': 'text/html' }, '<p>Hello <script>alert(1)</script><img src="https://tracker.example/x"></p>')
    const answer = await open(new Uint8Array(message))
    const to = placeOf(answer)
    assert.deepEqual([answer.status, /^\/mailboxes\/Drafts\/\d+\.\d+\/parts\/2$/.test(to.pathname)], [303, true], to.pathname)
    const { openOwnPage } = await import('#lib/gateway/reading/open-own-page.ts')
    const [uidValidity = 0, uid = 0] = (to.pathname.split('/')[3] ?? '').split('.').map(Number)
    const view = await openOwnPage(site.connections(server.alice), { mailbox: 'Drafts', uidValidity, uid } as Parameters<typeof openOwnPage>[1], '2')
    assert.equal(view.kind === 'message' && view.message.subject, 'Inside')
    assert.equal(await drafts(), 1)
    for (const wrong of ['<!doctype html><script>alert(1)</script>', 'No header here\n', '', 'Subject: x\n\n\0\0'] as const) {
      const refused = placeOf(await open(wrong))
      assert.deepEqual([refused.pathname, failedForm(refused.searchParams.get('failed') ?? '')?.refusal?.name], ['/open', 'file-no-message'], wrong)
    }
    assert.equal(await drafts(), 1)
  })
})
