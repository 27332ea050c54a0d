import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#lib/cli/root.ts'
import type { Composition } from '#lib/mail/composition.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
import { writeTnef } from '#lib/testing/parsing/write-tnef.ts'
import { routeTable, type Belongings, type RouteCase } from '../support/route-table.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { currentSite, personOf } from '../support/site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** Stands in everything that alice has: in no answer to anybody else. */
const SECRET = 'heliotrope'
/** The one thing of hers that others know here: they ask for it, and an answer may repeat the address that was asked for. */
const MAILBOX = 'Private papers'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const MESSAGE = Buffer.from(
  [
    'From: Carol <carol@example.test>', 'To: alice@example.test', `Subject: ${SECRET} subject`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=m', '',
    '--m', 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html; charset=utf-8', '', `<p>${SECRET} body <img src="cid:one@x"></p><div class="mail-quotation" id="mail-quotation">${SECRET} quoted</div>`,
    '--r', 'Content-Type: image/png', 'Content-ID: <one@x>', 'Content-Transfer-Encoding: base64', '', PNG, '--r--',
    '--m', `Content-Type: text/plain; name=${SECRET}.txt`, 'Content-Disposition: attachment', '', `${SECRET} attachment`,
    '--m', 'Content-Type: message/rfc822', '', `Subject: ${SECRET} inside`, '', `${SECRET} inside`,
    '--m', 'Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64', '', writeTnef([{ title: `${SECRET}.txt`, content: Buffer.from(`${SECRET} packed`) }]).toString('base64'), '--m--', '',
  ].join('\r\n'),
)
const JSON_WANTED = { Accept: 'application/json' }

const site = currentSite()
let alice: SiteClient
let bob: SiteClient
let hers: Belongings
let table: ReturnType<typeof routeTable>
let cases: readonly (RouteCase & { readonly file: string })[]

test.beforeAll(async () => {
  alice = await SiteClient.signIn(site, personOf(site, 'alice'))
  bob = await SiteClient.signIn(site, personOf(site, 'bob'))
  hers = await makeBelongings()
  table = routeTable(alice.urls, hers)
  cases = Object.entries(table).flatMap(([file, each]) => each.map((one) => ({ ...one, file })))
})

async function makeBelongings(): Promise<Belongings> {
  const { urls } = alice
  const mailbox = MAILBOX
  expect((await alice.ask(urls.api.mailboxes(), { json: { name: mailbox } })).status).toBe(201)
  const ref = await appendTo(site, personOf(site, 'alice'), mailbox, {
    size: MESSAGE.length,
    content: async function* () {
      yield MESSAGE
    },
    flags: [],
  })
  const begun = await alice.ask(urls.api.compositions(), { json: { kind: 'new', subject: `${SECRET} draft`, body: `${SECRET} words` } })
  expect(begun.status).toBe(201)
  const { id: composition } = (await begun.json()) as { id: string }
  const again = await alice.ask(urls.api.compositions(), { json: { kind: 'resume', mailbox, id: writeMessageId(ref) } })
  const { id: formatted } = (await again.json()) as { id: string }
  const written = (await (await alice.ask(urls.api.composition(formatted), { headers: JSON_WANTED })).json()) as { composition: Composition }
  const picture = written.composition.attachments.find(({ contentId }) => contentId !== undefined)?.contentId ?? ''
  const html = await (await alice.ask(urls.api.html(ref, '1.1'))).text()
  const ticket = new URL(/src="([^"]*mail-content[^"]*)"/.exec(html)?.[1] ?? '').pathname
  const { id: book } = (await (await alice.ask(urls.api.addressBooks(), { json: { title: `${SECRET} book` } })).json()) as { id: string }
  const made = await alice.ask(urls.api.contacts(book), { json: { given: SECRET, email: `${SECRET}@example.test` } })
  expect(made.status).toBe(201)
  const { id: contact } = (await made.json()) as { id: string }
  const photo = new FormData()
  photo.append('photo', new File([Buffer.from(PNG, 'base64')], 'photo.png'))
  expect((await alice.ask(urls.api.contactPhoto(book, contact), { upload: photo, headers: { 'X-Postern': '1' } })).status).toBe(204)
  const upload = new FormData()
  upload.append('book', book)
  upload.append('file', new File([`BEGIN:VCARD\r\nFN:${SECRET} card\r\nEND:VCARD\r\n`], `${SECRET}.vcf`))
  const taken = await alice.ask(urls.api.contactImports(), { upload, headers: { 'X-Postern': '1' } })
  expect(taken.status).toBe(201)
  const { id: contactImport } = (await taken.json()) as { id: string }
  // The site's own server of address books is one like any other.
  const { name: user, password } = personOf(site, 'bob')
  const added = await alice.ask(urls.api.outsideServers(), { json: { address: `${site.origin}/dav/`, user, password }, headers: JSON_WANTED })
  expect(added.status).toBe(201)
  const { id: server } = (await added.json()) as { id: string }
  return { mailbox, ref, html: '1.1', attachment: '2', inside: '3', packed: '4', composition, formatted, picture, book, contact, contactImport, server, ticket }
}

