import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { startDeliverySite, type DeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'
import { guessersIn } from '#lib/testing/manual/login-guard.ts'

const MESSAGE = 'From: Alice <alice@example.test>\r\nTo: bob@example.test\r\nBcc: hidden@elsewhere.example,\r\n\tmore@elsewhere.example\r\nSubject: Hello\r\n\r\nHello\r\n'
const plainAuth = (user: string, password: string): string => `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`

async function signIn(site: DeliverySite, user = 'alice'): Promise<SmtpDialogue> {
  const client = await SmtpDialogue.open(site.port('submission'))
  await client.reply()
  await client.command('EHLO client')
  assert.match(await client.command(plainAuth(user, `secret-${user}`)), /^235/)
  return client
}

async function send(client: SmtpDialogue, recipients: readonly string[], message = MESSAGE): Promise<string> {
  assert.match(await client.command('MAIL FROM:<alice@example.test>'), /^250/)
  for (const recipient of recipients) assert.match(await client.command(`RCPT TO:<${recipient}>`), /^250/)
  assert.match(await client.command('DATA'), /^354/)
  return client.command(`${message}.`)
}

describe('submission', () => {
  let site: DeliverySite
  before(async () => { site = await startDeliverySite() })
  after(() => site.close())

  it('wants a sign-in first, and says which names or passwords are wrong to nobody', async () => {
    const client = await SmtpDialogue.open(site.port('submission'))
    await client.reply()
    assert.match(await client.command('EHLO client'), /^250[- ]AUTH (LOGIN PLAIN|PLAIN LOGIN)\r?$/m)
    assert.match(await client.command('MAIL FROM:<alice@example.test>'), /^530 5\.7\.0 /)
    const wrong = await client.command(plainAuth('alice', 'secret-bob'))
    assert.match(wrong, /^535 5\.7\.8 /)
    assert.equal(await client.command(plainAuth('nobody', 'secret-nobody')), wrong)
    assert.deepEqual(guessersIn(site.logged), ['127.0.0.1', '127.0.0.1'], 'as the manual tells fail2ban')
    client.close()
  })

  it('lets service accounts act for others by PLAIN, and nobody else, whoever exists', async () => {
    const serving = await startDeliverySite({ serviceAccounts: ['bob'] })
    try {
      const client = await SmtpDialogue.open(serving.port('submission'))
      await client.reply()
      await client.command('EHLO client')
      const actFor = (authorize: string, user: string, password = `secret-${user}`): Promise<string> => client.command(`AUTH PLAIN ${Buffer.from(`${authorize}\0${user}\0${password}`).toString('base64')}`)
      const refused = await actFor('bob', 'alice')
      assert.match(refused, /^535 5\.7\.8 Acting for another/)
      for (const [authorize, user] of [['nobody', 'alice'], ['nobody', 'bob'], ['alice@elsewhere.example', 'bob']] as const) assert.equal(await actFor(authorize, user), refused)
      assert.match(await actFor('alice', 'bob', 'wrong'), /^535 5\.7\.8 Wrong/)
      assert.match(await actFor('alice@example.test', 'bob'), /^235/)
      assert.match(await client.command('MAIL FROM:<bob@example.test>'), /^553/)
      assert.match(await send(client, ['bob@example.test']), /^250/)
      client.close()
    } finally {
      await serving.close()
    }
  })

  it('takes AUTH LOGIN, an address as the name, and passwords of any octets', async () => {
    await site.accounts.add('dora', ' p "q\\ä 🗝 ')
    const client = await SmtpDialogue.open(site.port('submission'))
    await client.reply()
    await client.command('EHLO client')
    await client.command('AUTH LOGIN')
    await client.command(Buffer.from('dora@example.test').toString('base64'))
    assert.match(await client.command(Buffer.from(' p "q\\ä 🗝 ').toString('base64')), /^235/)
    client.close()
  })

  it('offers sign-in before TLS on loopback alone', async () => {
    const wide = await startDeliverySite({ listeners: [{ service: 'submission', host: '0.0.0.0', port: 0 }] })
    try {
      const client = await SmtpDialogue.open(wide.port('submission'))
      await client.reply()
      assert.doesNotMatch(await client.command('EHLO client'), /AUTH/)
      assert.match(await client.command(plainAuth('alice', 'secret-alice')), /^5/)
      for (const sender of ['', 'alice@example.test']) assert.match(await client.command(`MAIL FROM:<${sender}>`), /^530 5\.7\.0 .*STARTTLS/)
      assert.match(await client.command('STARTTLS'), /^220/)
      await client.startTls()
      assert.match(await client.command('EHLO client'), /AUTH/)
      assert.match(await client.command('MAIL FROM:<>'), /^530/)
      assert.match(await client.command(plainAuth('alice', 'secret-alice')), /^235/)
      client.close()
    } finally {
      await wide.close()
    }
  })

  it('has stored a message to a local user before it says so, complete and without Bcc', async () => {
    const client = await signIn(site)
    assert.match(await send(client, ['bob@example.test']), /^250/)
    client.close()
    const [stored = ''] = await site.messages('bob')
    assert.match(stored, /^Return-Path: <alice@example\.test>\r\nDelivered-To: bob@example\.test\r\nReceived: by example\.test with ESMTPA id /)
    assert.doesNotMatch(stored, /bcc|hidden@|more@|127\.0\.0\.1/i)
    assert.match(stored, /^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000\r$/m)
    assert.match(stored, /^Message-ID: <[0-9a-f]+@example\.test>\r$/m)
    assert.ok(stored.endsWith('\r\n\r\nHello\r\n'))
  })

  it('keeps Date and Message-ID that are there', async () => {
    const client = await signIn(site)
    await send(client, ['bob@example.test'], 'From: alice@example.test\r\nDate: Mon, 5 Oct 2026 10:00:00 +0000\r\nMessage-ID: <mine@example.test>\r\n\r\nx\r\n')
    client.close()
    const stored = (await site.messages('bob')).at(-1) ?? ''
    assert.equal(stored.match(/^date:/gim)?.length, 1)
    assert.match(stored, /^Message-ID: <mine@example\.test>\r$/m)
  })

  it('refuses a sender or author that is somebody else', async () => {
    const client = await signIn(site)
    assert.match(await client.command('MAIL FROM:<bob@example.test>'), /^553 5\.7\.1 /)
    assert.match(await client.command('MAIL FROM:<alice@elsewhere.example>'), /^553 5\.7\.1 /)
    assert.match(await client.command('MAIL FROM:<Alice+lists@localhost>'), /^250/)
    await client.command('RSET')
    assert.match(await send(client, ['bob@example.test'], 'From: Bob <bob@example.test>\r\n\r\nx\r\n'), /^553 5\.7\.1 /)
    assert.match(await send(client, ['bob@example.test'], 'From: Bob\r\n <bob@example.test>\r\nResent-From: alice@example.test\r\n\r\nx\r\n'), /^250/)
    client.close()
  })

  it('refuses recipients that it cannot reach, at RCPT and in words', async () => {
    const client = await signIn(site)
    await client.command('MAIL FROM:<alice@example.test>')
    assert.match(await client.command('RCPT TO:<nobody@example.test>'), /^550 5\.1\.1 /)
    assert.match(await client.command('RCPT TO:<dana@elsewhere.example>'), /^550 5\.7\.1 .*no relay/)
    client.close()
  })

  it('tells the sender in INBOX who did not get what others did', async () => {
    await site.accounts.setQuota('carol', 5000)
    const client = await signIn(site)
    await client.command('MAIL FROM:<alice@example.test>')
    for (const name of ['bob', 'carol']) await client.command(`RCPT TO:<${name}@example.test>`)
    await site.accounts.setQuota('carol', 500)
    await client.command('DATA')
    assert.match(await client.command(`Subject: to both\r\n\r\n${'x'.repeat(600)}\r\n.`), /^250/)
    client.close()
    assert.match((await site.messages('bob')).at(-1) ?? '', /Subject: to both/)
    const notice = (await site.messages('alice')).at(-1) ?? ''
    assert.match(notice, /^Return-Path: <>\r\n/)
    assert.match(notice, /Final-Recipient: rfc822; carol@example\.test\r\nAction: failed\r\nStatus: 5\.2\.2\r\n/)
    assert.match(notice, /Subject: to both/)
  })

  it('works with nodemailer over TLS from the first octet', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: site.port('submissions'), secure: true, tls: { rejectUnauthorized: false }, auth: { user: 'alice', pass: 'secret-alice' } })
    const sent = await transport.sendMail({ from: 'Alice <alice@example.test>', to: 'bob@example.test', subject: 'Grüße', text: '.\n..\nä\n', attachments: [{ filename: 'a.bin', content: Buffer.alloc(300_000, 7) }] })
    assert.deepEqual(sent.accepted, ['bob@example.test'])
    const stored = (await site.messages('bob')).at(-1) ?? ''
    assert.match(stored, /with ESMTPSA id/)
    assert.ok(stored.length > 400_000)
  })

  it('writes no password and no text of a message into the log', () => {
    const log = site.logged.join('')
    assert.doesNotMatch(log, /secret-|Hello|AGFsaWNl/)
    assert.match(log, /message submitted/)
  })
})

