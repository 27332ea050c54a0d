import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { createLog } from '#lib/log/log.ts'
import { temporaryConfig, type TemporaryConfig } from '#lib/testing/mail-server-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'
import { administer } from './admin-client.ts'
import { DataDirectoryInUse } from './data-directory.ts'
import { startMailServer, type RunningMailServer } from './server.ts'

const quiet = createLog('error', () => undefined)

/** Sends a line to an IMAP listener and gathers what comes until its tagged answer. */
async function imap(port: number, commands: readonly string[]): Promise<string> {
  const { connect } = await import('node:net')
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    let next = 0
    socket.on('error', reject).on('close', () => resolve(heard))
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1')
      if (!new RegExp(next === 0 ? '^\\* OK' : `^t${next} `, 'm').test(heard)) return
      const command = commands[next++]
      if (command === undefined) socket.end()
      else socket.write(`t${next} ${command}\r\n`)
    })
  })
}

describe('mail server with the demonstration', () => {
  let site: TemporaryConfig
  let server: RunningMailServer
  const port = (name: keyof RunningMailServer['services']): number => server.services[name]?.port ?? 0

  before(async () => {
    site = await temporaryConfig({ demo: true })
    server = await startMailServer(site.config, quiet)
  })
  after(async () => {
    await server.close()
    await site.remove()
  })

  it('names every service with the port it really has', () => {
    assert.deepEqual(Object.keys(server.services).sort(), ['imap', 'imaps', 'ldap', 'lmtp', 'smtp', 'submission', 'submissions'])
    for (const service of Object.values(server.services)) assert.ok(service.host === '127.0.0.1' && service.port > 0)
    assert.deepEqual([server.services.imap?.tls, server.services.imaps?.tls, server.services.submissions?.tls], ['starttls', 'tls', 'tls'])
    assert.deepEqual(server.users.map(({ name, address, password }) => [name, address, password])[0], ['alice', 'alice@example.test', 'postern-alice'])
  })

  it('carries a message from one person to another', async () => {
    const client = await SmtpDialogue.openTls(port('submissions'))
    await client.reply()
    await client.command('EHLO x')
    assert.match(await client.command(`AUTH PLAIN ${Buffer.from('\0alice\0postern-alice').toString('base64')}`), /^235/)
    await client.command('MAIL FROM:<alice@example.test>')
    await client.command('RCPT TO:<bob@example.test>')
    await client.command('DATA')
    assert.match(await client.command('From: alice@example.test\r\nSubject: from one to another\r\n\r\nhello\r\n.'), /^250/)
    client.close()
    assert.match(await imap(port('imap'), ['LOGIN bob postern-bob', 'SELECT INBOX', 'FETCH * ENVELOPE']), /"from one to another"/)
  })

  it('shares the Team mailbox, and has it in the list of subscriptions', async () => {
    const heard = await imap(port('imap'), ['LOGIN carol postern-carol', 'LSUB "" "*"', 'SELECT Shared/Team'])
    assert.match(heard, /Shared\/Team/)
    assert.match(heard, /^\* 5 EXISTS/m)
  })

  it('refuses what does not fit into a mailbox that is nearly full', async () => {
    const client = await SmtpDialogue.open(port('smtp'))
    await client.reply()
    await client.command('EHLO x')
    await client.command('MAIL FROM:<dana@elsewhere.example> SIZE=300000')
    assert.match(await client.command('RCPT TO:<carol@example.test>'), /^452 4\.2\.2 /)
    assert.match(await client.command('RCPT TO:<bob@example.test>'), /^250/)
    client.close()
  })

  it('lets nobody else into its data directory, and answers on its socket there', async () => {
    await assert.rejects(startMailServer(site.config, quiet), DataDirectoryInUse)
    assert.equal((await stat(join(site.config.data, 'admin.sock'))).mode & 0o777, 0o600)
    assert.equal((await stat(site.config.data)).mode & 0o777, 0o700)
    assert.equal((await stat(join(site.config.data, 'tls', 'self-signed.pem'))).mode & 0o777, 0o600)
    const administration = await administer(site.config, quiet)
    const stats = await administration.stats()
    assert.deepEqual([stats.running, stats.accounts], [true, 5])
    assert.ok(stats.imapLogins >= 2 && stats.messagesSubmitted >= 1 && stats.connections >= 4)
    await administration.resetStats()
    assert.equal((await administration.stats()).imapLogins, 0)
    await administration.close()
  })

  it('hangs up on a user whose password changes', async () => {
    const sessions = imap(port('imap'), ['LOGIN outside postern-outside', 'IDLE'])
    await new Promise((resolve) => setTimeout(resolve, 100))
    await server.administration.setPassword('outside', 'another')
    assert.match(await sessions, /\* BYE/)
    assert.match(await imap(port('imap'), ['LOGIN outside another']), /^t1 OK/m)
  })

  it('has the same mail and UIDVALIDITY after a restart, without loading again', async () => {
    const question = ['LOGIN alice postern-alice', 'STATUS Archive/10000 (MESSAGES UIDNEXT UIDVALIDITY)', 'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY)']
    const status = (heard: string): readonly string[] => heard.match(/^\* STATUS.*$/gm) ?? []
    const before = status(await imap(port('imap'), question))
    await server.close()
    const lines: string[] = []
    server = await startMailServer(site.config, createLog('info', (line) => lines.push(line)))
    assert.deepEqual(status(await imap(port('imap'), question)), before)
    assert.equal(before.length, 2)
    assert.ok(!lines.some((line) => line.includes('demonstration loaded')))
  })

  it('is the same each time it is made, but for messages that limits.message_size keeps out', async () => {
    const other = await temporaryConfig({ demo: true, env: { POSTERN_LIMITS_MESSAGE_SIZE: '100K' } })
    const lines: string[] = []
    const twin = await startMailServer(other.config, createLog('warn', (line) => lines.push(line)))
    const question = ['LOGIN alice postern-alice', 'LIST "" "*"', 'STATUS Archive/10000 (MESSAGES UIDNEXT UIDVALIDITY)', 'SELECT Archive/2025', 'FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)', 'FETCH 7 BODY[]']
    try {
      const [one, two] = [await imap(port('imap'), question), await imap(twin.services.imap?.port ?? 0, question)]
      assert.equal(two.replace(/APPENDLIMIT=\d+/g, ''), one.replace(/APPENDLIMIT=\d+/g, ''))
      assert.deepEqual(lines.map((line) => (JSON.parse(line) as { messages: number; limit: number })).map(({ messages, limit }) => [messages, limit]), [[2, 102_400]])
    } finally {
      await twin.close()
      await other.remove()
    }
  })
})

