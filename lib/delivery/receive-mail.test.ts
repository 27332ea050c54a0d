import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startDeliverySite, type DeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'

const MESSAGE = 'From: Dana <dana@elsewhere.example>\r\nTo: alice@example.test\r\nSubject: Hello\r\nDate: Mon, 5 Oct 2026 10:00:00 +0000\r\n\r\nHello\r\n..two dots\r\n\xe9 raw\r\n'
const STUFFED = MESSAGE.replace('\r\n..', '\r\n...')

let site: DeliverySite
before(async () => { site = await startDeliverySite() })
after(() => site.close())

async function greet(service: 'smtp' | 'lmtp'): Promise<SmtpDialogue> {
  const client = await SmtpDialogue.open(site.port(service))
  assert.match(await client.reply(), /^220 /)
  assert.match(await client.command(`${service === 'lmtp' ? 'LHLO' : 'EHLO'} mx.elsewhere.example`), /^250/)
  return client
}

async function begin(service: 'smtp' | 'lmtp', recipients: readonly string[], parameters = ''): Promise<SmtpDialogue> {
  const client = await greet(service)
  assert.match(await client.command(`MAIL FROM:<dana@elsewhere.example>${parameters}`), /^250/)
  for (const recipient of recipients) assert.match(await client.command(`RCPT TO:<${recipient}>`), /^250/)
  assert.match(await client.command('DATA'), /^354/)
  return client
}

