import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { compositionParams } from '#lib/api/writing/writing-shapes.ts'
import { urls } from '#lib/api/urls.ts'
import { startComposition } from '#lib/gateway/writing/begin/start-composition.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { createLog } from '#lib/log/log.ts'
import { readMailbox, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { Entrance } from '../call.ts'
import { failedForm, notice, type FailedForm } from '../failed-forms.ts'
import { makeFormToken } from '../request/same-origin.ts'
import { publicRoute } from '../route.ts'
import { postToComposition, type WritingSite } from './composition-post.ts'

const ORIGIN = 'https://mail.example.test'
const SESSION = 'session of alice'
const TYPED = { to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: 'Hello', body: 'Text\r\nof it', priority: 'normal' }

let site: WritingFixture
let isSignedIn = true
let account: string
writingForEach((fresh) => {
  site = fresh.site
  isSignedIn = true
  account = site.writer.session.account
}, { messageSize: 500_000 })

function writingSite(): WritingSite {
  const entrance: Entrance = {
    signIn: async () => Promise.reject(new Error('not used')),
    visitSecret: () => 'visit',
    words: () => pageWordsIn('en'),
    origins: () => [ORIGIN],
    log: () => createLog('error'),
    signInPath: (next, failed) => `/sign-in?${new URLSearchParams({ next: next ?? '', failed: failed ?? '' })}`,
    home: () => '/',
  }
  const signedIn = async (): Promise<SignedIn | undefined> => (isSignedIn ? ({ ...site.writer.session, id: SESSION, account } as SignedIn) : undefined)
  return { entrance, sessionOf: signedIn, writerOf: async (session) => ({ ...site.writer, session }), urls: () => urls(''), spelling: { rememberWord: async () => undefined, rememberLanguages: async () => undefined } }
}

async function post(id: string, body: FormData | object, headers: Record<string, string> = { Origin: ORIGIN }): Promise<Response> {
  const route = publicRoute({ params: compositionParams }, writingSite().entrance, async (call) => postToComposition(writingSite(), call))
  const isForm = body instanceof FormData
  const json = isForm ? {} : { 'Content-Type': 'application/json', 'X-Postern': '1' }
  const request = new Request(`${ORIGIN}/api/compositions/${id}`, { method: 'POST', headers: { ...json, ...headers }, body: isForm ? body : JSON.stringify(body) })
  return route(request, { params: Promise.resolve({ composition: id }) })
}

function form(fields: Record<string, string>, ...files: readonly File[]): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  for (const file of files) data.append('files', file)
  return data
}

const begin = async (): Promise<string> => (await startComposition(site.writer, { kind: 'new' })).id
const kept = (id: string) => site.writer.writing.store.get('account of alice', id)
const spooled = (): Promise<readonly string[]> => readdir(dirname(site.writer.writing.spool.path('a'.repeat(22))))

function location(response: Response): URL {
  assert.equal(response.status, 303)
  return new URL(response.headers.get('location') ?? '', ORIGIN)
}

function failure(response: Response, name = 'failed'): FailedForm {
  const found = failedForm(location(response).searchParams.get(name) ?? undefined)
  assert.ok(found)
  return found
}

test('a form saves, attaches, removes, and comes back to its page', async () => {
  const id = await begin()
  const attached = await post(id, form({ ...TYPED, revision: '1', intent: 'attach' }, new File(['hello'], 'Übersicht "1".txt', { type: 'text/plain' }), new File([], ''), new File(['x'], '..\\..\\evil.exe')))
  assert.equal(location(attached).pathname, `/compose/${id}`)
  const { attachments, body, revision } = await kept(id)
  assert.deepEqual([attachments.map(({ name, size }) => [name, size]), body, revision], [[['Übersicht "1".txt', 5], ['evil.exe', 1]], 'Text\r\nof it', 2])
  await post(id, form({ ...TYPED, revision: '2', intent: `remove-attachment ${attachments[1]?.id}` }))
  assert.deepEqual((await kept(id)).attachments.map(({ name }) => name), ['Übersicht "1".txt'])
  assert.equal((await spooled()).length, 1)
})

