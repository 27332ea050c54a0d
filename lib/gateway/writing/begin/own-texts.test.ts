import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { appendMessages, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { startComposition } from './start-composition.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const TEXT = 'Content-Type: text/plain\n\nMine'
const HTML = 'Content-Type: text/html\n\n<p>Mine</p>'
const NOTES = 'Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline; filename=notes.txt\n\nNotes'
const PATCH = 'Content-Type: text/plain; name=a.patch\nContent-Disposition: attachment; filename=a.patch\n\n-a'
const PDF = 'Content-Type: application/pdf; name=a.pdf\n\n%PDF'
const LETTER = 'Content-Type: message/rfc822\n\nSubject: Letter\n\nTheirs'

test('what goes on has its own text; files and messages beside it stay attachments, shown as text or not', async () => {
  const table: readonly [parts: readonly string[], body: string, files: readonly string[]][] = [
    [[TEXT, NOTES], 'Mine', ['notes.txt']],
    [[HTML, NOTES], 'Mine', ['notes.txt']],
    [[TEXT, LETTER], 'Mine', ['Letter.eml']],
    [[PDF, LETTER], '', ['a.pdf', 'Letter.eml']],
    [[LETTER], '', ['Letter.eml']],
    [[PDF, PATCH], '', ['a.pdf', 'a.patch']],
    [[NOTES], 'Notes', []],
    [[TEXT, 'Content-Type: text/plain\n\nMore'], 'Mine\n\nMore', []],
  ]
  let letters = 0
  for (const mailbox of ['Drafts', 'INBOX']) {
    for (const [parts, body, files] of table) {
      const content = `From: alice@example.test\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`
      const subject = `${++letters}th`
      await appendMessages(await imap.stores.of('alice'), mailbox, [{ content: content.replace('Subject: x', `Subject: ${subject}`), ...(mailbox === 'Drafts' ? { flags: ['\\Draft'] } : {}) }])
      const [original] = await findByHeader(site.connections, mailbox, 'Subject', subject)
      assert.ok(original)
      for (const kind of ['resume', 'forward'] as const) {
        const begun = await startComposition(site.writer, { kind, original })
        const text = kind === 'forward' ? (begun.body.split('\n\n').slice(2).join('\n\n') || '') : begun.body
        assert.deepEqual([text.trim(), begun.attachments.map(({ name }) => name)], [body, files], `${mailbox} ${kind} ${parts.join()}`)
      }
    }
  }
})
