import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { administer } from '#lib/mail-server/admin-client.ts'
import { SiteClient } from '../support/site-client.ts'
import { currentSite, type Person } from '../support/site.ts'
import { startGateway, type RunningGateway } from '../support/start-gateway.ts'
import type { Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** With what line protocols, HTML and JSON write in another way, so that each form of it is looked for. */
const PERSON: Person = { name: 'sentinel', address: 'sentinel@example.test', password: 'zq7Kestrel<&"\\ vüx9' }
const WRONG = 'zq8Falcon wrong'
/** A name of loopback that stands nowhere else. */
const IMAP_HOST = process.platform === 'darwin' ? '::1' : '127.77.13.5'
const NEEDLE = /zq7Kestrel|zq8Falcon/

const mailSite = currentSite()
let running: RunningGateway
let client: SiteClient
/** Everything that the gateway ever answered here: where, and what. */
const answers: { readonly from: string; readonly text: string }[] = []

test.beforeAll(async () => {
  test.setTimeout(240_000) // a build may come first
  await administering(mailSite, (administration) => administration.addUser({ name: PERSON.name, password: PERSON.password }))
  running = await startGateway(mailSite, { imapHost: IMAP_HOST, env: { POSTERN_LOG_LEVEL: 'debug' } })
  client = new SiteClient(running.site)
})

test.afterAll(async () => {
  await running.close()
  await administering(mailSite, (administration) => administration.deleteUser(PERSON.name))
})

type Administration = Awaited<ReturnType<typeof administer>>

async function administering(site: Site, task: (administration: Administration) => Promise<void>): Promise<void> {
  const administration = await administer(loadConfig({ demo: true, data: site.data, env: {} }), createLog('error'))
  try {
    await task(administration)
  } finally {
    await administration.close()
  }
}

async function ask(path: string, asked: Parameters<SiteClient['ask']>[1] = {}): Promise<Response> {
  const answer = await client.ask(path, asked)
  const { location = '' } = Object.fromEntries(answer.headers)
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (isStream) await answer.body?.cancel()
  const body = isStream ? '' : Buffer.from(await answer.arrayBuffer()).toString('latin1')
  answers.push({ from: `${asked.form || asked.json ? 'POST' : 'GET'} ${path} ${JSON.stringify(asked.headers ?? {})}`, text: `${JSON.stringify([...answer.headers])}\n${body}` })
  return new Response(body, { status: answer.status, headers: { location } })
}

/** A page as a browser loads it, as its scripts fetch it, and every script and style sheet that it names. */
async function visit(path: string): Promise<void> {
  const html = await (await ask(path)).text()
  await ask(path, { headers: { RSC: '1' } })
  const parts = new Set([...html.matchAll(/\/_next\/static\/[A-Za-z0-9_~./-]+\.(?:js|css)/g)].map(([url]) => url))
  for (const part of parts) if (!answers.some(({ from }) => from.startsWith(`GET ${part} `))) await ask(part)
}

test('a person signs in, once wrongly, and uses everything', async () => {
  const { urls } = client
  const refused = await ask(urls.api.session(), { form: { user: PERSON.name, password: WRONG, return: urls.signIn() } })
  await visit(refused.headers.get('location') ?? '')
  await ask(urls.api.session(), { json: { user: PERSON.name, password: WRONG } })
  const signedIn = await ask(urls.api.session(), { form: { user: PERSON.name, password: PERSON.password } })
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, urls.mailbox('INBOX')])
  const wanted = { headers: { Accept: 'application/json' } }
  for (const path of [urls.mailbox('INBOX'), urls.mailbox('INBOX', { search: 'x' }), urls.mailbox('No such'), urls.mailboxes(), urls.mailboxSettings('INBOX'), urls.compose(), urls.about(), urls.help(), urls.signIn(), '/no-such-page']) await visit(path)
  for (const path of [urls.api.mailboxes(), urls.api.messages('INBOX'), urls.api.compositions(), urls.api.messages('No such'), urls.api.events('INBOX')]) await ask(path, wanted)
  const { id } = (await (await ask(urls.api.compositions(), { json: { kind: 'new', to: PERSON.address, subject: 'To myself', body: 'Words' } })).json()) as { id: string }
  await visit(urls.composition(id))
  expect((await ask(urls.api.composition(id), { json: { intent: 'send', revision: '1', to: PERSON.address, subject: 'To myself', body: 'Words' } })).status).toBe(200)
  const { messages } = (await (await ask(urls.api.messages('INBOX'), wanted)).json()) as { messages: { id: string }[] }
  expect(messages.length).toBe(1)
  const [uidValidity = 0, uid = 0] = (messages[0]?.id ?? '').split('.').map(Number)
  const ref = { mailbox: 'INBOX', uidValidity, uid } as Parameters<typeof urls.message>[0]
  await visit(urls.message(ref))
  await visit(urls.message(ref, { headers: 'full' }))
  for (const path of [urls.api.message(ref), urls.api.source(ref), urls.api.part(ref, '1', 'view')]) await ask(path, wanted)
})

test('a server that cannot be reached is told of without naming it', async () => {
  await running.cutOff()
  await visit(client.urls.mailbox('INBOX'))
  await ask(client.urls.api.messages('INBOX'), { headers: { Accept: 'application/json' } })
  const other = new SiteClient(running.site)
  const answer = await other.ask(client.urls.api.session(), { json: { user: PERSON.name, password: PERSON.password } })
  expect(answer.status).toBe(502)
  answers.push({ from: 'an unreachable server', text: await answer.text() })
})

test('no answer holds the password or the host of the server', () => {
  expect(answers.length).toBeGreaterThan(40)
  for (const { from, text } of answers) {
    expect(NEEDLE.exec(text)?.[0], from).toBeUndefined()
    expect(text.includes(IMAP_HOST), `${from} names the server`).toBe(false)
  }
})

test('no answer but the one that sets it holds the cookie', () => {
  const [, value = ''] = /(?:^|; )postern=([^;]+)/.exec(client.cookie) ?? []
  expect(value.length).toBeGreaterThan(40)
  for (const { from, text } of answers.filter(({ text: each }) => !/"set-cookie","postern=/i.test(each))) expect(text.includes(value), from).toBe(false)
})

test('no line of the log holds the password, the cookie or the host, at any level', () => {
  const logged = running.logged()
  expect(logged.length).toBeGreaterThan(1000)
  const [, value = ''] = /(?:^|; )postern=([^;]+)/.exec(client.cookie) ?? []
  for (const line of logged.split('\n')) {
    expect(NEEDLE.exec(line)?.[0], line.replace(NEEDLE, '***')).toBeUndefined()
    expect(line.includes(value) || line.includes(IMAP_HOST), line).toBe(false)
  }
})

test('no file of the gateway or of the mail server holds the password', () => {
  const isIn = (octets: Buffer): boolean => ['utf8', 'utf16le'].some((encoding) => octets.includes(Buffer.from('zq7Kestrel', encoding as BufferEncoding))) || octets.includes(Buffer.from(PERSON.password).toString('base64').slice(0, 16))
  for (const data of [running.site.data, mailSite.data]) {
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) expect(isIn(contentOf(join(file.parentPath, file.name))), file.name).toBe(false)
  }
})

/** The sites go on while we look: what has just been removed holds nothing. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
