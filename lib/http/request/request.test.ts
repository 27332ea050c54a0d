import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownPath, withQuery } from '../answers.ts'
import { failedForm, notice, rememberFailedForm, rememberNotice } from '../failed-forms.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { explainFailure } from '../wording/failure-sentences.ts'
import { STATUS } from '../failure-status.ts'
import { visit } from '../visit.ts'
import { loadConfig } from '#lib/config/load.ts'
import type { RefusalName, RefusalOf } from '#lib/mail/refusal.ts'
import { FAILURES, GatewayError } from '#lib/mail/gateway-error.ts'
import { isSecure, publicOrigins } from './public-origins.ts'
import { remoteAddress } from './remote-address.ts'
import { fieldsOf, looseFields, readBody } from './request-body.ts'
import { isFormToken, judgeOrigin, makeFormToken } from './same-origin.ts'

const words = await pageWordsIn('en')
const OURS = ['http://127.0.0.1:3000']

test('what a browser says about where a request comes from', () => {
  const judge = (headers: Record<string, string>) => judgeOrigin(new Headers(headers), OURS)
  assert.equal(judge({ 'Sec-Fetch-Site': 'same-origin', Origin: OURS[0] ?? '' }), 'ours')
  assert.equal(judge({ Origin: OURS[0] ?? '' }), 'ours')
  assert.equal(judge({}), 'unsaid')
  const two = [...OURS, 'http://localhost:3000']
  const judgeTwo = (origin: string, host: string) => judgeOrigin(new Headers({ Origin: origin, Host: host }), two)
  assert.equal(judgeTwo('http://localhost:3000', 'localhost:3000'), 'ours')
  assert.equal(judgeTwo('http://localhost:3000', '127.0.0.1:3000'), 'foreign', 'a page of another site of ours')
  assert.equal(judgeTwo('http://localhost:3000', 'inside:8080'), 'ours', 'a proxy that writes a name of its own')
  for (const foreign of [{ 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'none' }, { Origin: 'null' }, { Origin: 'http://127.0.0.1:3001' }, { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://evil.test' }]) {
    assert.equal(judge(foreign), 'foreign', JSON.stringify(foreign))
  }
})

test('a form token belongs to one secret', () => {
  const token = makeFormToken('secret')
  assert.equal(isFormToken(token, 'secret'), true)
  for (const wrong of [undefined, '', token.slice(1), `${token}x`, makeFormToken('other')]) assert.equal(isFormToken(wrong, 'secret'), false)
})

test('only paths of our own origin are gone to', () => {
  for (const path of ['/', '/mailboxes/INBOX?page=2#top', '/a%2Fb', '/mail/x']) assert.equal(ownPath(path), path)
  for (const path of [undefined, '', 'x', '//evil.test', '/\\evil.test', 'https://evil.test/', '/x\n', '/x y', '/a\\b', `/${'x'.repeat(5000)}`, '/..//evil.test', '/.//evil.test']) assert.equal(ownPath(path), undefined, path)
  assert.equal(ownPath('/x?failed=1&notice=2&q=3'), '/x?q=3')
  assert.equal(withQuery('/x?a=1#f', 'failed', 'i&d'), '/x?a=1&failed=i%26d#f')
})

test('a failed form comes back with what was typed, without its secrets, under an id that nobody guesses', () => {
  const id = rememberFailedForm({ ...explainFailure(words, new GatewayError('invalid')), requestId: 'r', fields: { name: ['a', 'b'], password: ['p'], token: ['t'] } })
  assert.match(id, /^[A-Za-z0-9_-]{22}$/)
  assert.deepEqual(failedForm(id)?.fields, { name: ['a', 'b'] })
  assert.equal(failedForm('x'.repeat(22)), undefined)
  assert.equal(failedForm(undefined), undefined)
  assert.equal(notice(rememberNotice('Done.')), 'Done.')
  assert.equal(failedForm(rememberNotice('Done.')), undefined)
})

test('every refusal says in a sentence all that it knows', () => {
  const samples: { readonly [Name in RefusalName]: RefusalOf<Name> } = {
    'nothing-chosen': { name: 'nothing-chosen' },
    'answered-already': { name: 'answered-already' },
    'answer-not-sent': { name: 'answer-not-sent' },
    'unsubscribe-failed': { name: 'unsubscribe-failed', with: { host: 'list.example.org' } },
    'nobody-chosen': { name: 'nobody-chosen' },
    'no-target': { name: 'no-target' },
    'deleting-not-confirmed': { name: 'deleting-not-confirmed' },
    'removal-not-confirmed': { name: 'removal-not-confirmed' },
    'mailbox-name-empty': { name: 'mailbox-name-empty' },
    'mailbox-name-delimiter': { name: 'mailbox-name-delimiter', with: { delimiter: '/' } },
    'mailbox-name-empty-level': { name: 'mailbox-name-empty-level', with: { delimiter: '/' } },
    'mailbox-name-control': { name: 'mailbox-name-control' },
    'mailbox-name-wildcard': { name: 'mailbox-name-wildcard' },
    'mailbox-name-long': { name: 'mailbox-name-long' },
    'mailbox-name-taken': { name: 'mailbox-name-taken' },
    'inbox-fixed': { name: 'inbox-fixed' },
    'fetch-not-pop3': { name: 'fetch-not-pop3' },
    'fetch-sign-in-refused': { name: 'fetch-sign-in-refused' },
    'fetch-running': { name: 'fetch-running' },
    'support-only-reads': { name: 'support-only-reads' },
    'support-refused': { name: 'support-refused', with: { user: 'bob' } },
    'support-no-seat': { name: 'support-no-seat' },
    'personal-alerts-many': { name: 'personal-alerts-many', with: { most: 500 } },
    'fields-control': { name: 'fields-control', with: { fields: ['subject', 'body'] } },
    'fields-long': { name: 'fields-long', with: { fields: ['to'], most: 4711 } },
    'addresses-unusable': { name: 'addresses-unusable', with: { addresses: Array.from({ length: 22 }, (_, at) => ({ text: `x${at} ${'y'.repeat(100)}`, field: 'cc' })) } },
    'no-recipient': { name: 'no-recipient' },
    'recipients-many': { name: 'recipients-many', with: { most: 10000, count: 10001 } },
    'compositions-many': { name: 'compositions-many', with: { most: 17 } },
    'composition-changed': { name: 'composition-changed' },
    'composition-being-sent': { name: 'composition-being-sent' },
    'composition-leaving': { name: 'composition-leaving' },
    'composition-not-discarded': { name: 'composition-not-discarded' },
    'draft-long': { name: 'draft-long' },
    'attachments-many': { name: 'attachments-many', with: { most: 17 } },
    'attachment-large': { name: 'attachment-large', with: { name: 'a.bin', megabytes: 3.6 } },
    'attachment-no-room': { name: 'attachment-no-room', with: { name: 'a.bin' } },
    'attachments-no-space': { name: 'attachments-no-space', with: { name: 'a.bin' } },
    'attachments-disk-full': { name: 'attachments-disk-full' },
    'attachments-carried-large': { name: 'attachments-carried-large' },
    'attachment-gone': { name: 'attachment-gone', with: { name: 'a.bin' } },
    'upload-broke-off': { name: 'upload-broke-off' },
    'message-large': { name: 'message-large' },
    'file-no-message': { name: 'file-no-message' },
    'attachment-large-link': { name: 'attachment-large-link', with: { name: 'a.iso', megabytes: 18.7 } },
    'link-large': { name: 'link-large', with: { name: 'a.iso', megabytes: 2000 } },
    'link-empty': { name: 'link-empty', with: { name: 'a.iso' } },
    'links-no-space': { name: 'links-no-space', with: { name: 'a.iso' } },
    'link-ended': { name: 'link-ended' },
    'file-infected': { name: 'file-infected', with: { name: 'a.exe', virus: 'Eicar-Test-Signature' } },
    'file-not-scanned': { name: 'file-not-scanned', with: { name: 'a.exe' } },
    'sender-not-relayed': { name: 'sender-not-relayed', with: { address: 'ceo@example.test' } },
    'text-file-none': { name: 'text-file-none' },
    'text-file-not-text': { name: 'text-file-not-text', with: { name: 'a.bin' } },
    'text-file-long': { name: 'text-file-long', with: { name: 'a.txt' } },
    'template-name': { name: 'template-name' },
    'templates-no-mailbox': { name: 'templates-no-mailbox', with: { mailbox: 'Templates', answer: 'no' } },
    'templates-many': { name: 'templates-many', with: { most: 200 } },
    'spelling-busy': { name: 'spelling-busy' },
    'spelling-word': { name: 'spelling-word' },
    'spelling-words-many': { name: 'spelling-words-many', with: { most: 1000 } },
    'submission-unreachable': { name: 'submission-unreachable', with: { answer: 'ECONNREFUSED' } },
    'submission-untrusted': { name: 'submission-untrusted' },
    'submission-sign-in': { name: 'submission-sign-in', with: { answer: '535 no' } },
    'submission-recipients': { name: 'submission-recipients', with: { answer: '550 no' } },
    'submission-refused': { name: 'submission-refused', with: { answer: '554 no' } },
    'submission-too-large': { name: 'submission-too-large', with: { answer: '552 no' } },
    'submission-not-repeated': { name: 'submission-not-repeated', with: { answer: '451 no' } },
    'submission-uncertain': { name: 'submission-uncertain' },
    'header-line': { name: 'header-line', with: { line: 'x' } },
    'header-name': { name: 'header-name', with: { header: 'From' } },
    'no-delivery-reports': { name: 'no-delivery-reports' },
    'addresses-international': { name: 'addresses-international', with: { addresses: 'jörg@example.test' } },
    'keywords-refused': { name: 'keywords-refused' },
    'reminder-time': { name: 'reminder-time' },
    'sending-time': { name: 'sending-time' },
    'sending-past': { name: 'sending-past' },
    'sending-too-late': { name: 'sending-too-late' },
    'sent-copy-missing': { name: 'sent-copy-missing' },
    'sender-signed-out': { name: 'sender-signed-out' },
    'filters-unreachable': { name: 'filters-unreachable' },
    'filters-untrusted': { name: 'filters-untrusted' },
    'filters-not-understood': { name: 'filters-not-understood' },
    'filters-sign-in': { name: 'filters-sign-in' },
    'filters-busy': { name: 'filters-busy' },
    'filters-elsewhere': { name: 'filters-elsewhere', with: { server: 'other.example.org' } },
    'filters-full': { name: 'filters-full' },
    'filters-refused': { name: 'filters-refused', with: { answer: 'no' } },
    'filter-wrong': { name: 'filter-wrong', with: { answer: 'line 3: no' } },
    'filter-gone': { name: 'filter-gone' },
    'filter-there': { name: 'filter-there' },
    'filter-active': { name: 'filter-active' },
    'filter-changed': { name: 'filter-changed' },
    'filter-name': { name: 'filter-name' },
    'filter-large': { name: 'filter-large', with: { kilobytes: 256 } },
    'filter-not-text': { name: 'filter-not-text' },
    'filter-unchecked': { name: 'filter-unchecked' },
    'filter-not-confirmed': { name: 'filter-not-confirmed' },
    'filter-no-file': { name: 'filter-no-file' },
    'keys-many': { name: 'keys-many', with: { most: 200 } },
    'keys-none': { name: 'keys-none' },
    'key-large': { name: 'key-large' },
    'program-passwords-many': { name: 'program-passwords-many', with: { most: 20 } },
    'own-password-wrong': { name: 'own-password-wrong' },
    'password-wrong': { name: 'password-wrong' },
    'password-tries': { name: 'password-tries' },
    'password-no-way': { name: 'password-no-way' },
    'password-differs': { name: 'password-differs' },
    'password-short': { name: 'password-short', with: { least: 12 } },
    'password-same': { name: 'password-same' },
    'password-name': { name: 'password-name' },
    'password-refused': { name: 'password-refused', with: { answer: 'Too easy' } },
    'password-directory': { name: 'password-directory' },
    'card-changed': { name: 'card-changed' },
    'card-there': { name: 'card-there' },
    'card-empty': { name: 'card-empty' },
    'card-large': { name: 'card-large', with: { kilobytes: 17 } },
    'card-birthday': { name: 'card-birthday' },
    'card-photo': { name: 'card-photo', with: { kilobytes: 17 } },
    'cards-many': { name: 'cards-many', with: { most: 17 } },
    'books-many': { name: 'books-many', with: { most: 17 } },
    'grants-many': { name: 'grants-many', with: { most: 17 } },
    'book-cannot-hold': { name: 'book-cannot-hold', with: { title: 'Mine', fields: ['birthday', 'photo', 'x-column'] } },
    'book-takes-it-not': { name: 'book-takes-it-not', with: { title: 'Mine' } },
    'book-silent': { name: 'book-silent', with: { title: 'Mine' } },
    'contact-address': { name: 'contact-address' },
    'contact-not-confirmed': { name: 'contact-not-confirmed' },
    'no-contact-chosen': { name: 'no-contact-chosen' },
    'no-contact-target': { name: 'no-contact-target' },
    'outside-unreachable': { name: 'outside-unreachable' },
    'outside-untrusted': { name: 'outside-untrusted' },
    'outside-not-allowed': { name: 'outside-not-allowed' },
    'outside-password': { name: 'outside-password' },
    'outside-forbidden': { name: 'outside-forbidden' },
    'outside-none': { name: 'outside-none' },
    'outside-gone': { name: 'outside-gone' },
    'outside-large': { name: 'outside-large' },
    'outside-slow': { name: 'outside-slow' },
    'outside-busy': { name: 'outside-busy' },
    'outside-many-gone': { name: 'outside-many-gone' },
    'outside-unfinished': { name: 'outside-unfinished' },
    'outside-failed': { name: 'outside-failed' },
    'outside-followed': { name: 'outside-followed' },
    'outside-nothing-chosen': { name: 'outside-nothing-chosen' },
    'outside-moved': { name: 'outside-moved', with: { origin: 'https://dav.example.net' } },
    'outside-many': { name: 'outside-many', with: { most: 17 } },
    'import-empty': { name: 'import-empty' },
    'import-format': { name: 'import-format' },
    'import-large': { name: 'import-large', with: { megabytes: 17 } },
    'import-unreadable': { name: 'import-unreadable', with: { most: 17 } },
    'import-broken-off': { name: 'import-broken-off' },
    'import-begun': { name: 'import-begun' },
    'import-gone': { name: 'import-gone' },
  }
  const said = Object.fromEntries(Object.entries(samples).map(([name, refusal]) => [name, explainFailure(words, new GatewayError('invalid', '', { refusal })).sentence]))
  for (const [name, sentence] of Object.entries(said)) assert.match(sentence, /^\S.*\.$/, name)
  assert.equal(said['fields-control'], 'There is a line break or another character in Subject, Message that cannot stand there. Remove it; everything else is kept.')
  assert.match(said['fields-long'] ?? '', /^To can hold 4,711 characters/)
  assert.match(said['addresses-unusable'] ?? '', /“x0 y{77}…” in Cc, .*“x19 y{76}…” in Cc and 2 more\. /)
  assert.match(said['attachment-large'] ?? '', /“a\.bin”.* 3\.6 MB more/)
  assert.match(said['submission-refused'] ?? '', /: 554 no\. Nothing was sent\./)
})

test('every failure has a status, a sentence and a hint', () => {
  for (const failure of FAILURES) {
    const { status, sentence, hint } = explainFailure(words, new GatewayError(failure))
    assert.equal(status, STATUS[failure])
    assert.match(sentence, /^[A-Z].*\.$/)
    assert.match(hint, /\.$/)
  }
  assert.equal(explainFailure(words, new Error('secret inside')).failure, 'internal')
  assert.ok(!JSON.stringify(explainFailure(words, new Error('secret inside'))).includes('secret inside'))
})

const post = (body: string | ReadableStream, type: string) => new Request('http://x/', { method: 'POST', body, headers: { 'Content-Type': type }, ...(typeof body === 'string' ? {} : { duplex: 'half' }) } as RequestInit)

test('bodies: forms and JSON up to the limit, nothing else', async () => {
  assert.deepEqual(await readBody(post('{"a":1}', 'application/json; charset=utf-8')), { kind: 'json', value: { a: 1 } })
  const form = await readBody(post('a=1&a=2&b=%C3%A4&__proto__=x', 'application/x-www-form-urlencoded'))
  assert.deepEqual(form.kind === 'form' && { ...form.fields }, JSON.parse('{"a":["1","2"],"b":["ä"],"__proto__":["x"]}'))
  assert.equal((await readBody(post('x'.repeat(10), 'application/x-www-form-urlencoded'), 10)).kind, 'form')
  const rejects = (request: Request, failure: string, limit?: number) => assert.rejects(readBody(request, limit), { failure })
  await rejects(post('x'.repeat(11), 'application/x-www-form-urlencoded'), 'too-large', 10)
  await rejects(post(new Blob(['x'.repeat(12)]).stream(), 'application/x-www-form-urlencoded'), 'too-large', 10)
  await rejects(post('{', 'application/json'), 'invalid')
  await rejects(post('x', 'text/plain'), 'invalid')
  await rejects(post('--b', 'multipart/form-data; boundary=b'), 'invalid')
  assert.deepEqual(looseFields(fieldsOf(new URLSearchParams('a=1&b=1&b=2'))), { a: '1', b: ['1', '2'] })
})

test('our origins, and when cookies are Secure', () => {
  const http = { host: '127.0.0.1', port: 3000, httpsPort: 3443, behindProxy: false, trustedProxies: [], forwarded: 'x-forwarded-for' as const, basePath: '' }
  assert.deepEqual(publicOrigins({ http, tls: {} }, 4000), ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])
  assert.deepEqual(publicOrigins({ http: { ...http, publicOrigin: 'https://mail.example.org/' }, tls: {} }), ['https://mail.example.org'])
  assert.deepEqual(publicOrigins({ http: { ...http, host: '0.0.0.0' }, tls: {} }), [])
  const [site] = loadConfig({ data: '/nowhere', env: {} }).sites
  const sites = [site, { ...site, name: 'lab', hosts: ['localhost', 'lab.localhost', '::1'] }] as const
  assert.deepEqual(publicOrigins({ http, tls: {}, sites: [...sites] }, 4000), ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000', 'http://lab.localhost:4000'])
  assert.deepEqual(publicOrigins({ http: { ...http, publicOrigin: 'https://mail.example.org:8443' }, tls: {}, sites: [...sites] }).slice(0, 3), ['https://mail.example.org:8443', 'https://localhost:8443', 'https://lab.localhost:8443'])
  assert.equal(isSecure({ http, tls: {} }), false)
  assert.equal(isSecure({ http: { ...http, publicOrigin: 'https://mail.example.org' }, tls: {} }), true)
})

test('X-Forwarded-For counts only behind proxies that are trusted', () => {
  const networks = ['10.0.0.0/8', '::1']
  assert.equal(remoteAddress('203.0.113.9', '1.2.3.4', networks), '203.0.113.9')
  assert.equal(remoteAddress('10.0.0.1', '1.2.3.4, 5.6.7.8', networks), '5.6.7.8')
  assert.equal(remoteAddress('::ffff:10.0.0.1', '1.2.3.4, 10.9.9.9', networks), '1.2.3.4')
  assert.equal(remoteAddress('::1', null, networks), '::1')
  assert.equal(remoteAddress('10.0.0.1', 'forged"\r\nx', networks), '10.0.0.1')
  assert.equal(remoteAddress('10.0.0.1', '1.2.3.4, 203.0.113.9:4433', networks), '203.0.113.9', 'what the proxy wrote counts, with its port too')
  assert.equal(remoteAddress('10.0.0.1', '1.2.3.4, [2001:db8::1]:4433', networks), '2001:db8::1')
  assert.equal(remoteAddress('10.0.0.1', '1.2.3.4, unknown', networks), '10.0.0.1', 'nothing before what cannot be read')
  for (const written of ['::ffff:0a14:0203', '::FFFF:10.20.2.3', '0:0:0:0:0:ffff:a14:203']) assert.equal(remoteAddress(written, null, []), '10.20.2.3', written)
})

test('a visit keeps its cookie; a forged one is replaced', () => {
  const first = visit(null, false)
  assert.match(first.setCookie ?? '', /^postern-visit=[A-Za-z0-9_-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.deepEqual(visit(`postern-visit=${first.id}`, false), { id: first.id })
  assert.notEqual(visit('postern-visit=<script>', false).setCookie, undefined)
  assert.match(visit(null, true).setCookie ?? '', /^__Host-postern-visit=.*; Secure$/)
})
