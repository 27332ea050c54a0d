import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withImapServer } from '#lib/testing/imap-fixture.ts'
import { guessersIn } from '#lib/testing/manual/login-guard.ts'

test('who gives rights to a mailbox, and who takes them back, stands in the audit log', async () => {
  await withImapServer({}, async (fixture) => {
    const client = await fixture.open()
    await client.asks('a LOGIN alice postern-alice')
    assert.match(await client.asks('b SETACL INBOX bob lr'), /^b OK/)
    assert.match(await client.asks('c DELETEACL INBOX bob'), /^c OK/)
    assert.match(await client.asks('d SETACL INBOX alice l'), /^d NO/)
    client.close()
    const audited = fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'audit')
    const what = { did: 'mailbox-shared', who: 'alice', owner: 'alice', mailbox: 'INBOX', identifier: 'bob', remote: '127.0.0.1' }
    const seen = audited.map(({ did, who, owner, mailbox, identifier, remote, rights }) => ({ did, who, owner, mailbox, identifier, remote, rights }))
    assert.deepEqual(seen, [{ ...what, rights: 'lr' }, { ...what, rights: '' }])
  })
})

test('the log names no password, and nothing that a stranger typed', async () => {
  await withImapServer({}, async (fixture) => {
    const client = await fixture.open()
    await client.asks('a LOGIN hunter-name hunter-password')
    await client.asks('b LOGIN alice postern-alice')
    client.close()
    assert.doesNotMatch(fixture.logged.join(''), /hunter|postern-alice/)
    assert.ok(fixture.logged.some((line) => line.includes('imap.login-failed')))
    assert.deepEqual(guessersIn(fixture.logged), ['127.0.0.1'], 'as the manual tells fail2ban')
  })
})

test('connections, logins, commands and octets are counted', async () => {
  await withImapServer({}, async (fixture) => {
    const client = await fixture.signIn()
    await client.asks('a NOOP')
    const { connections, logins, failedLogins, commands, octetsIn, octetsOut, open: now } = fixture.server.counts
    assert.deepEqual({ connections, logins, failedLogins, commands, now }, { connections: 1, logins: 1, failedLogins: 0, commands: 2, now: 1 })
    assert.equal(octetsIn, 'l LOGIN alice postern-alice\r\na NOOP\r\n'.length)
    assert.ok(octetsOut > 100)
    client.close()
  })
})

test('mailboxes that come, go and change their names, and quotas that are set, stand in the log', async () => {
  await withImapServer({}, async (fixture) => {
    const [client, administrator] = [await fixture.signIn(), await fixture.signIn('carol')]
    for (const said of ['a CREATE Plans', 'b RENAME Plans Old', 'c DELETE Old']) assert.match(await client.asks(said), / OK /)
    assert.match(await client.asks('d DELETE Old'), / NO /)
    assert.match(await administrator.asks('a SETQUOTA alice (STORAGE 10)'), / OK /)
    const told = fixture.logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => /^imap\.(?:mailbox|quota)-/.test(String(event)))
    assert.deepEqual(told.map(({ event, account, mailbox, to, by, storage }) => [event, account, mailbox, to, by, storage]), [
      ['imap.mailbox-created', 'alice', 'Plans', undefined, undefined, undefined],
      ['imap.mailbox-renamed', 'alice', 'Plans', 'Old', undefined, undefined],
      ['imap.mailbox-removed', 'alice', 'Old', undefined, undefined, undefined],
      ['imap.quota-set', 'alice', undefined, undefined, 'carol', 10],
    ])
    client.close()
    administrator.close()
  })
})
