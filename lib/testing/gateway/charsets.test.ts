import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readMessageShow } from '#components/mail-state/place.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
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

  test('an unknown name is no choice', () => {
    assert.deepEqual(readMessageShow({ charset: 'x-evil\r\n' }), {})
    assert.deepEqual(readMessageShow({ charset: 'koi8-r' }), { charset: 'koi8-r' })
  })
})
