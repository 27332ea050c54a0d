import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConversationClient } from '#lib/testing/conversation-client.ts'
import { withImapServer } from '#lib/testing/imap-fixture.ts'

test('an alert reaches whoever idles at once, others with their next command, new ones when they sign in, each once', async () => {
  await withImapServer({}, async (fixture) => {
    const told = (client: ConversationClient) => client.heard.filter((line) => line.includes('[ALERT]'))
    const stranger = await fixture.open()
    const [busy, idler] = [await fixture.signIn(), await fixture.signIn('bob')]
    assert.match(await idler.asks('s SELECT INBOX'), /^s OK /)
    await idler.says('i IDLE\r\n')
    assert.match((await idler.line()) ?? '', /^\+ /)
    fixture.server.alert('Der Server läuft um 12 Uhr – “neu” an. 漢 * 1 FETCH')
    const line = '* OK [ALERT] Der Server lauft um 12 Uhr - "neu" an. ? * 1 FETCH'
    assert.equal(await idler.line(), line)
    await idler.says('DONE\r\n')
    assert.match((await idler.line()) ?? '', /^i OK /)
    assert.match(await busy.asks('a NOOP'), /^a OK /)
    assert.deepEqual(told(busy), [line])
    for (const [client, tag] of [[busy, 'b'], [idler, 'b'], [stranger, 'c']] as const) {
      assert.match(await client.asks(`${tag} CAPABILITY`), new RegExp(`^${tag} OK `))
      assert.deepEqual(told(client), [], 'once, and nothing for whoever has not signed in')
    }
    assert.match(await stranger.asks('d LOGIN carol postern-carol'), /^d OK /)
    assert.deepEqual(told(stranger), [line])
    fixture.server.alert('')
    const late = await fixture.signIn()
    assert.match(await busy.asks('e NOOP'), /^e OK /)
    assert.deepEqual([told(late), told(busy)], [[], []])
    for (const client of [stranger, busy, idler, late]) client.close()
  })
})

test('an alert to one account reaches its clients alone, at once where they idle and whenever they sign in', async () => {
  await withImapServer({}, async (fixture) => {
    const told = (client: ConversationClient) => client.heard.filter((line) => line.includes('[ALERT]'))
    const [own, other] = [await fixture.signIn(), await fixture.signIn('bob')]
    await own.says('i IDLE\r\n')
    assert.match((await own.line()) ?? '', /^\+ /)
    const { name } = (await fixture.accounts.find('alice')) ?? assert.fail()
    fixture.server.alertAccounts([[name, 'Rufen Sie bitte zurück\r\n* BYE']])
    const line = '* OK [ALERT] Rufen Sie bitte zuruck  * BYE'
    assert.equal(await own.line(), line)
    await own.says('DONE\r\n')
    assert.match((await own.line()) ?? '', /^i OK /)
    const late = await fixture.signIn()
    assert.match(await late.asks('a NOOP'), /^a OK /)
    assert.match(await other.asks('a NOOP'), /^a OK /)
    assert.deepEqual(told(other), [])
    fixture.server.alertAccounts([])
    const after = await fixture.signIn()
    assert.match(await after.asks('a NOOP'), /^a OK /)
    assert.deepEqual(told(after), [])
    for (const client of [own, other, late, after]) client.close()
  })
})
