import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from '#lib/i18n/words-in.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { newsElsewhere, noticeOfNews } from './news.ts'

const words = await wordsIn('en')
const mailbox = (name: string, specialUse?: MailboxSummary['specialUse']): MailboxSummary => ({ name, label: name, level: 0, selectable: true, hasChildren: false, subscribed: true, shared: false, ...(specialUse ? { specialUse } : {}) })
const mailboxes = [mailbox('INBOX'), mailbox('Club'), mailbox('Spam', '\\Junk'), mailbox('Sent', '\\Sent')]
const from = [{ name: 'Ann', address: 'ann@example.test' }]

test('one message is told by who wrote it and about what', () => {
  assert.deepEqual(noticeOfNews(words, mailboxes, { mailbox: 'INBOX', arrived: [{ from, subject: 'Lunch' }] }), { title: 'Ann', body: 'Lunch', tag: 'postern INBOX' })
  assert.deepEqual(noticeOfNews(words, mailboxes, { mailbox: 'INBOX', arrived: [{ from: [], subject: '' }] }), { title: '(no sender)', body: '(no subject)', tag: 'postern INBOX' })
})

test('several, or those of which only the number is known, are told by their mailbox', () => {
  assert.deepEqual(noticeOfNews(words, mailboxes, { mailbox: 'INBOX', arrived: [{ from, subject: 'a' }, { from, subject: 'b' }] }), { title: '2 new messages', body: 'Inbox', tag: 'postern INBOX' })
  assert.deepEqual(noticeOfNews(words, mailboxes, { mailbox: 'Club', arrived: 1 }), { title: 'One new message', body: 'Club', tag: 'postern Club' })
})

test('copies of one’s own and junk are no news', () => {
  for (const name of ['Spam', 'Sent']) assert.equal(noticeOfNews(words, mailboxes, { mailbox: name, arrived: 3 }), undefined)
})

test('news elsewhere is what made both the messages and the unread ones more', () => {
  const counted = (messages: number, unseen: number, name = 'Club'): MailboxSummary => ({ ...mailbox(name), messages, unseen })
  assert.deepEqual(newsElsewhere([counted(5, 1)], [counted(7, 3)], 'INBOX'), [{ mailbox: 'Club', arrived: 2 }])
  assert.deepEqual(newsElsewhere([counted(5, 1)], [counted(5, 2)], 'INBOX'), [], 'marked as unread')
  assert.deepEqual(newsElsewhere([counted(5, 1)], [counted(6, 1)], 'INBOX'), [], 'came as read')
  assert.deepEqual(newsElsewhere([counted(5, 1)], [counted(7, 3)], 'Club'), [], 'the open one tells by its messages')
  assert.deepEqual(newsElsewhere([], [counted(7, 3)], 'INBOX'), [], 'a mailbox that appears')
  assert.deepEqual(newsElsewhere([mailbox('Club')], [counted(7, 3)], 'INBOX'), [], 'never counted before')
})