describe('SMTP-in', () => {
  it('stores a message as it came, behind one Return-Path, Delivered-To and Received', async () => {
    const client = await begin('smtp', ['Alice@Example.Test'])
    assert.match(await client.command(`Return-Path: <forged@elsewhere.example>\r\n${STUFFED}.`), /^250/)
    client.close()
    const [stored = ''] = await site.messages('alice')
    assert.ok(stored.endsWith(MESSAGE))
    const trace = stored.slice(0, -MESSAGE.length)
    assert.match(trace, /^Return-Path: <dana@elsewhere\.example>\r\nDelivered-To: Alice@[Ee]xample\.[Tt]est\r\nReceived: from mx\.elsewhere\.example \(\[127\.0\.0\.1\]\)\r\n\tby example\.test with ESMTP id [0-9a-f]+;\r\n\t[^\r\n]+ \+0000\r\n$/)
  })

  it('takes nobody but its own users, each refusal with its reason', async () => {
    const client = await greet('smtp')
    await client.command('MAIL FROM:<dana@elsewhere.example>')
    assert.match(await client.command('RCPT TO:<nobody@example.test>'), /^550 5\.1\.1 /)
    assert.match(await client.command('RCPT TO:<alice@elsewhere.example>'), /^550 5\.7\.1 /)
    assert.match(await client.command('RCPT TO:<alice@localhost>'), /^250/)
    client.close()
  })

  it('offers no sign-in and no joke commands', async () => {
    const client = await SmtpDialogue.open(site.port('smtp'))
    await client.reply()
    const greeting = await client.command('EHLO x')
    assert.doesNotMatch(greeting, /AUTH/)
    assert.doesNotMatch(greeting, /DSN/, 'nobody here makes reports of a delivery')
    for (const command of ['AUTH PLAIN AGFsaWNlAHNlY3JldC1hbGljZQ==', 'WIZ x', 'XCLIENT ADDR=1.2.3.4']) assert.match(await client.command(command), /^500/)
    client.close()
  })

  it('delivers user+detail to the mailbox detail, where it exists', async () => {
    await (await site.store('bob')).create('Lists')
    const client = await begin('smtp', ['bob+Lists@example.test', 'bob+Nowhere@example.test'])
    assert.match(await client.command(`${STUFFED}.`), /^250/)
    client.close()
    assert.equal((await site.messages('bob', 'Lists')).length, 1)
    assert.equal((await site.messages('bob', 'INBOX')).length, 1)
    assert.equal((await site.store('bob').then((store) => store.mailbox('Nowhere'))), undefined)
  })

  it('refuses at RCPT what does not fit the quota as announced, and at DATA what was not announced', async () => {
    const client = await greet('smtp')
    await client.command('MAIL FROM:<dana@elsewhere.example> SIZE=5000')
    assert.match(await client.command('RCPT TO:<carol@example.test>'), /^452 4\.2\.2 /)
    client.close()
    const second = await begin('smtp', ['carol@example.test'])
    assert.match(await second.command(`${'x'.repeat(70)}\r\n`.repeat(40) + '.'), /^452 4\.2\.2 /)
    second.close()
    assert.equal((await site.messages('carol')).length, 0)
  })

  it('gives the others no second copy when the sender tries again because of one', async () => {
    await site.accounts.setQuota('carol', 2000)
    const before = (await site.messages('alice')).length
    const big = `Subject: for two\r\n\r\n${'y'.repeat(70)}\r\n`.repeat(40)
    for (const quota of [2000, undefined]) {
      await site.accounts.setQuota('carol', quota)
      const client = await begin('smtp', ['alice@example.test', 'carol@example.test'])
      assert.match(await client.command(`${big}.`), quota === undefined ? /^250/ : /^452/)
      client.close()
    }
    assert.equal((await site.messages('alice')).length, before + 1)
    assert.equal((await site.messages('carol')).length, 1)
    await site.accounts.setQuota('carol', 2000)
  })

  it('answers 552 beyond the size limit, announced or not, and goes on', async () => {
    const client = await greet('smtp')
    assert.match(await client.command('MAIL FROM:<dana@elsewhere.example> SIZE=2000000'), /^552/)
    await client.command('MAIL FROM:<dana@elsewhere.example>')
    await client.command('RCPT TO:<alice@example.test>')
    await client.command('DATA')
    assert.match(await client.command(`${'z'.repeat(998)}\r\n`.repeat(1001) + '.'), /^552 5\.3\.4 /)
    assert.match(await client.command('NOOP'), /^250/)
    client.close()
  })

  it('stops a message that has been through more than a hundred servers', async () => {
    const client = await begin('smtp', ['alice@example.test'])
    const hops = 'Received: from a by b; Mon, 5 Oct 2026 10:00:00 +0000\r\n'.repeat(101)
    assert.match(await client.command(`${hops}${STUFFED}.`), /^554 5\.4\.6 /)
    client.close()
  })

  it('keeps a message without a header readable: its text stays text', async () => {
    const client = await begin('smtp', ['alice@example.test'])
    assert.match(await client.command('only text, no header\r\n.'), /^250/)
    client.close()
    assert.match((await site.messages('alice')).at(-1) ?? '', /\+0000\r\n\r\nonly text, no header\r\n$/)
  })

  it('does not let a client name itself into a header line', async () => {
    const client = await SmtpDialogue.open(site.port('smtp'))
    await client.reply()
    await client.command('EHLO evil(comment)<x>;"')
    await client.command('MAIL FROM:<>')
    await client.command('RCPT TO:<alice@example.test>')
    await client.command('DATA')
    assert.match(await client.command(`${STUFFED}.`), /^250/)
    client.close()
    const stored = (await site.messages('alice')).at(-1) ?? ''
    assert.match(stored, /^Return-Path: <>\r\n/)
    assert.match(stored, /Received: from evilcommentx \(\[127/)
  })

  it('leaves nothing of a message whose client hangs up in the middle', async () => {
    const before = (await site.messages('alice')).length
    const client = await begin('smtp', ['alice@example.test'])
    client.send('Subject: half\r\n\r\nhalf of it')
    client.close()
    const other = await greet('smtp')
    assert.match(await other.command('QUIT'), /^221/)
    assert.equal((await site.messages('alice')).length, before)
  })
})

describe('LMTP', () => {
  it('answers for each recipient, a repeated one included', async () => {
    const before = (await site.messages('alice')).length
    await site.accounts.setQuota('carol', 5000)
    const client = await begin('lmtp', ['alice@example.test', 'carol@example.test', 'alice@example.test', 'bob@example.test'])
    await site.accounts.setQuota('carol', 2000)
    client.send(`${`${'x'.repeat(70)}\r\n`.repeat(40)}.\r\n`)
    const answers = [await client.reply(), await client.reply(), await client.reply(), await client.reply()]
    assert.deepEqual(answers.map((answer) => answer.slice(0, 9)), ['250 2.0.0', '452 4.2.2', '250 2.0.0', '250 2.0.0'])
    assert.match(await client.command('NOOP'), /^250/)
    client.close()
    assert.equal((await site.messages('alice')).length, before + 1)
  })

  it('speaks LHLO and not EHLO', async () => {
    const client = await SmtpDialogue.open(site.port('lmtp'))
    await client.reply()
    assert.match(await client.command('EHLO x'), /^500/)
    assert.match(await client.command('LHLO x'), /^250/)
    client.close()
  })

  it('answers 451 for a store that fails, and logs why', async () => {
    const failing = await startDeliverySite({ storeOf: () => Promise.reject(new Error('disk on fire')) })
    try {
      const client = await SmtpDialogue.open(failing.port('lmtp'))
      await client.reply()
      await client.command('LHLO x')
      await client.command('MAIL FROM:<dana@elsewhere.example>')
      assert.match(await client.command('RCPT TO:<alice@example.test>'), /^451 4\.3\.0 /)
      client.close()
      assert.ok(failing.logged.some((line) => line.includes('disk on fire')))
    } finally {
      await failing.close()
    }
  })
})