describe('mail server on its own', () => {
  it('does not put a demonstration among real accounts', async () => {
    const site = await temporaryConfig()
    const administration = await administer(site.config, quiet)
    await administration.addUser({ name: 'alice', password: 'the real one' })
    await administration.close()
    await assert.rejects(startMailServer({ ...site.config, demo: true }, quiet), /holds real accounts/)
    const server = await startMailServer(site.config, quiet)
    assert.match(await imap(server.services.imap?.port ?? 0, ['LOGIN alice "the real one"']), /^t1 OK/m)
    await server.close()
    await site.remove()
  })

  it('never takes an account whose mailboxes have gone for a new one: its owner and whoever sends to it are told, others are served', async () => {
    const site = await temporaryConfig()
    const administration = await administer(site.config, quiet)
    for (const name of ['ann', 'ben']) await administration.addUser({ name, password: 'secret' })
    await administration.close()
    await rm(join(site.config.data, 'mail', 'ann'), { recursive: true })
    const server = await startMailServer(site.config, quiet)
    try {
      const port = server.services.imap?.port ?? 0
      assert.match(await imap(port, ['LOGIN ann secret']), /^t1 NO \[CONTACTADMIN\]/m)
      assert.match(await imap(port, ['LOGIN ben secret']), /^t1 OK/m)
      const sender = await SmtpDialogue.open(server.services.lmtp?.port ?? 0)
      await sender.reply()
      for (const line of ['LHLO x', 'MAIL FROM:<x@example.org>']) await sender.command(line)
      assert.match(await sender.command('RCPT TO:<ann@localhost>'), /^4/)
      sender.close()
      assert.equal(existsSync(join(site.config.data, 'mail', 'ann')), false)
      const running = await administer(site.config, quiet)
      await running.deleteUser('ann')
      await running.addUser({ name: 'ann', password: 'secret' })
      await running.close()
      assert.match(await imap(port, ['LOGIN ann secret']), /^t1 OK/m)
    } finally {
      await server.close()
      await site.remove()
    }
  })

  it('gives the lock and every port back when one port is taken', async () => {
    const [one, two] = [await temporaryConfig(), await temporaryConfig()]
    const server = await startMailServer(one.config, quiet)
    const ports = { ...two.config.mail.ports, lmtp: server.services.lmtp?.port ?? 0 }
    const clashing = { ...two.config, mail: { ...two.config.mail, ports } }
    await assert.rejects(startMailServer(clashing, quiet), { code: 'EADDRINUSE' })
    await (await startMailServer(two.config, quiet)).close()
    await server.close()
    await Promise.all([one.remove(), two.remove()])
  })

  it('leaves the data directory free after a kill', async () => {
    const site = await temporaryConfig()
    const script = `
      const { loadConfig } = await import('#lib/config/load.ts'); const { startMailServer } = await import('#lib/mail-server/server.ts'); const { createLog } = await import('#lib/log/log.ts')
      await startMailServer(JSON.parse(process.argv[1]), createLog('error')); process.kill(process.pid, 'SIGKILL')`
    await assert.rejects(promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', script, JSON.stringify(site.config)], { cwd: join(import.meta.dirname, '../..') }), { signal: 'SIGKILL' })
    const server = await startMailServer(site.config, quiet)
    const administration = await administer(site.config, quiet)
    assert.equal((await administration.stats()).running, true)
    await administration.close()
    await server.close()
    await site.remove()
  })
})
