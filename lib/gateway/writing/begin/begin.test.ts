import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Address } from '#lib/mail/envelope.ts'
import type { ListView } from '#lib/mail/reading/lists/list-view.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { checkAddresses } from '#lib/composition/addresses/check-addresses.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { attachedFields, forwardFields } from './forward-fields.ts'
import { newFields } from './new-fields.ts'
import type { Author } from './author.ts'
import { replyFields, type AnswerKind } from './reply-fields.ts'
import { forwardSubject, replySubject } from './subject-prefix.ts'

const ENGLISH = { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') }
const ALICE: Author = { from: 'alice@example.test', own: new Set(['alice@example.test', 'alice@old.example.test']), replyTo: '', blindCopies: [], signature: '', formatted: '', quote: 'below', reports: 'none', language: ENGLISH }
const address = (text: string, name = ''): Address => ({ name, address: text })
const [bob, carol, dave] = [address('bob@example.test', 'Bob Example'), address('carol@example.test'), address('dave@example.test', 'Dave, D.')]
const alice = address('Alice@Example.Test', 'Alice')

function view(envelope: Partial<MessageView['envelope']>, more: Partial<MessageView> = {}): MessageView {
  return {
    id: '7.3', mailbox: 'INBOX', from: [], to: [], subject: '', date: '2026-02-03T04:05:06Z', size: 1,
    seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, hasAttachment: false,
    envelope: { subject: 'Lunch', from: [bob], sender: [], replyTo: [], to: [alice], cc: [], bcc: [], inReplyTo: '', messageId: '<m@b>', ...envelope },
    headers: [], bodies: [{ kind: 'text', section: '1', text: 'At noon?\n> quoted\n', flowed: false, cut: false }], attachments: [], notices: [],
    ...more,
  }
}

test('an answer is in the language of who writes it', async () => {
  const language = { quoting: (await pageWordsIn('de')).quoting, locale: writtenLocale('de') }
  assert.match(replyFields(view({}), { ...ALICE, language }, 'reply').body, /^Am 3\. Februar 2026 um 04:05 UTC schrieb Bob Example:$/m)
  assert.match(forwardFields(view({}), { ...ALICE, language }).body, /-------- Weitergeleitete Nachricht --------\nBetreff: Lunch\nDatum: 3\. Februar 2026 um 04:05 UTC\nVon: Bob/)
})

test('subjects get their mark once, in whatever language they had one', () => {
  const table: [subject: string, reply: string, forward: string][] = [
    ['Lunch', 'Re: Lunch', 'Fwd: Lunch'],
    ['Re: Lunch', 'Re: Lunch', 'Fwd: Re: Lunch'],
    ['RE: re : AW: Sv: Lunch', 'Re: Lunch', 'Fwd: RE: re : AW: Sv: Lunch'],
    ['Re[2]: Lunch', 'Re: Lunch', 'Fwd: Re[2]: Lunch'],
    ['Fw: FWD: Lunch', 'Re: Fw: FWD: Lunch', 'Fwd: Lunch'],
    ['Regarding: lunch', 'Re: Regarding: lunch', 'Fwd: Regarding: lunch'],
    ['回复：午餐', 'Re: 午餐', 'Fwd: 回复：午餐'],
    ['a\r\nBcc: eve@example.test', 'Re: a Bcc: eve@example.test', 'Fwd: a Bcc: eve@example.test'],
    ['', 'Re:', 'Fwd:'],
  ]
  for (const [subject, reply, forward] of table) assert.deepEqual([replySubject(subject), forwardSubject(subject)], [reply, forward], subject)
})

test('somebody’s own habits: a signature, copies, where answers go and where the quoted text stands', () => {
  const author: Author = { ...ALICE, replyTo: 'desk@example.test', blindCopies: ['archive@example.test'], signature: 'Alice\nthe lamp room' }
  const signature = '-- \nAlice\nthe lamp room\n'
  const quoted = 'On 3 February 2026 at 04:05 UTC, Bob Example wrote:\n> At noon?\n>> quoted\n'
  const reply = (quote: Author['quote']) => replyFields(view({}), { ...author, quote }, 'reply').body.replace(' at ', ', ').replace('> > quoted', '>> quoted')
  assert.equal(reply('below'), `\n\n${signature}\n${quoted}`.replace(' at ', ', '))
  assert.equal(reply('above'), `${quoted}\n\n${signature}`.replace(' at ', ', '))
  assert.equal(reply('none'), `\n\n${signature}`)
  assert.ok(forwardFields(view({}), author).body.startsWith(`\n\n${signature}\n-------- Forwarded message`))
  const fresh = newFields({ bcc: 'eve@example.test', body: 'Hello' }, author)
  assert.deepEqual([fresh.bcc, fresh.replyTo, fresh.body], ['eve@example.test, archive@example.test', 'desk@example.test', `Hello\n\n${signature}`])
  assert.equal(newFields({}, ALICE).body, '')
})

const followUp = (value: string): Pick<MessageView, 'headers'> => ({ headers: [{ name: 'Mail-Followup-To', value }] })

const LIST: ListView = { name: '', id: '', ways: [{ command: 'help', mail: { to: 'help@lists.test' } }, { command: 'post', mail: { to: 'keepers@lists.test', subject: 'x' } }] }

test('who gets an answer', () => {
  const table: [name: string, view: MessageView, kind: AnswerKind, to: string, cc: string][] = [
    ['the sender', view({}), 'reply', '"Bob Example" <bob@example.test>', ''],
    ['Reply-To instead of From', view({ replyTo: [carol] }), 'reply', 'carol@example.test', ''],
    ['all but me, in any case', view({ to: [alice, carol], cc: [dave, address('alice@old.example.test')] }), 'reply-all', '"Bob Example" <bob@example.test>', 'carol@example.test, "Dave, D." <dave@example.test>'],
    ['nobody twice', view({ to: [bob, carol, address('CAROL@example.test')], cc: [carol] }), 'reply-all', '"Bob Example" <bob@example.test>', 'carol@example.test'],
    ['my own message: its recipients', view({ from: [alice], to: [bob], cc: [carol] }), 'reply-all', '"Bob Example" <bob@example.test>', 'carol@example.test'],
    ['my own message, answered alone', view({ from: [alice], to: [bob], cc: [carol] }), 'reply', '"Bob Example" <bob@example.test>', ''],
    ['my own message to nobody but copies', view({ from: [alice], to: [], cc: [carol] }), 'reply', 'carol@example.test', ''],
    ['Reply-To that names nobody', view({ replyTo: [address('', 'Bob')], to: [alice, carol] }), 'reply', '"Bob Example" <bob@example.test>', ''],
    ['Reply-To that is an empty group', view({ replyTo: [{ name: 'undisclosed', address: '', group: [] }], to: [alice, carol] }), 'reply', '"Bob Example" <bob@example.test>', ''],
    ['where discussions go on', view({ to: [carol], cc: [alice] }, followUp('Alice@example.test, Keepers <keepers@lists.test>, dave@example.test')), 'reply-all', 'Keepers <keepers@lists.test>, dave@example.test', ''],
    ['where discussions go on, for an answer to the sender', view({ cc: [dave] }, followUp('keepers@lists.test')), 'reply', '"Bob Example" <bob@example.test>', ''],
    ['discussions that go on with me alone, or nowhere', view({ cc: [dave] }, followUp('alice@example.test, undisclosed:;')), 'reply-all', '"Bob Example" <bob@example.test>', '"Dave, D." <dave@example.test>'],
    ['a note to myself', view({ from: [alice], to: [alice] }), 'reply-all', 'Alice <Alice@Example.Test>', ''],
    ['a group: its members', view({ to: [{ name: 'Team', address: '', group: [alice, carol] }] }), 'reply-all', '"Bob Example" <bob@example.test>', 'carol@example.test'],
    ['no sender', view({ from: [], to: [carol] }), 'reply-all', 'carol@example.test', ''],
    ['the list alone, whatever its sender asks for', view({ replyTo: [carol], cc: [dave] }, { list: LIST }), 'reply-list', 'keepers@lists.test', ''],
    ['no list that takes answers: the sender', view({ cc: [dave] }, { list: { ...LIST, ways: [{ command: 'post', page: 'https://lists.test/' }] } }), 'reply-list', '"Bob Example" <bob@example.test>', ''],
    ['no list at all: the sender', view({ cc: [dave] }), 'reply-list', '"Bob Example" <bob@example.test>', ''],
  ]
  for (const [name, message, kind, to, cc] of table) {
    const fields = replyFields(message, ALICE, kind)
    assert.deepEqual([fields.to.replaceAll('"', ''), fields.cc.replaceAll('"', '')], [to.replaceAll('"', ''), cc.replaceAll('"', '')], name)
    assert.ok(checkAddresses(fields).recipients.length > 0, name)
    assert.deepEqual(fields.original, { mailbox: 'INBOX', id: '7.3' })
  }
})

test('In-Reply-To and References follow RFC 5322 §3.6.4', () => {
  const references = (value: string) => [{ name: 'References', value }]
  const table: [name: string, view: MessageView, inReplyTo: string, references: string[]][] = [
    ['a first message', view({}), '<m@b>', ['<m@b>']],
    ['the parent’s references', view({ inReplyTo: '<x@b>' }, { headers: references('<a@b>  <x@b>') }), '<m@b>', ['<a@b>', '<x@b>', '<m@b>']],
    ['none, but one it answers', view({ inReplyTo: '<x@b>' }), '<m@b>', ['<x@b>', '<m@b>']],
    ['none, but two it answers', view({ inReplyTo: '<x@b> <y@b>' }), '<m@b>', ['<m@b>']],
    ['no Message-ID', view({ messageId: '' }, { headers: references('<a@b>') }), '', ['<a@b>']],
    ['rubbish in between', view({}, { headers: references('Re: <a@b>, "x" <c d@b> <e@b>\u0000') }), '<m@b>', ['<a@b>', '<e@b>', '<m@b>']],
    ['a loop', view({}, { headers: references('<m@b> <a@b>') }), '<m@b>', ['<a@b>', '<m@b>']],
  ]
  for (const [name, message, inReplyTo, expected] of table) {
    const fields = replyFields(message, ALICE, 'reply')
    assert.deepEqual([fields.inReplyTo, fields.references], [inReplyTo, expected], name)
  }
  const long = view({}, { headers: references(Array.from({ length: 500 }, (_, index) => `<${index}@b>`).join(' ')) })
  const { references: kept } = replyFields(long, ALICE, 'reply')
  assert.deepEqual([kept.length, kept[0], kept.at(-2), kept.at(-1)], [100, '<0@b>', '<499@b>', '<m@b>'])
})

test('an answer quotes, a forwarded message brings its header along', () => {
  assert.equal(replyFields(view({}), ALICE, 'reply').body, '\n\nOn 3 February 2026 at 04:05 UTC, Bob Example wrote:\n> At noon?\n>> quoted\n')
  assert.match(replyFields(view({ from: [address('')] }), ALICE, 'reply').body, /, somebody wrote:$/m)
  const forwarded = forwardFields(view({ cc: [carol] }), ALICE)
  assert.deepEqual([forwarded.to, forwarded.inReplyTo, forwarded.references], ['', '', ['<m@b>']])
  assert.deepEqual(forwarded.body.split('\n').slice(2), [
    '-------- Forwarded message --------', 'Subject: Lunch', 'Date: 3 February 2026 at 04:05 UTC', 'From: Bob Example <bob@example.test>', 'To: Alice <Alice@Example.Test>', 'Cc: carol@example.test', '', 'At noon?', '> quoted', '',
  ])
  assert.equal(attachedFields(view({}), ALICE).body, '')
})

test('a hostile name or date adds no line to the text', () => {
  const fields = forwardFields(view({ from: [address('x@b', 'Eve\r\nBcc: eve@example.test\u2028x')] }, { date: 'not a date' }), ALICE)
  assert.match(fields.body, /^From: "?Eve Bcc: eve@example\.test x"? <x@b>$/m)
  assert.equal(/^Date/m.test(fields.body), false)
  assert.match(replyFields(view({ from: [address('x@b', 'Eve\nBcc: a')] }), ALICE, 'reply').body, /, Eve Bcc: a wrote:$/m)
})

test('a link fills in what it may, and never a header field of its own', () => {
  const fields = newFields({ to: 'bob@example.test\r\nBcc: eve@example.test', subject: 'a\r\nX-Evil: 1', body: 'one\r\ntwo\0' }, ALICE)
  assert.deepEqual([fields.to, fields.subject, fields.body], ['bob@example.test Bcc: eve@example.test', 'a X-Evil: 1', 'one\ntwo'])
  const answering = (inReplyTo: string) => newFields({ inReplyTo }, ALICE)
  assert.deepEqual([answering('<a@b>\r\nBcc: <c@d>').inReplyTo, answering('<a@b>').references, answering('a@b').inReplyTo, answering('a@b').references], ['<a@b>', ['<a@b>'], '', []])
})