describe('submission in the demonstration', () => {
  let site: DeliverySite
  before(async () => { site = await startDeliverySite({ outsideAccount: 'outside', magicRecipients: true }) })
  after(() => site.close())

  it('puts what is addressed elsewhere into the INBOX of the outside world, a copy for each', async () => {
    const client = await signIn(site)
    assert.match(await send(client, ['dana@elsewhere.example', 'eve@far.example', 'bob@example.test']), /^250/)
    client.close()
    const copies = await site.messages('outside')
    assert.deepEqual(copies.map((copy) => /Delivered-To: (.*)\r/.exec(copy)?.[1]), ['dana@elsewhere.example', 'eve@far.example'])
    assert.equal((await site.messages('bob')).length, 1)
  })

  it('reaches every failure by its magic recipient', async () => {
    const client = await signIn(site)
    await client.command('MAIL FROM:<alice@example.test>')
    assert.match(await client.command('RCPT TO:<bounce+552@elsewhere.example>'), /^552 5\.2\.0 /)
    assert.match(await client.command('RCPT TO:<bounce@example.test>'), /^550 5\.1\.1 /)
    assert.match(await client.command('RCPT TO:<tempfail@example.test>'), /^451 4\.2\.0 /)
    assert.match(await client.command('RCPT TO:<slow+0s@example.test>'), /^250/)
    client.close()
  })
})