/** All that alice has is there, and as she left it. */
async function expectUnchanged(): Promise<void> {
  const { urls } = alice
  const message = await alice.ask(urls.api.message(hers.ref), { headers: JSON_WANTED })
  expect(message.status).toBe(200)
  expect(((await message.json()) as MessageView).subject).toBe(`${SECRET} subject`)
  const index = (await (await alice.ask(urls.api.messages(hers.mailbox), { headers: JSON_WANTED })).json()) as { total: number }
  expect(index.total).toBe(1)
  const draft = await (await alice.ask(urls.api.composition(hers.composition), { headers: JSON_WANTED })).text()
  expect(draft).toContain(`${SECRET} words`)
  expect(draft).not.toContain('Taken')
  const contact = await (await alice.ask(urls.api.contact(hers.book, hers.contact), { headers: JSON_WANTED })).text()
  expect(contact).toContain(`${SECRET}@example.test`)
  expect(contact).toContain('image/png')
  expect(contact).not.toMatch(/Taken|Forged/)
  const waiting = await (await alice.ask(urls.api.contactImport(hers.contactImport), { headers: JSON_WANTED })).text()
  expect(waiting).toContain('"waiting"')
  expect(await (await alice.ask(urls.api.mailboxes(), { headers: JSON_WANTED })).text()).not.toMatch(/Taken|Forged/)
}

function ask(client: SiteClient, { path, json }: RouteCase, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return client.ask(path, { headers, ...(json === undefined ? {} : { json }) })
}

/** The whole answer; of a stream what comes within a second. */
async function textOf(answer: Response, isStream = false): Promise<string> {
  if (!isStream || !answer.headers.get('content-type')?.startsWith('text/event-stream')) return Buffer.from(await answer.arrayBuffer()).toString('latin1')
  const reader = answer.body?.getReader()
  const timer = setTimeout(() => void reader?.cancel(), 1000)
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += Buffer.from(read.value).toString('latin1')
  clearTimeout(timer)
  return text
}

/** What stands around the secret, '' when it is not there: a whole page says nothing in a report. */
function leakIn(text: string): string {
  const at = text.indexOf(SECRET)
  return at === -1 ? '' : text.slice(Math.max(0, at - 100), at + 100)
}

const nameOf = ({ file, method, path }: { file: string; method: string; path: string }): string => `${file}: ${method} ${path}`