test('a form inserts the text of files at the end of what was typed, and attaches none of them', async () => {
  const id = await begin()
  await post(id, form({ ...TYPED, revision: '1', intent: 'attach' }, new File(['stays'], 'there.txt')))
  const inserted = location(await post(id, form({ ...TYPED, body: 'Dear Bob', revision: '2', intent: 'insert-text' }, new File([Buffer.from('Grüße\r\n', 'latin1')], 'one.txt'), new File(['zwei'], 'two.txt'))))
  assert.deepEqual([inserted.pathname, notice(inserted.searchParams.get('notice') ?? undefined)], [`/compose/${id}`, 'The text was inserted at the end of your message.'])
  const { body, attachments, format } = await kept(id)
  assert.deepEqual([body, format, attachments.map(({ name }) => name), (await spooled()).length], ['Dear Bob\nGrüße\nzwei', 'text', ['there.txt'], 1])
})

test('what cannot be inserted costs no word and is not attached either', async () => {
  const cases: readonly (readonly [RegExp, number, readonly File[]])[] = [
    [/^Choose a text file first/, 400, []],
    [/“b\.bin” holds no text/, 400, [new File(['a'], 'a.txt'), new File(['x\0y'], 'b.bin')]],
  ]
  for (const [sentence, status, files] of cases) {
    const id = await begin()
    const refused = failure(await post(id, form({ ...TYPED, revision: '1', intent: 'insert-text' }, ...files)))
    assert.match(refused.sentence, sentence)
    assert.deepEqual([refused.status, refused.fields.body, (await kept(id)).body, (await kept(id)).attachments], [status, ['Text\r\nof it'], 'Text\r\nof it', []])
  }
  const full = await begin()
  const long = failure(await post(full, form({ ...TYPED, body: 'x'.repeat(1_999_990), revision: '1', intent: 'insert-text' }, new File(['y'.repeat(20)], 'long.txt'))))
  assert.match(long.sentence, /“long\.txt” is too long for the text/)
  assert.deepEqual([long.status, (await kept(full)).body.length, await spooled()], [413, 1_999_990, []])
})

test('a form sends, and a second click finds it sent', async () => {
  const id = await begin()
  for (let click = 0; click < 2; click++) {
    const response = await post(id, form({ ...TYPED, revision: '1', intent: 'send' }))
    assert.deepEqual([location(response).pathname, location(response).searchParams.get('failed')], [`/compose/${id}`, null])
  }
  assert.equal(site.submissions.received.length, 1)
})

for (const [intent, path] of [['postpone', '/mailboxes/Drafts'], ['discard', '/']] as const) {
  test(`${intent} pressed twice, at once and later, answers like the first time`, async () => {
    const id = await begin()
    const press = (): Promise<Response> => post(id, form({ ...TYPED, revision: '1', intent }, new File(['x'], 'a.txt')))
    const answers = intent === 'postpone' ? [...(await Promise.all([post(id, form({ ...TYPED, revision: '1', intent })), post(id, form({ ...TYPED, revision: '1', intent }))])), await press()] : [await press(), await press()]
    for (const answer of answers) assert.deepEqual([location(answer).pathname, location(answer).searchParams.get('failed')], [path, null])
    assert.equal((await readMailbox(site.connections, 'Drafts')).length, intent === 'postpone' ? 1 : 0)
    assert.equal(failure(await post(id, form({ ...TYPED, revision: '1', intent: 'send' }))).failure, 'no-such-composition')
  })
}

test('a failed send keeps what was typed, with the sentence and the status', async () => {
  const id = await begin()
  site.submissions.behaviour = { recipient: () => '550 5.1.1 unknown' }
  const refused = failure(await post(id, form({ ...TYPED, revision: '1', intent: 'send' })))
  assert.deepEqual([refused.status, refused.failure, refused.fields.body], [422, 'recipient-refused', ['Text\r\nof it']])
  assert.match(refused.sentence, /bob@example\.test \(550 5\.1\.1 unknown\)/)
  assert.equal((await kept(id)).subject, 'Hello')
})

