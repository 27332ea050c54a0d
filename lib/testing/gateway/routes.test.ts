import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import { GatewaySite, letter, put, type ServerUnderTest } from './site.ts'
import { guessersIn } from '../manual/login-guard.ts'
import { failedForm, notice } from '#lib/http/failed-forms.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { writeTnef } from '../parsing/write-tnef.ts'

const HOSTILE = ['<p>Look: <img src="cid:pic@x"> <img src="https://tracker.test/p.png"></p>', '<script>alert(1)</script>', '<a href="https://shop.test/">shop</a>'].join('')
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const MIXED = letter({ From: 'Eve <eve@example.test>', Subject: 'Parts', 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' }, [
  '--b', 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html; charset=utf-8', '', HOSTILE,
  '--r', 'Content-Type: image/png', 'Content-ID: <pic@x>', 'Content-Transfer-Encoding: base64', '', PNG.toString('base64'), '--r--',
  '--b', 'Content-Type: text/html; name="..\\\\evil\u202e.html"', 'Content-Disposition: attachment; filename="../../ev\u202eil%0d%0aX.html"', '', '<script>alert(2)</script>',
  '--b', 'Content-Type: image/png; name=fake.png', 'Content-Disposition: attachment; filename=fake.png', '', '<svg onload=alert(3)>',
  '--b', 'Content-Type: text/plain; charset=iso-8859-1; name=notes.txt', 'Content-Disposition: attachment', 'Content-Transfer-Encoding: quoted-printable', '', 'Gr=FC=DFe', '--b--', '',
].join('\r\n'))