test('the table knows every route and page there is, and every method of them', () => {
  const files = readdirSync(join(ROOT, 'app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(route\.tsx?|page\.tsx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, 'app').length + 1))
    .sort()
  expect(files).toEqual(Object.keys(table).sort())
  for (const file of files.filter((path) => path.endsWith('route.ts'))) {
    const source = readFileSync(join(ROOT, 'app', file), 'utf8')
    const methods = [...source.matchAll(/^export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm)].map(([, method = '']) => method).sort()
    expect([...new Set(table[file]?.map(({ method }) => method))].sort(), file).toEqual(methods)
  }
})

test('what the table names is there: its owner gets it', async () => {
  for (const one of cases.filter(({ method, others }) => method === 'GET' && others === 'refused')) {
    if (one.path.includes('/INBOX') || one.path.endsWith('f'.repeat(32)) || one.file.startsWith('api/admin/')) continue // what nobody has, or administrators alone
    expect((await ask(alice, one)).status, nameOf(one)).toBe(200)
  }
  await expectUnchanged()
})

test('whoever is not signed in is sent away or gets 401', async () => {
  const nobody = new SiteClient(site)
  for (const one of cases) {
    const asData = await ask(nobody, one, JSON_WANTED)
    const asPage = one.method === 'GET' ? await ask(nobody, one) : await nobody.ask(one.path, { form: {} })
    if (one.strangers === 'served') {
      expect(asPage.status, nameOf(one)).toBeLessThan(400)
    } else if (one.strangers === 'refused') {
      expect([asData.status, asPage.status], nameOf(one)).toEqual([404, 404])
    } else {
      expect([303, 307], nameOf(one)).toContain(asPage.status)
      if (one.file !== 'page.tsx') expect(asPage.headers.get('location'), nameOf(one)).toMatch(/\/sign-in(\?|$)/)
      if (one.file.startsWith('api/')) expect(asData.status, nameOf(one)).toBe(401)
    }
    expect(leakIn((await textOf(asData)) + (await textOf(asPage))), nameOf(one)).toBe('')
  }
  await expectUnchanged()
})

test('nobody gets at what is another’s, however it is asked for', async () => {
  for (const one of cases) {
    // Signing out ends the session of whoever asks: a session of its own for that.
    const asker = one.path === alice.urls.api.signOut() ? await SiteClient.signIn(site, personOf(site, 'bob')) : bob
    for (const headers of [{}, JSON_WANTED]) {
      const answer = await ask(asker, one, headers)
      if (one.others === 'refused') expect([403, 404, 409], `${nameOf(one)} ${answer.status}`).toContain(answer.status)
      expect(answer.status, nameOf(one)).toBeLessThan(500)
      const text = await textOf(answer, one.stream)
      expect(leakIn(text), nameOf(one)).toBe('')
      if (one.others === 'own' && one.stream === undefined) expect(text.includes(MAILBOX), nameOf(one)).toBe(false)
    }
  }
  await expectUnchanged()
})

test('no way of naming a mailbox leads to another person’s', async () => {
  for (const name of [`alice/${hers.mailbox}`, `../alice/${hers.mailbox}`, `Shared/${hers.mailbox}`, `Shared/alice/${hers.mailbox}`, `user/alice/${hers.mailbox}`, `#user/alice`, `~alice/${hers.mailbox}`, `INBOX/../${hers.mailbox}`]) {
    for (const path of [bob.urls.api.messages(name), bob.urls.api.source({ ...hers.ref, mailbox: name }), bob.urls.mailbox(name)]) {
      const answer = await bob.ask(path)
      expect([400, 404], `${path} ${answer.status}`).toContain(answer.status)
      expect(leakIn(await answer.text()), path).toBe('')
    }
  }
  const move = { action: 'copy', messages: [writeMessageId(hers.ref)], target: `alice/${hers.mailbox}` }
  expect((await bob.ask(bob.urls.api.messages('INBOX'), { json: move })).status).toBeGreaterThanOrEqual(400)
})

test('a post from elsewhere, or one that cannot say where it is from, changes nothing', async () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [{ Origin: 'https://elsewhere.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site', Origin: site.origin }]
  for (const one of cases.filter(({ method }) => method === 'POST')) {
    const form = Object.fromEntries(Object.entries(one.json ?? {}).map(([name, value]) => [name === 'messages' ? 'message' : name, String(value)]))
    for (const headers of foreign) {
      expect((await alice.ask(one.path, { form, silent: true, headers })).status, `${nameOf(one)} form ${JSON.stringify(headers)}`).toBe(403)
      expect((await alice.ask(one.path, { json: one.json, silent: true, headers })).status, `${nameOf(one)} JSON ${JSON.stringify(headers)}`).toBe(403)
    }
    for (const token of [undefined, 'forged', 'A'.repeat(43)]) {
      expect((await alice.ask(one.path, { form: { ...form, ...(token === undefined ? {} : { token }) }, silent: true })).status, `${nameOf(one)} token ${token}`).toBe(403)
    }
    expect((await alice.ask(one.path, { json: one.json, silent: true })).status, `${nameOf(one)} JSON without a word`).toBe(403)
  }
  await expectUnchanged()
})

test('every answer says what may be done with it, refusals too', async () => {
  for (const one of cases.filter(({ method, stream }) => method === 'GET' && stream === undefined)) {
    for (const client of [alice, new SiteClient(site)]) {
      const { headers, status } = await ask(client, one)
      const name = `${nameOf(one)} ${status}`
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, name).toContain("default-src 'none'")
      expect(policy, name).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
      if (headers.get('x-frame-options') !== 'DENY') expect([headers.get('x-frame-options'), policy.includes("frame-ancestors 'self'")], name).toEqual(['SAMEORIGIN', true])
      expect(headers.get('x-content-type-options'), name).toBe('nosniff')
      expect(['same-origin', 'no-referrer'], name).toContain(headers.get('referrer-policy'))
      expect(headers.get('cross-origin-opener-policy'), name).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy'), name).toBe(one.path === hers.ticket && status === 200 ? 'cross-origin' : 'same-origin')
      expect(headers.get('permissions-policy'), name).toContain('camera=()')
      expect(headers.get('x-powered-by'), name).toBeNull()
      if (!one.file.startsWith('theme/')) expect(headers.get('cache-control'), name).toMatch(/no-store|^private/)
      for (const cookie of headers.getSetCookie()) expect(cookie, name).toMatch(/; HttpOnly; SameSite=Lax/)
    }
  }
})