describe('submission with a smarthost', () => {
  const taken: { from: string; to: readonly string[]; content: string }[] = []
  let smarthost: SMTPServer
  let site: DeliverySite

  before(async () => {
    smarthost = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('refused') ? Object.assign(new Error('5.1.1 never heard of'), { responseCode: 550 }) : null),
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const content = Buffer.concat(chunks).toString('latin1')
          if (content.includes('later please')) return done(Object.assign(new Error('4.7.1 come back'), { responseCode: 450 }))
          taken.push({ from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, to: envelope.rcptTo.map(({ address }) => address), content })
          done(null)
        })
      },
    })
    const port = await new Promise<number>((resolve) => {
      const server = smarthost.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    site = await startDeliverySite({ smarthost: `smtp://127.0.0.1:${port}` })
  })
  after(async () => {
    await site.close()
    await new Promise<void>((resolve) => smarthost.close(() => resolve()))
  })

  it('has relayed a message before it says so, and delivered the rest itself', async () => {
    const client = await signIn(site)
    assert.match(await send(client, ['dana@elsewhere.example', 'bob@example.test']), /^250/)
    client.close()
    assert.equal(taken.length, 1)
    assert.deepEqual([taken[0]?.from, taken[0]?.to], ['alice@example.test', ['dana@elsewhere.example']])
    assert.match(taken[0]?.content ?? '', /^Received: by example\.test/)
    assert.doesNotMatch(taken[0]?.content ?? '', /bcc/i)
    assert.equal((await site.messages('bob')).length, 1)
  })

  it('passes the answer on when nobody is taken, and gives nobody anything', async () => {
    const client = await signIn(site)
    assert.match(await send(client, ['refused@elsewhere.example']), /^554 5\.0\.0 The relay answered: .*never heard of/)
    assert.match(await send(client, ['dana@elsewhere.example'], 'Subject: later please\r\n\r\nx\r\n'), /^451 4\.0\.0 The relay answered: .*come back/)
    client.close()
  })

  it('names those who were refused in a notice when others were taken', async () => {
    const client = await signIn(site)
    assert.match(await send(client, ['dana@elsewhere.example', 'refused@elsewhere.example']), /^250/)
    client.close()
    assert.match((await site.messages('alice')).at(-1) ?? '', /Final-Recipient: rfc822; refused@elsewhere\.example/)
  })

  it('sends with the null sender', async () => {
    const client = await signIn(site)
    assert.match(await client.command('MAIL FROM:<>'), /^250/)
    await client.command('RCPT TO:<dana@elsewhere.example>')
    await client.command('DATA')
    assert.match(await client.command('From: alice@example.test\r\nSubject: receipt\r\n\r\nread\r\n.'), /^250/)
    client.close()
    assert.equal(taken.at(-1)?.from, '')
  })

  it('answers 451 when the relay cannot be reached, or local users in a notice that it was not', async () => {
    const lonely = await startDeliverySite({ smarthost: 'smtp://127.0.0.1:1' })
    try {
      const client = await signIn(lonely)
      assert.match(await send(client, ['dana@elsewhere.example']), /^451 4\.4\.1 /)
      assert.match(await send(client, ['dana@elsewhere.example', 'bob@example.test']), /^250/)
      client.close()
      assert.equal((await lonely.messages('bob')).length, 1)
      assert.match((await lonely.messages('alice')).at(-1) ?? '', /dana@elsewhere\.example/)
    } finally {
      await lonely.close()
    }
  })
})