test('a line break in a header field is refused and nothing else is lost', async () => {
  const id = await begin()
  const refused = failure(await post(id, form({ ...TYPED, subject: 'a\r\nBcc: eve@example.test', revision: '1', intent: 'send' })))
  assert.deepEqual([refused.status, refused.fields.to], [400, ['bob@example.test']])
  assert.match(refused.sentence, /line break or another character in Subject/)
  assert.deepEqual(site.submissions.commands, [])
})

test('a file over the limit is refused with 413, the usable size, and the text kept', async () => {
  const id = await begin()
  const refused = failure(await post(id, form({ ...TYPED, revision: '1', intent: 'attach' }, new File(['fits'], 'a.txt'), new File([new Uint8Array(600_000)], 'large.bin'), new File(['never'], 'b.txt'))))
  assert.equal(refused.status, 413)
  assert.match(refused.sentence, /“large\.bin” is too large and was not attached\. This message can take 0\.3 MB more/)
  const { body, attachments } = await kept(id)
  assert.deepEqual([body, attachments.map(({ name }) => name)], ['Text\r\nof it', ['a.txt']])
  assert.equal((await spooled()).length, 1)
})

test('an upload that breaks off leaves no file, and the text is kept', async () => {
  const id = await begin()
  const whole = new Response(form({ ...TYPED, revision: '1', intent: 'attach' }, new File([new Uint8Array(200_000)], 'a.bin')))
  const octets = new Uint8Array(await whole.arrayBuffer()).subarray(0, 100_000)
  const broken = new ReadableStream({
    pull(controller) {
      controller.enqueue(octets)
      controller.error(new Error('connection reset'))
    },
  })
  const route = publicRoute({ params: compositionParams }, writingSite().entrance, async (call) => postToComposition(writingSite(), call))
  for (const body of [broken, octets]) {
    const request = new Request(`${ORIGIN}/api/compositions/${id}`, { method: 'POST', headers: { Origin: ORIGIN, 'Content-Type': whole.headers.get('content-type') ?? '' }, body, duplex: 'half' } as RequestInit)
    const refused = failure(await route(request, { params: Promise.resolve({ composition: id }) }))
    assert.ok([400, 413].includes(refused.status))
    assert.deepEqual(await spooled(), [])
  }
  assert.deepEqual((await kept(id)).attachments, [])
})

test('an ended session: the text goes to the sign-in page and comes back to the composition, files do not', async () => {
  const id = await begin()
  isSignedIn = false
  const response = await post(id, form({ ...TYPED, revision: '1', intent: 'send' }, new File(['x'], 'a.txt')))
  assert.equal(location(response).pathname, '/sign-in')
  const next = new URL(location(response).searchParams.get('next') ?? '', ORIGIN)
  assert.equal(next.pathname, `/compose/${id}`)
  assert.deepEqual(failedForm(next.searchParams.get('kept') ?? undefined)?.fields.body, ['Text\r\nof it'])
  assert.deepEqual([failure(response).failure, failure(response).fields.token], ['not-signed-in', undefined])
  assert.deepEqual(await spooled(), [])
  assert.equal((await post(id, { intent: 'save', revision: 1, ...TYPED })).status, 401)
})

test('another account’s composition does not exist', async () => {
  const id = await begin()
  account = 'account of mallory'
  for (const intent of ['save', 'attach', 'send', 'postpone', 'discard', 'remove-attachment x']) {
    const response = await post(id, form({ ...TYPED, body: 'mallory', revision: '1', intent }, new File(['x'], 'a.txt')))
    assert.equal(failure(response).failure, 'no-such-composition', intent)
    assert.equal((await post(id, { intent: intent.split(' ')[0], revision: 1, ...TYPED })).status, 404, intent)
  }
  assert.deepEqual([(await kept(id)).body, (await spooled()).length], ['', 0])
})

