import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readMessageShow } from '#components/mail-state/place.ts'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { urls } from '#lib/api/urls.ts'
import { openOwnPage } from '#lib/gateway/reading/open-own-page.ts'
import type { Composition } from '#lib/mail/composition.ts'
import { readMessageId, writeMessageId } from '#lib/mail/message-ref.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { put } from './site.ts'
import iconv from 'iconv-lite'

describe('a message that names a wrong charset or none', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const letter = async (type: string, text: string): Promise<string> => {
    const octets = iconv.encode(`From: Боб <bob@example.test>\r\nSubject: Привет\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n`, 'koi8-r')
    return writeMessageId(await put(desk.connections, 'INBOX', octets))
  }

  test('is read by the one that the address of the page names: header, text and HTML', async () => {
    const plain = await letter('text/plain; charset=iso-8859-1', 'Как дела?')
    const wrong = (await desk.screen({ message: plain })).message
    assert.notEqual(wrong?.bodies[0]?.text.trim(), 'Как дела?')
    const { message } = await desk.screen({ message: plain, show: readMessageShow({ charset: 'koi8-r' }) })
    assert.deepEqual([message?.subject, message?.envelope.from[0]?.name, message?.bodies[0]?.text.trim()], ['Привет', 'Боб', 'Как дела?'])
    const html = await letter('text/html', '<p>Как дела?</p>')
    const frame = await desk.browser.ask(`/api/mailboxes/INBOX/messages/${html}/html/1?charset=koi8-r`)
    assert.match(await frame.text(), /<p>Как дела\?/)
  })

  test('what was chosen holds for answers, names of attachments, their text, archives and messages inside', async () => {
    const inner = 'From: Вера <vera@example.test>\r\nSubject: Внутри\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nВнутренний текст\r\n'
    const parts = [
      'Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nКак дела?',
      'Content-Type: text/plain; name="Отчёт.txt"\r\nContent-Disposition: attachment; filename="Отчёт.txt"\r\nContent-Transfer-Encoding: 8bit\r\n\r\nИтого',
      `Content-Type: message/rfc822\r\n\r\n${inner}`,
    ]
    const id = await letter('multipart/mixed; boundary=b', `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--`)
    const { message } = await desk.screen({ message: id, show: { charset: 'koi8-r' } })
    assert.deepEqual([message?.charset, message?.attachments.map(({ name }) => name)], ['koi8-r', ['Отчёт.txt', 'Внутри.eml']])

    const composition = (kind: Composition['kind']) => desk.begin({ kind, mailbox: 'INBOX', id, charset: 'koi8-r' })
    const reply = await composition('reply')
    assert.deepEqual([reply.subject, reply.to], ['Re: Привет', 'Боб <bob@example.test>'])
    assert.match(reply.body, /Боб wrote:\n> Как дела\?/)
    const forward = await composition('forward')
    assert.match(forward.body, /Subject: Привет\n[^]*Как дела\?/)
    assert.deepEqual(forward.attachments.map(({ name }) => name), ['Отчёт.txt', 'Внутри.eml'])

    const messages = `/api/mailboxes/INBOX/messages/${id}`
    const part = await desk.browser.ask(`${messages}/parts/2?charset=koi8-r`)
    assert.match(part.headers.get('content-disposition') ?? '', new RegExp(encodeURIComponent('Отчёт.txt')))
    assert.equal((await part.text()).trim(), 'Итого')
    const archive = Buffer.from(await (await desk.browser.ask(`${messages}/attachments?charset=koi8-r`)).arrayBuffer())
    assert.ok(archive.includes('Отчёт.txt'))

    const named = readMessageId(id)
    assert.ok(named)
    const inside = await openOwnPage(desk.connections, { mailbox: 'INBOX', ...named }, '3', { charset: 'koi8-r' })
    assert.ok(inside.kind === 'message')
    assert.deepEqual([inside.message.subject, inside.message.envelope.from[0]?.name, inside.message.bodies[0]?.text.trim()], ['Внутри', 'Вера', 'Внутренний текст'])
  })

  test('every link of such a reading keeps it', () => {
    const ref = { mailbox: 'INBOX', uidValidity: toUidValidity(7), uid: toUid(3) }
    const kept = asRead(urls(''), { charset: 'koi8-r' })
    assert.deepEqual(
      [kept.message(ref), kept.messageDetails(ref, 'list'), kept.messagePart(ref, '2', { images: '1' }), kept.api.part(ref, '2', 'download'), kept.printMessages('INBOX', ['7.3']), kept.api.source(ref)],
      ['/mailboxes/INBOX/7.3?charset=koi8-r', '/mailboxes/INBOX/7.3/details?charset=koi8-r#list', '/mailboxes/INBOX/7.3/parts/2?images=1&charset=koi8-r', '/api/mailboxes/INBOX/messages/7.3/parts/2?download=1&charset=koi8-r', '/mailboxes/INBOX/print?message=7.3&charset=koi8-r', '/api/mailboxes/INBOX/messages/7.3/source'],
    )
    assert.equal(asRead(urls(''), {}).message(ref), '/mailboxes/INBOX/7.3')
    const opened = asRead(urls(''), readReading({ charset: 'x-evil', open: '1' }))
    assert.deepEqual(
      [opened.message(ref), opened.messageDetails(ref, 'list'), opened.signature(ref), opened.attachments(ref), opened.messagePart(ref, '2'), opened.printMessages('INBOX', ['7.3']), opened.api.part(ref, '2', 'view')],
      ['/mailboxes/INBOX/7.3?open=1', '/mailboxes/INBOX/7.3/details?open=1#list', '/mailboxes/INBOX/7.3/signature?open=1', '/mailboxes/INBOX/7.3/attachments?open=1', '/mailboxes/INBOX/7.3/parts/2?open=1', '/mailboxes/INBOX/print?message=7.3&open=1', '/api/mailboxes/INBOX/messages/7.3/parts/2'],
    )
  })

  test('an unknown name is no choice', () => {
    assert.deepEqual(readMessageShow({ charset: 'x-evil\r\n' }), {})
    assert.deepEqual(readMessageShow({ charset: 'koi8-r' }), { charset: 'koi8-r' })
  })
})
