import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { sampleMessage } from '../../imap-fixture.ts'
import { contentsOf, startClientSite, type ClientSite } from './client-site.ts'

describe('programs that people read their mail with, on a terminal', () => {
  let site: ClientSite
  beforeEach(async () => {
    site = await startClientSite()
    await site.append('INBOX', Array.from({ length: 30 }, (_, index) => sampleMessage(index + 1)))
    await site.store.create('Archive')
  })
  afterEach(() => site.stop())

  const flagged = async (mailbox: string): Promise<readonly number[]> => (await contentsOf(await site.mailbox(mailbox))).filter(({ flags }) => flags.includes('\\Flagged')).map(({ uid }) => uid)
  const subjects = async (mailbox: string): Promise<readonly string[]> => (await contentsOf(await site.mailbox(mailbox))).map(({ text }) => /^Subject: (.*?)\r$/m.exec(text)?.[1] ?? '')

  it('neomutt flags, searches, copies, moves, deletes and reads', async () => {
    const keys = [
      String.raw`<tag-pattern>~s 'Message 3$'<enter><tag-prefix><flag-message><untag-pattern>~A<enter>`,
      `<limit>~b 'is message 17'<enter><copy-message>+Archive<enter><limit>~A<enter>`,
      String.raw`<search>~s 'Message 5$'<enter><delete-message>`,
      `<save-message>+Archive<enter><pipe-message>cat > ${site.home}/piped<enter><quit>`,
    ]
    const file = await site.write('muttrc', [
      ...[`set folder="imap://alice@127.0.0.1:${site.port}/"`, 'set imap_user=alice', 'set imap_pass="postern-alice"', 'set ssl_starttls=no', 'set ssl_force_tls=no', 'set spoolfile="+INBOX"'],
      ...['set quit=yes', 'set delete=yes', 'set confirmappend=no', 'set wait_key=no', 'set sort=mailbox-order', 'set mark_old=no', `push "${keys.join('')}"`, ''],
    ].join('\n'))
    assert.equal(await site.onScreen(`neomutt -n -F ${file}`, []), '')
    assert.deepEqual(await flagged('INBOX'), [3])
    assert.deepEqual(await subjects('Archive'), ['Message 17', 'Message 6'])
    const left = await subjects('INBOX')
    assert.equal(left.length, 28)
    assert.ok(!left.includes('Message 5') && !left.includes('Message 6'))
    assert.match(await readFile(path.join(site.home, 'piped'), 'utf8'), /This is message 7\./)
    assert.deepEqual(site.errors(), [])
  })

  it('alpine flags, copies, searches text, deletes and expunges', async () => {
    const inbox = `{127.0.0.1:${site.port}/user=alice/notls/novalidate-cert}`
    const file = await site.write('pinerc', [
      ...['personal-name=Alice', 'user-domain=example.test', `inbox-path=${inbox}INBOX`, `folder-collections=Mail ${inbox}[]`, 'last-version-used=6.26', 'last-time-prune-questioned=999.1'],
      ...['feature-list=quit-without-confirm,enable-flag-cmd,enable-aggregate-command-set,expunge-without-confirm,save-will-not-delete,quell-empty-directory-messages', ''],
    ].join('\n'))
    const missed = await site.onScreen(`alpine -p ${file}`, [
      ['ENTER PASSWORD', 'postern-alice\r'],
      ['on DISK', 'n'],
      ['? Help', 'i'],
      ['Message 30', 'j'],
      ['Message number to jump to', '7\r'],
      ['[', '*'],
      ['[Important]', '*s'],
      ['saved-messages] :', '\u0015Archive\r'],
      // What takes a moment is told in another way.
      [/copied|Saving DONE/, ';'],
      ['SELECT', 't'],
      ['Select', 'b'],
      ['match :', 'message 21\r'],
      ['matched 1 message', 'ad'],
      ['marked for deletion', 'q'],
    ])
    assert.equal(missed, '')
    assert.deepEqual([await flagged('INBOX'), await flagged('Archive'), await subjects('Archive')], [[7], [1], ['Message 7']])
    const left = await subjects('INBOX')
    assert.equal(left.length, 29)
    assert.ok(!left.includes('Message 21'))
    assert.deepEqual(site.errors(), [])
  })
})