test('only our own pages can post; where the browser says nothing the token decides', async () => {
  const id = await begin()
  const typed = { ...TYPED, revision: '1', intent: 'save' }
  const foreign: readonly (readonly [FormData | object, Record<string, string>])[] = [
    [form(typed), { Origin: 'https://evil.test' }],
    [form(typed), { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }],
    [form(typed), {}],
    [form({ ...typed, token: makeFormToken('another session') }), {}],
    [form({ ...typed, token: makeFormToken('visit') }), {}],
    [typed, { 'Content-Type': 'application/json', 'X-Postern': '1', Origin: 'https://evil.test' }],
  ]
  for (const [body, headers] of foreign) assert.equal((await post(id, body, headers)).status, 403)
  assert.equal((await kept(id)).body, '')
  assert.equal(location(await post(id, form({ token: makeFormToken(SESSION), ...typed }), {})).pathname, `/compose/${id}`)
  assert.equal((await kept(id)).body, 'Text\r\nof it')
})

test('a late post from another window: both texts are kept, and it says so', async () => {
  const id = await begin()
  await post(id, form({ ...TYPED, body: 'first', revision: '1', intent: 'save' }))
  const response = await post(id, form({ ...TYPED, body: 'second', revision: '1', intent: 'send' }))
  const copy = location(response).pathname.split('/').at(-1) ?? ''
  assert.deepEqual([failure(response).status, (await kept(copy)).body, (await kept(id)).body], [409, 'second', 'first'])
  const late = location(await post(id, form({ ...TYPED, body: 'fourth', revision: '1', intent: 'insert-text' }, new File(['and text'], 'a.txt')))).pathname.split('/').at(-1) ?? ''
  assert.deepEqual([(await kept(late)).body, (await kept(late)).attachments, (await kept(id)).body], ['fourth\nand text', [], 'first'])
  const answer = await post(id, { ...TYPED, body: 'third', revision: 1, intent: 'save' })
  const { kept: third } = (await answer.json()) as { kept: string }
  assert.deepEqual([answer.status, (await kept(third)).body], [409, 'third'])
  assert.deepEqual(site.submissions.received, [])
})

test('a script saves, attaches and sends by the same handler', async () => {
  const id = await begin()
  const saved = (await (await post(id, { ...TYPED, intent: 'save', revision: 1 })).json()) as { composition: { revision: number; messageId?: string } }
  assert.deepEqual([saved.composition.revision, saved.composition.messageId], [2, undefined])
  const attached = await post(id, form({ intent: 'attach' }, new File(['x'], 'a.txt')), { Origin: ORIGIN, 'X-Postern': '1' })
  assert.deepEqual([attached.status, (await kept(id)).body], [200, 'Text\r\nof it'])
  const sent = (await (await post(id, { intent: 'send' })).json()) as { outcome: { accepted: string[] } }
  assert.deepEqual(sent.outcome.accepted, ['bob@example.test'])
  const bad = await post(id, { intent: 'explode' })
  assert.equal(bad.status, 400)
})

test('postponing goes to Drafts with a sentence, discarding away from the page', async () => {
  const one = await begin()
  const postponed = location(await post(one, form({ ...TYPED, revision: '1', intent: 'postpone' })))
  assert.deepEqual([postponed.pathname, notice(postponed.searchParams.get('notice') ?? undefined)], ['/mailboxes/Drafts', 'Your message is in Drafts.'])
  const other = await begin()
  const discarded = location(await post(other, form({ ...TYPED, subject: 'a\nb', revision: '1', intent: 'discard' })))
  assert.deepEqual([discarded.pathname, notice(discarded.searchParams.get('notice') ?? undefined)], ['/', 'The message was discarded.'])
})

test('a form with too much of everything is refused', async () => {
  const id = await begin()
  const crowded = form({ ...TYPED, revision: '1', intent: 'save' })
  for (let count = 0; count < 800; count++) crowded.append(`extra${count}`, 'x')
  assert.equal(failure(await post(id, crowded)).status, 413)
  assert.equal(failure(await post(id, form({ ...TYPED, body: 'x'.repeat(2_000_001), revision: '1', intent: 'save' }))).status, 413)
  assert.equal(failure(await post(id, form({ ...TYPED, body: 'x'.repeat(10_000_000), revision: '1', intent: 'save' }))).status, 413)
})
