import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ImapFlow, type FetchMessageObject } from 'imapflow'
import { createLog } from '#lib/log/log.ts'
import { startMailServer, type RunningMailServer } from '#lib/mail-server/server.ts'
import { temporaryConfig, type TemporaryConfig } from '../mail-server-site.ts'
import { leavesOf } from './body-leaves.ts'
import { corpusMessages, inWireForm } from './corpus-files.ts'
import { LmtpClient } from './lmtp-client.ts'

const MESSAGES = corpusMessages()
const PASSWORD = 'postern-reader'

/** What the server puts in front of what it was given: Return-Path, Delivered-To and Received (RFC 5321 §4.4). */
const TRACE = /^Return-Path: <relay@relay\.example>\r\nDelivered-To: reader@localhost\r\nReceived: from relay\.example[^\r\n]*\r\n(?:\t[^\r\n]*\r\n)+/

describe('real messages in the mail server, over the disk store', () => {
  let site: TemporaryConfig
  let server: RunningMailServer
  let client: ImapFlow
  const logged: string[] = []

  before(async () => {
    site = await temporaryConfig()
    server = await startMailServer(site.config, createLog('warn', (line) => void logged.push(line)))
    await server.administration.addUser({ name: 'reader', password: PASSWORD })
    client = new ImapFlow({ host: '127.0.0.1', port: server.services.imap?.port ?? 0, secure: false, auth: { user: 'reader', pass: PASSWORD }, tls: { rejectUnauthorized: false }, logger: false, disableAutoIdle: true })
    await client.connect()
  })
  after(async () => {
    await client.logout()
    await server.close()
    await site.remove()
  })

  test('the corpus is there', () => {
    assert.ok(MESSAGES.length > 230, String(MESSAGES.length))
  })

  test('what LMTP brought is what was sent, behind the lines that the server adds', async () => {
    const lmtp = await LmtpClient.open(server.services.lmtp?.port ?? 0)
    for (const { octets } of MESSAGES) await lmtp.deliver('reader@localhost', inWireForm(octets))
    lmtp.close()
    await withMailbox('INBOX', async () => {
      for (const [index, { name, octets }] of MESSAGES.entries()) {
        const source = await sourceOf(index + 1)
        const trace = TRACE.exec(source.toString('latin1'))?.[0] ?? ''
        assert.notEqual(trace, '', name)
        assert.equal(source.subarray(trace.length).toString('latin1'), asDelivered(inWireForm(octets)), name)
      }
    })
    await checkStructures('INBOX')
  })

  test('what APPEND brought is the same to the last octet, whatever its line ends', async () => {
    await client.mailboxCreate('Appended')
    for (const { octets } of MESSAGES) assert.ok(await client.append('Appended', octets))
    await withMailbox('Appended', async () => {
      for (const [index, { name, octets }] of MESSAGES.entries()) assert.ok((await sourceOf(index + 1)).equals(octets), name)
    })
    await checkStructures('Appended')
  })

  test('nothing of it was an error to the server', () => {
    assert.deepEqual(logged.filter((line) => /"level":"error"/.test(line)), [])
  })

  async function withMailbox(name: string, task: () => Promise<void>): Promise<void> {
    const lock = await client.getMailboxLock(name, { readOnly: true })
    try {
      await task()
    } finally {
      lock.release()
    }
  }

  /** Walks what the server says of each message's structure: each leaf has as many octets as announced. */
  async function checkStructures(mailbox: string): Promise<void> {
    await withMailbox(mailbox, async () => {
      const listed = await client.fetchAll('1:*', { uid: true, size: true, envelope: true, bodyStructure: true })
      assert.equal(listed.length, MESSAGES.length)
      for (const [index, { name }] of MESSAGES.entries()) await checkOne(listed[index], name)
    })
  }

  async function checkOne(message: FetchMessageObject | undefined, name: string): Promise<void> {
    assert.ok(message?.envelope && message.bodyStructure, name)
    assert.equal((await sourceOf(message.seq)).length, message.size, `${name}: RFC822.SIZE`)
    const leaves = leavesOf(message.bodyStructure)
    assert.ok(leaves.length > 0, name)
    const fetched = await client.fetchOne(String(message.seq), { bodyParts: leaves.map(({ section }) => section) })
    assert.ok(fetched && fetched.bodyParts, name)
    for (const { section, size, type } of leaves) assert.equal(fetched.bodyParts.get(section.toLowerCase())?.length, size, `${name}: ${section} ${type}`)
  }

  async function sourceOf(sequence: number): Promise<Buffer> {
    const message = await client.fetchOne(String(sequence), { source: true })
    assert.ok(message && message.source)
    return message.source
  }
})

/**
 * RFC 5321 §4.4: the server of final delivery takes a Return-Path of others away, and ends the header that it wrote anew with a
 * blank line. What begins without a field is text: then a blank line stands before it.
 */
function asDelivered(sent: Buffer): string {
  const text = sent.toString('latin1')
  if (!/^(?:From [^\r\n]*\r\n)?[!-9;-~]+[ \t]*:/.test(text)) return `\r\n${text}`
  const blank = text.indexOf('\r\n\r\n')
  const header = blank === -1 ? text : text.slice(0, blank + 2)
  const kept = header.replace(/^return-path[ \t]*:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*/gim, '')
  if (blank === -1 && kept !== header) return `${kept}\r\n`
  return kept + text.slice(header.length)
}
