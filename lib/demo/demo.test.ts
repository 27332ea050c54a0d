import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { crc32, inflateSync } from 'node:zlib'
import { CAROL_QUOTA, demoAccounts, demoGrants } from './demo-accounts.ts'
import { demoMailboxes, type DemoMailbox, type DemoMessage } from './demo-mailboxes.ts'
import { foghorn, pdf } from './documents.ts'
import { bay, lighthouse } from './pictures.ts'
import { base64Lines, headerText, quotedPrintable } from './mime-builder.ts'

const all = (): readonly (DemoMailbox & { readonly messages: readonly DemoMessage[] })[] => [...demoMailboxes()].map((mailbox) => ({ ...mailbox, messages: [...mailbox.messages] }))
const text = ({ content }: DemoMessage): string => Buffer.from(content).toString('latin1')

function digest(): string {
  const hash = createHash('sha256')
  for (const { account, mailbox, messages } of all()) {
    for (const { flags, internalDate, content } of messages) hash.update(`${account} ${mailbox} ${flags.join()} ${internalDate.toISOString()}\n`).update(content)
  }
  return hash.digest('hex')
}

describe('the demonstration', () => {
  const mailboxes = all()
  const of = (account: string, mailbox: string): readonly DemoMessage[] => mailboxes.find((one) => one.account === account && one.mailbox === mailbox)?.messages ?? []

  it('is the same each time', () => assert.equal(digest(), digest()))

  it('has the people of the manual, and a mailbox that three of them share', () => {
    assert.deepEqual(demoAccounts().map(({ address, password }) => `${address} ${password}`), ['alice', 'bob', 'carol', 'admin', 'outside'].map((name) => `${name}@example.test postern-${name}`))
    assert.deepEqual(demoGrants().map(({ owner, grantee, alias, rights }) => [owner, grantee, alias, rights]), ['alice', 'bob', 'carol'].map((name) => ['admin', name, 'Team', 'lrswit']))
    assert.ok(of('admin', 'Team').length > 0)
  })

  it('has every mailbox that it should, each in the order of arrival', () => {
    assert.ok(of('alice', 'INBOX').length >= 60)
    assert.equal(of('alice', 'Archive/10000').length, 10_000)
    for (const name of ['Sent', 'Drafts', 'Trash', 'Junk', 'Archive/2025']) assert.ok(of('alice', name).length > 0, name)
    for (const { messages, mailbox } of mailboxes) {
      const times = messages.map(({ internalDate }) => internalDate.getTime())
      assert.deepEqual(times, times.toSorted((a, b) => a - b), mailbox)
      assert.ok(times.every((time) => Number.isSafeInteger(time) && time < Date.UTC(2027, 0, 1)))
    }
  })

  it('never uses a Message-ID for two messages in one mailbox', () => {
    for (const { messages, account, mailbox } of mailboxes) {
      const ids = messages.flatMap((message) => /^Message-ID: (<\S+>)\r$/m.exec(text(message).split('\r\n\r\n', 1)[0] ?? '')?.[1] ?? [])
      assert.equal(new Set(ids).size, ids.length, `${account} ${mailbox}`)
    }
  })

  it('answers messages that exist', () => {
    const known = new Set(mailboxes.flatMap(({ messages }) => messages.flatMap((message) => /^Message-ID: (<\S+>)\r$/m.exec(text(message))?.[1] ?? [])))
    for (const message of mailboxes.flatMap(({ messages }) => messages)) {
      const answered = /^In-Reply-To: (<\S+>)\r$/m.exec(text(message))?.[1]
      assert.ok(answered === undefined || known.has(answered), answered)
    }
  })

  it('ends every header line with CRLF, and is 8-bit in headers only where it means to be', () => {
    const eightBit: string[] = []
    for (const message of mailboxes.flatMap(({ messages }) => messages)) {
      const [header = ''] = text(message).split('\r\n\r\n', 1)
      assert.doesNotMatch(text(message), /[^\r]\n/)
      if (/[\x80-\xff]/.test(header)) eightBit.push(/^Message-ID: (\S+)/m.exec(header)?.[1] ?? '')
    }
    assert.deepEqual(eightBit, ['<gruesse-9@leuchtturm.example>'])
  })

  it('fills the mailbox of carol, nearly', () => {
    const used = mailboxes.filter(({ account }) => account === 'carol').flatMap(({ messages }) => messages).reduce((sum, { content }) => sum + content.length, 0)
    assert.ok(used > CAROL_QUOTA * 0.9 && used < CAROL_QUOTA * 0.99, String(used / CAROL_QUOTA))
  })

  it('has a draft with an attachment, a large message, and hosts that are nobody\'s', () => {
    assert.ok(of('alice', 'Drafts').some((message) => message.flags.includes('\\Draft') && text(message).includes('Content-Disposition: attachment')))
    assert.ok(of('alice', 'INBOX').some(({ content }) => content.length > 5_000_000))
    const hosts = mailboxes.flatMap(({ messages, mailbox }) => (mailbox === 'Archive/10000' ? [] : messages.flatMap((message) => text(message).slice(0, 100_000).replaceAll('=\r\n', '').match(/https?:\/\/[a-z0-9.-]+/g) ?? [])))
    // RFC 2606: nobody can ever own these.
    for (const host of new Set(hosts)) assert.match(host, /\.(example|invalid|test)$|\.example\.(net|org)$|\/\/www\.w3\.org$|\/\/example\.test$/, host)
  })
})

describe('what it is made of', () => {
  it('paints pictures that are PNG', () => {
    for (const picture of [lighthouse(64, 40), bay(0.5, 64, 40)]) {
      assert.equal(picture.toString('latin1', 1, 4), 'PNG')
      const chunks: { type: string; content: Buffer }[] = []
      for (let at = 8; at < picture.length; ) {
        const length = picture.readUInt32BE(at)
        assert.equal(picture.readUInt32BE(at + 8 + length), crc32(picture.subarray(at + 4, at + 8 + length)))
        chunks.push({ type: picture.toString('latin1', at + 4, at + 8), content: picture.subarray(at + 8, at + 8 + length) })
        at += 12 + length
      }
      assert.deepEqual(chunks.map(({ type }) => type), ['IHDR', 'IDAT', 'IEND'])
      assert.equal(inflateSync(chunks[1]?.content ?? Buffer.alloc(0)).length, 40 * (1 + 64 * 3))
    }
  })

  it('writes documents whose tables point to what they say', () => {
    const document = pdf('Title (one)', ['line \\ two']).toString('latin1')
    for (const [index, offset] of [...document.matchAll(/^(\d{10}) 00000 n /gm)].map((match) => Number(match[1])).entries()) {
      assert.ok(document.slice(offset).startsWith(`${index + 1} 0 obj`))
    }
    assert.equal(document.indexOf('xref'), Number(/startxref\n(\d+)/.exec(document)?.[1]))
    assert.equal(foghorn(2).readUInt32LE(40), foghorn(2).length - 44)
  })

  it('encodes so that no line is too long', () => {
    const octets = Buffer.from('=\u00e9'.repeat(300) + ' \r\nend ')
    for (const line of [...quotedPrintable(octets).split('\r\n'), ...base64Lines(octets).split('\r\n'), ...headerText('Gr\u00fc\u00dfe '.repeat(40)).split('\r\n')]) assert.ok(line.length <= 76, line)
  })
})