describe('the routes of reading', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  let message: MessageRef
  const alice = new RouteBrowser()
  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server)
    site = new GatewaySite(server.address)
    message = await put(site.connections(server.alice), 'INBOX', MIXED)
    assert.equal((await alice.signIn(server.alice)).status, 303)
  })
  after(async () => {
    await gateway.end()
    site.close()
    await server.stop()
  })
  const url = (rest = '') => `/api/mailboxes/INBOX/messages/${message.uidValidity}.${message.uid}${rest}`
  const json = { Accept: 'application/json' }

  test('a file that stands in a text by uuencode is taken out of it and listed, to look at and to keep; an answer keeps the text as it is', async () => {
    await createMailbox(site.connections(server.alice), 'Old')
    const cat = 'begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n'
    const gif = 'begin 644 dot.gif\r\n.1TE&.#EA`0`!````.P``\r\n`\r\nend\r\n'
    const lie = cat.replace('cat.txt', '../evil.png').replace('#0V%T', '#0V%T')
    const ref = await put(site.connections(server.alice), 'Old', letter({ From: 'a@example.test', Subject: 'Old' }, `Words before.\r\n\r\n${cat}Between.\r\n> begin 644 told.txt\r\n${gif}${lie}After.\r\n`))
    const at = (rest = ''): string => `/api/mailboxes/Old/messages/${ref.uidValidity}.${ref.uid}${rest}`
    const view = (await (await alice.ask(at(), { headers: json })).json()) as MessageView
    assert.equal(view.bodies[0]?.text.trim(), 'Words before.\n\nBetween.\n> begin 644 told.txt\nAfter.')
    assert.deepEqual(view.attachments.map(({ section, packed, name, mediaType, size, viewable }) => [section, packed, name, mediaType, size, viewable]), [
      ['1', 0, 'cat.txt', 'text/plain', 3, true], ['1', 1, 'dot.gif', 'image/gif', 14, true], ['1', 2, 'evil.png', 'image/png', 3, true],
    ])
    const answer = async (rest: string) => {
      const response = await alice.ask(at(`/parts/1/files/${rest}`))
      return [response.status, response.headers.get('content-type'), response.headers.get('content-disposition'), Buffer.from(await response.arrayBuffer()).toString('latin1')]
    }
    assert.deepEqual(await answer('0'), [200, 'text/plain; charset=utf-8', 'attachment; filename="cat.txt"', 'Cat'])
    assert.deepEqual(await answer('0?view=1'), [200, 'text/plain; charset=utf-8', 'inline; filename="cat.txt"', 'Cat'])
    assert.deepEqual((await answer('1?view=1')).slice(0, 3), [200, 'image/gif', 'inline; filename="dot.gif"'])
    assert.deepEqual((await answer('2?view=1')).slice(0, 3), [200, 'application/octet-stream', 'attachment; filename="evil.png"'], 'which is no picture')
    assert.equal((await alice.ask(at('/parts/1/files/3'), { headers: json })).status, 404)
    const page = (await openMessage(site.connections(server.alice), ref, { markSeen: false })).bodies[0]?.text
    assert.match(page ?? '', /begin 644 cat\.txt/, 'whoever goes on with the text has all of it')
  })

  test('a uuencoded file that is longer than what is read of a text is one as well', async () => {
    await createMailbox(site.connections(server.alice), 'Long')
    const line = `M${'0V%T'.repeat(15)}\r\n`
    const ref = await put(site.connections(server.alice), 'Long', letter({ From: 'a@example.test', Subject: 'Long' }, `Words.\r\nbegin 644 long.bin\r\n${line.repeat(4_000)}\`\r\nend\r\n`))
    const at = `/api/mailboxes/Long/messages/${ref.uidValidity}.${ref.uid}`
    const view = (await (await alice.ask(at, { headers: json })).json()) as MessageView
    const [file] = view.attachments
    assert.deepEqual([view.bodies[0]?.text.trim(), file?.name], ['Words.', 'long.bin'])
    assert.ok(Math.abs((file?.size ?? 0) - 180_000) < 1_800, String(file?.size))
    assert.equal((await (await alice.ask(`${at}/parts/1/files/0`)).arrayBuffer()).byteLength, 180_000)
  })

  test('the footer that a mailing list put below base64 is read as words', async () => {
    await createMailbox(site.connections(server.alice), 'Lists')
    const content = `${Buffer.from('Gr\u00fc\u00dfe und mehr davon.\n'.repeat(5)).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`
    const ref = await put(site.connections(server.alice), 'Lists', letter({ From: 'a@example.test', Subject: 'List', 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' }, `${content}_____\r\nThe list: https://lists.example.org/\r\n`))
    const view = (await (await alice.ask(`/api/mailboxes/Lists/messages/${ref.uidValidity}.${ref.uid}`, { headers: json })).json()) as MessageView
    assert.match(view.bodies[0]?.text ?? '', /^(?:Gr\u00fc\u00dfe und mehr davon\.\n){5}\n_____\nThe list: https:\/\/lists\.example\.org\/\n$/)
  })

  test('the pictures of HTML are named for where only its text is shown, and are no attachments', async () => {
    const view = (await (await alice.ask(url(), { headers: json })).json()) as MessageView
    assert.deepEqual(view.pictures?.map(({ section, mediaType, viewable }) => [section, mediaType, viewable]), [['1.2', 'image/png', true]])
    assert.ok(view.attachments.every(({ section }) => section !== '1.2'))
  })

  test('all attachments come in one archive; a message inside is kept; what is taken out is gone, and the message stays', async () => {
    await createMailbox(site.connections(server.alice), 'Files')
    const inner = 'Subject: Inside\r\nDate: Tue, 02 Jan 2024 03:04:05 +0000\r\n\r\nInner text.'
    const tnef = writeTnef([{ title: '..\\evil.html', content: Buffer.from('<script>alert(1)</script>') }]).toString('base64')
    const content = letter({ From: 'a@example.test', Subject: 'Three', 'Content-Type': 'multipart/mixed; boundary=b' }, [
      '--b', 'Content-Type: text/plain', '', 'Hello.', '--b', 'Content-Type: application/pdf; name="../a.pdf"', '', '%PDF',
      '--b', 'Content-Type: message/rfc822', '', inner, '--b', 'Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64', '', tnef, '--b--', '',
    ].join('\r\n'))
    const ref = await put(site.connections(server.alice), 'Files', content)
    const at = (rest: string): string => `/api/mailboxes/Files/messages/${ref.uidValidity}.${ref.uid}${rest}`

    const archive = await alice.ask(at('/attachments'))
    assert.deepEqual([archive.status, archive.headers.get('content-type'), archive.headers.get('content-security-policy')], [200, 'application/zip', "sandbox; default-src 'none'"])
    const octets = Buffer.from(await archive.arrayBuffer())
    assert.equal(octets.toString('latin1', 0, 4), 'PK\x03\x04')
    for (const text of ['a.pdf', 'Inside.eml', 'winmail.dat', inner]) assert.ok(octets.includes(text), text)
    assert.ok(!octets.includes('../'))

    const packed = await alice.ask(at('/parts/4/files/0'))
    assert.deepEqual([packed.status, packed.headers.get('content-type'), packed.headers.get('content-disposition')], [200, 'application/octet-stream', 'attachment; filename="evil.html"'])
    assert.equal((await alice.ask(at('/parts/4/files/1'), { headers: json })).status, 404)
    assert.equal((await alice.ask(at('/parts/2/files/0'), { headers: json })).status, 404)

    assert.equal((await alice.ask(at('/parts/3'), { json: { target: '' } })).status, 400)
    assert.equal((await alice.ask(at('/parts/3'), { json: { target: 'Nowhere' } })).status, 404)
    const kept = (await (await alice.ask(at('/parts/3'), { json: { target: 'Files' } })).json()) as { id: string }
    assert.match(await (await alice.ask(`/api/mailboxes/Files/messages/${kept.id}`, { headers: json })).text(), /Inner text\./)

    const unconfirmed = await alice.ask(at('/attachments'), { form: { part: ['2', '4'], return: '/x' } })
    assert.match(unconfirmed.headers.get('location') ?? '', /^\/x\?failed=/)
    assert.equal((await alice.ask(at(''), { headers: json })).status, 200, 'nothing was removed')
    const removed = await alice.ask(at('/attachments'), { form: { part: ['2', '4'], confirm: 'yes' } })
    const location = removed.headers.get('location') ?? ''
    assert.match(location, /^\/mailboxes\/Files\/[0-9.]+\?notice=/)
    assert.equal((await alice.ask(at(''), { headers: json })).status, 404, 'the old message is gone')
    const view = (await (await alice.ask(`/api${location.split('?')[0]?.replace('Files/', 'Files/messages/')}`, { headers: json })).json()) as MessageView
    assert.deepEqual(view.attachments.map(({ name }) => name), ['Inside.eml'])
    assert.match(view.bodies.map(({ text }) => text).join('\n'), /Hello\.[^]*Removed attachment: a\.pdf \(application\/pdf, /)
  })

  test('signing in answers 303 with a cookie that scripts cannot read, and goes where it was asked to, on our own site only', async () => {
    const browser = new RouteBrowser()
    const response = await browser.ask('/api/session', { form: { ...server.alice, next: '/mailboxes/INBOX?page=2' } })
    assert.deepEqual([response.status, response.headers.get('location')], [303, '/mailboxes/INBOX?page=2'])
    assert.match(response.headers.getSetCookie()[0] ?? '', /^postern=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
    for (const next of ['https://evil.test/', '//evil.test/', '/\\evil.test', '/x\r\nSet-Cookie: a=b']) {
      assert.equal((await browser.ask('/api/session', { form: { ...server.alice, next } })).headers.get('location'), '/mailboxes/INBOX', next)
    }
  })

  test('a refused sign-in keeps what was typed, but never the password, and says what to do', async () => {
    const browser = new RouteBrowser()
    const response = await browser.ask('/api/session', { form: { user: 'alice', password: 'wrong-and-secret', return: '/sign-in?next=%2Fx' } })
    const location = new URL(response.headers.get('location') ?? '', ORIGIN)
    assert.deepEqual([response.status, location.pathname, location.searchParams.get('next')], [303, '/sign-in', '/x'])
    const form = failedForm(location.searchParams.get('failed') ?? '')
    assert.deepEqual([form?.failure, form?.status, form?.fields.user, form?.fields.password], ['sign-in-refused', 401, ['alice'], undefined])
    assert.match(`${form?.sentence} ${form?.hint}`, /password.*try again/)
    const script = await browser.ask('/api/session', { json: { user: 'alice', password: 'wrong-and-secret' } })
    assert.equal(script.status, 401)
    assert.equal(browser.cookie, '')
    assert.ok(!gateway.logged.join('').includes('wrong-and-secret'))
    assert.ok(gateway.logged.some((line) => line.includes(form?.requestId ?? 'none')), 'the log has the number that the person sees')
    await browser.ask('/api/session', { form: { user: 'alice', password: 'wrong-and-secret' }, headers: { 'x-postern-remote-address': '203.0.113.9' } })
    assert.deepEqual(guessersIn(gateway.logged), ['203.0.113.9'], 'as the manual tells fail2ban')
  })

  test('unreachable, foreign and forbidden servers each have their failure', async () => {
    const browser = new RouteBrowser()
    const failure = async (more: Record<string, string>) => {
      const response = await browser.ask('/api/session', { json: { ...server.alice, ...more } })
      return [response.status, ((await response.json()) as { failure: string }).failure]
    }
    assert.deepEqual(await failure({ host: 'imap.example.test', port: '25', security: 'tls' }), [403, 'server-not-allowed'])
    assert.deepEqual(await failure({ host: '10.0.0.1', port: '993', security: 'tls' }), [403, 'server-not-allowed'])
    assert.deepEqual(await failure({ host: '169.254.169.254', port: '993', security: 'tls' }), [403, 'server-not-allowed'])
    assert.deepEqual(await failure({ host: 'imap.example.test', port: '143', security: 'none' }), [403, 'server-not-allowed'])
    assert.deepEqual(await failure({ host: 'a b', port: '993', security: 'tls' }), [400, 'invalid'])
    assert.deepEqual(await failure({ host: 'nowhere.invalid', port: '993', security: 'tls' }), [502, 'server-unreachable'])
  })

  test('a request from elsewhere changes nothing; a text browser proves itself by its token', async () => {
    const browser = new RouteBrowser()
    await browser.signIn(server.alice)
    const act = { action: 'flag', message: `${message.uidValidity}.${message.uid}` }
    for (const says of [{ Origin: 'https://evil.test' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site', Origin: ORIGIN }, { Origin: 'null' }]) {
      browser.says = says
      assert.equal((await browser.ask('/api/mailboxes/INBOX/messages', { form: act })).status, 403, JSON.stringify(says))
    }
    browser.says = {}
    assert.equal((await browser.ask('/api/mailboxes/INBOX/messages', { form: { ...act, token: 'forged' } })).status, 403)
    const { makeFormToken } = await import('#lib/http/request/same-origin.ts')
    const { sessionOf } = await import('#lib/http/wiring.ts')
    const session = await sessionOf(new Request(ORIGIN, { headers: { Cookie: browser.cookie } }))
    assert.equal((await browser.ask('/api/mailboxes/INBOX/messages', { form: { ...act, token: makeFormToken(session?.id ?? '') } })).status, 303)
    browser.says = { Origin: ORIGIN }
    assert.equal((await browser.ask('/api/mailboxes/INBOX/messages', { json: { action: 'unflag', messages: [act.message] }, headers: { 'X-Postern': '' } })).status, 200)
  })

  test('every route refuses whoever is not signed in', async () => {
    const nobody = new RouteBrowser()
    for (const path of ['/api/mailboxes', '/api/mailboxes/INBOX/messages', url(), url('/source'), url('/parts/1'), url('/html/1.1'), '/api/events']) {
      assert.equal((await nobody.ask(path, { headers: json })).status, 401, path)
      const page = await nobody.ask(path)
      assert.deepEqual([page.status, page.headers.get('location')], [303, '/sign-in'], path)
    }
    for (const path of ['/api/mailboxes', '/api/mailboxes/INBOX/rename', '/api/mailboxes/INBOX/delete', '/api/mailboxes/INBOX/messages', '/api/session/end']) {
      assert.equal((await nobody.ask(path, { json: {} })).status, 401, path)
    }
    nobody.cookie = 'postern=Fe26.2*1*forged'
    assert.equal((await nobody.ask('/api/mailboxes', { headers: json })).status, 401)
  })

  test('what was typed survives an ended session: the form comes back after signing in again', async () => {
    const response = await new RouteBrowser().ask('/api/mailboxes', { form: { name: 'My new mailbox', return: '/manage' } })
    const location = new URL(response.headers.get('location') ?? '', ORIGIN)
    assert.deepEqual([location.pathname, location.searchParams.get('next')], ['/sign-in', '/manage'])
    assert.deepEqual(failedForm(location.searchParams.get('failed') ?? '')?.fields.name, ['My new mailbox'])
  })

  test('the index and the message as JSON, kept by no cache, and the tree', async () => {
    const response = await alice.ask('/api/mailboxes/INBOX/messages?sort=date&order=ascending', { headers: json })
    const page = (await response.json()) as IndexPage
    assert.deepEqual([page.total, page.sort, page.reverse, page.messages[0]?.hasAttachment], [1, 'date', false, true])
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
    const view = (await (await alice.ask(url(), { headers: json })).json()) as { attachments: { name: string; viewable: boolean }[]; seen: boolean }
    assert.equal(view.seen, false)
    assert.deepEqual(view.attachments.map(({ viewable }) => viewable), [false, true, true])
    assert.equal((await alice.ask('/api/mailboxes', { headers: json })).status, 200)
  })

  test('forged and over-long parameters are refused with their status', async () => {
    const status = async (path: string) => (await alice.ask(path, { headers: json })).status
    assert.equal(await status(`/api/mailboxes/INBOX/messages/${message.uidValidity}.0`), 400)
    assert.equal(await status(`/api/mailboxes/INBOX/messages/${message.uidValidity}.99999`), 404)
    assert.equal(await status(`/api/mailboxes/INBOX/messages/77.${message.uid}`), 409)
    assert.equal(await status('/api/mailboxes/No%20such/messages'), 404)
    assert.equal(await status('/api/mailboxes/a%0D%0AEVIL%20NOOP/messages'), 400)
    assert.equal(await status(`/api/mailboxes/${'x'.repeat(1001)}/messages`), 400)
    assert.equal(await status('/api/mailboxes/~9/messages'), 400)
    assert.equal(await status(`/api/mailboxes/INBOX/messages?q=${'x'.repeat(501)}`), 400)
    assert.equal(await status('/api/mailboxes/INBOX/messages?page=0'), 400)
    assert.equal(await status('/api/mailboxes/INBOX/messages?sort=__proto__'), 400)
    assert.equal(await status(url('/parts/9')), 404)
    assert.equal(await status(url('/parts/1.MIME')), 400)
    const large = await alice.ask('/api/mailboxes', { json: { name: 'x'.repeat(2_000_000) } })
    assert.equal(large.status, 413)
    const many = await alice.ask('/api/mailboxes/INBOX/messages', { json: { action: 'delete', messages: Array.from({ length: 1001 }, (_, at) => `1.${at + 1}`) } })
    assert.equal(many.status, 400)
  })

  test('another account cannot reach a message by its id', async () => {
    const bob = new RouteBrowser()
    await bob.signIn(server.bob)
    for (const rest of ['', '/source', '/parts/2', '/html/1.1']) {
      const { status } = await bob.ask(url(rest), { headers: json })
      assert.ok(status === 404 || status === 409, `${rest} ${status}`)
    }
    const acted = await bob.ask('/api/mailboxes/INBOX/messages', { json: { action: 'delete', messages: [`${message.uidValidity}.${message.uid}`] } })
    assert.ok([200, 404, 409].includes(acted.status))
    assert.equal((await alice.ask(url(), { headers: json })).status, 200, 'it is still there')
  })

  test('a download is saved, never shown; a view shows only what is harmless', async () => {
    const download = await alice.ask(url('/parts/2?download=1'))
    const disposition = download.headers.get('content-disposition') ?? ''
    assert.match(disposition, /^attachment; filename="[\x20-\x7e]*\.html"/)
    assert.doesNotMatch(disposition, /[\r\n/\\\u202e]/)
    assert.deepEqual(
      ['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => download.headers.get(name)),
      ['application/octet-stream', 'nosniff', "sandbox; default-src 'none'", 'private, no-store, no-transform'],
    )
    assert.match((await alice.ask(url('/parts/2'))).headers.get('content-disposition') ?? '', /^attachment/, 'HTML is never viewed in place')
    const fake = await alice.ask(url('/parts/3'))
    assert.deepEqual([fake.headers.get('content-type'), fake.headers.get('content-disposition')?.split(';')[0]], ['application/octet-stream', 'attachment'])
    const text = await alice.ask(url('/parts/4'))
    assert.deepEqual([text.headers.get('content-type'), (await text.text()).trim()], ['text/plain; charset=utf-8', 'Grüße'])
    const source = await alice.ask(url('/source?download=1'))
    assert.deepEqual(Buffer.from(await source.arrayBuffer()), MIXED)
  })

  test('the frame of a message loads its own pictures by tickets, and nothing from elsewhere before its reader says so', async () => {
    const response = await alice.ask(url('/html/1.1'))
    const policy = response.headers.get('content-security-policy') ?? ''
    assert.match(policy, /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http:\/\/127\.0\.0\.1:3000\/mail-content\/;/)
    const html = await response.text()
    assert.doesNotMatch(html, /<script|tracker\.test|alert/)
    assert.match(html, /rel="[^"]*noopener/)
    const [ticket = ''] = /http:\/\/127\.0\.0\.1:3000\/mail-content\/[A-Za-z0-9_-]+/.exec(html) ?? []
    const picture = await new RouteBrowser().ask(ticket)
    assert.deepEqual([picture.status, picture.headers.get('content-type'), picture.headers.get('cross-origin-resource-policy')], [200, 'image/png', 'cross-origin'])
    assert.deepEqual(Buffer.from(await picture.arrayBuffer()), PNG)
    assert.equal((await new RouteBrowser().ask('/mail-content/forged')).status, 404)
    const elsewhere = await alice.ask(url('/html/1.1'), { headers: { Host: 'localhost:3000' } })
    assert.match(`${elsewhere.headers.get('content-security-policy')} ${await elsewhere.text()}`, /img-src data: http:\/\/localhost:3000\/mail-content\/;[^]*src="http:\/\/localhost:3000\/mail-content\//, 'under the name by which it was asked for')
    const shown = await (await alice.ask(url('/html/1.1?images=1'))).text()
    assert.equal(shown.match(/mail-content\//g)?.length, 2, 'two pictures have tickets, and nothing else')
    await alice.ask('/api/preferences', { json: { changes: [{ name: 'reading.remote_content', value: 'never' }] } })
    const refused = await (await alice.ask(url('/html/1.1?images=1'))).text()
    assert.equal(refused.match(/mail-content\//g)?.length, 1, 'who wants none, or may have none, gets none by an address')
    await alice.ask('/api/preferences', { json: { changes: [{ name: 'reading.remote_content' }] } })
  })

  test('actions answer a form with a page and a sentence, and a script with where the messages went', async () => {
    const box = await alice.ask('/api/mailboxes', { form: { name: 'Filed', return: '/manage?notice=old' } })
    assert.match(box.headers.get('location') ?? '', /^\/manage\?notice=/)
    const ref = await put(site.connections(server.alice), 'INBOX', letter({ Subject: 'File me' }, 'x'))
    const moved = await alice.ask('/api/mailboxes/INBOX/messages', { json: { action: 'move', messages: [`${ref.uidValidity}.${ref.uid}`], target: 'Filed' } })
    assert.match(JSON.stringify(await moved.json()), /"target":"Filed","ids":\[\["/)
    const flagged = await alice.ask('/api/mailboxes/INBOX/messages', { form: { action: 'flag', message: [`${message.uidValidity}.${message.uid}`], return: '/mailboxes/INBOX' } })
    const location = new URL(flagged.headers.get('location') ?? '', ORIGIN)
    assert.equal(notice(location.searchParams.get('notice') ?? ''), 'The message was flagged.')
    const renamed = await alice.ask('/api/mailboxes/Filed/rename', { form: { name: 'Filed away' } })
    assert.equal(renamed.status, 303)
    const failureOf = async (path: string, form: Record<string, string>) => failedForm(new URL((await alice.ask(path, { form })).headers.get('location') ?? '', ORIGIN).searchParams.get('failed') ?? '')?.status
    assert.equal(await failureOf('/api/mailboxes/Filed%20away/delete', {}), 400, 'not confirmed')
    assert.equal(await failureOf('/api/mailboxes/Filed%20away/delete', { confirm: 'yes' }), undefined)
    assert.equal(await failureOf('/api/mailboxes/Filed%20away/delete', { confirm: 'yes' }), 404, 'gone by now')
    assert.equal(await failureOf('/api/mailboxes/INBOX/delete', { confirm: 'yes', return: '/manage/INBOX' }), 422)
  })

  test('an event stream opens at once and ends with its request', async () => {
    const request = new AbortController()
    const response = await alice.ask('/api/events?mailbox=INBOX', { signal: request.signal })
    assert.deepEqual([response.headers.get('content-type'), response.headers.get('cache-control')], ['text/event-stream; charset=utf-8', 'no-store, no-transform'])
    const reader = response.body?.getReader()
    assert.match(Buffer.from((await reader?.read())?.value ?? []).toString(), /^retry:/)
    // In which order mail and announcements are known, nobody says.
    let told = ''
    while (!told.includes('event: watching') || !told.includes('event: announced\ndata: {"kind":"announced","alerts":[]}')) told += Buffer.from((await reader?.read())?.value ?? []).toString()
    request.abort()
    assert.equal((await reader?.read())?.done, true)
  })

  test('signing out clears what the browser keeps, and the cookie and its tickets are worth nothing afterwards', async () => {
    const browser = new RouteBrowser()
    await browser.signIn(server.alice)
    const { cookie } = browser
    const html = await (await browser.ask(url('/html/1.1'))).text()
    const [ticket = ''] = /\/mail-content\/[A-Za-z0-9_-]+/.exec(html.slice(html.indexOf('<img'))) ?? []
    const response = await browser.ask('/api/session/end', { form: {} })
    assert.deepEqual([response.status, response.headers.get('clear-site-data')], [303, '"cache", "storage"'])
    assert.match(response.headers.getSetCookie()[0] ?? '', /Max-Age=0/)
    browser.cookie = cookie
    assert.equal((await browser.ask('/api/mailboxes', { headers: json })).status, 401)
    assert.equal((await new RouteBrowser().ask(ticket)).status, 404)
  })

  test('no password ever reaches the log', () => {
    assert.ok(!gateway.logged.join('').includes(server.alice.password.trim()))
    assert.ok(!gateway.logged.join('').includes(JSON.stringify(server.alice.password).slice(1, -1)))
  })
})