test('pages of other sites load nothing into themselves', async () => {
  const loads = [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'script' }, { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Dest': 'iframe' }]
  for (const one of cases.filter(({ method, file }) => method === 'GET' && !file.startsWith('mail-content/'))) {
    for (const headers of loads) {
      const answer = await ask(alice, one, headers)
      expect([answer.status, leakIn(await answer.text())], `${nameOf(one)} ${JSON.stringify(headers)}`).toEqual([403, ''])
    }
  }
})

test('pages take no posts, and no route takes a method that it does not name', async () => {
  for (const [file, each] of Object.entries(table)) {
    const path = each[0]?.path ?? ''
    const methods = new Set(each.map(({ method }) => method))
    for (const method of ['PUT', 'PATCH', 'DELETE', ...(methods.has('POST') ? [] : ['POST'])]) {
      const answer = await fetch(site.origin + path, { method, redirect: 'manual', headers: { Cookie: alice.cookie, Origin: site.origin, 'Sec-Fetch-Site': 'same-origin' } })
      expect(answer.status, `${file}: ${method}`).toBe(405)
    }
  }
  await expectUnchanged()
})

test.afterAll(async () => {
  await bob.ask(bob.urls.api.deleteMailbox('Drafts/Forged'), { json: {} })
  await alice.ask(alice.urls.api.composition(hers.composition), { json: { intent: 'discard' } })
  expect((await alice.ask(alice.urls.api.addressBook(hers.book), { json: { intent: 'delete' } })).status).toBe(204)
  expect((await alice.ask(alice.urls.api.deleteMailbox(hers.mailbox), { json: {} })).status).toBe(204)
})
