import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sampleMessage } from '../../imap-fixture.ts'
import { contentsOf, startClientSite, type ClientSite } from './client-site.ts'

const MESSAGES = 10_000

const subjectOf = (text: string): string => /^Subject: (.*?)\r?$/m.exec(text)?.[1] ?? ''

describe('a mailbox of 10,000 messages, kept in step by Debian’s mbsync', () => {
  let site: ClientSite
  let folder: string
  before(async () => {
    site = await startClientSite()
    folder = path.join(site.home, 'mail', 'Big')
    for (const name of ['cur', 'new', 'tmp']) await mkdir(path.join(folder, name), { recursive: true })
    await mkdir(path.join(site.home, 'state'))
    await site.write('.mbsyncrc', [
      ...['FSync no', ''],
      ...['IMAPAccount postern', 'Host 127.0.0.1', `Port ${site.port}`, 'User alice', 'Pass postern-alice', 'SSLType None', ''],
      ...['IMAPStore far', 'Account postern', ''],
      ...['MaildirStore near', `Path ${site.home}/mail/`, `Inbox ${site.home}/mail/INBOX`, 'SubFolders Verbatim', ''],
      ...['Channel all', 'Far :far:', 'Near :near:', 'Patterns Big Other', 'Create Both', 'Expunge Both', `SyncState ${site.home}/state/`, ''],
    ].join('\n'))
    await site.append('Big', Array.from({ length: MESSAGES }, (_, index) => sampleMessage(index)))
  })
  after(() => site.stop())

  const sync = () => site.run('mbsync', '-q', 'all')
  const files = async (): Promise<readonly string[]> => (await Promise.all(['cur', 'new'].map(async (name) => (await readdir(path.join(folder, name))).map((file) => path.join(folder, name, file))))).flat()
  const file = async (subject: string): Promise<string> => {
    for (const name of await files()) if (subjectOf(await readFile(name, 'latin1')) === subject) return name
    throw new Error(`There is no ${subject} here`)
  }
  /** What stands on both sides, each message once with the same flags; answers how many there are. */
  const compare = async (): Promise<number> => {
    const there = (await contentsOf(await site.mailbox('Big'))).map(({ text, flags }) => `${subjectOf(text)} ${flags.includes('\\Seen') ? 'S' : ''}${flags.includes('\\Flagged') ? 'F' : ''}`)
    const here = await Promise.all((await files()).map(async (name) => `${subjectOf(await readFile(name, 'latin1'))} ${name.includes('S', name.indexOf(':2,') + 3) && name.includes(':2,') ? 'S' : ''}${/:2,.*F/.test(name) ? 'F' : ''}`))
    assert.deepEqual(here.toSorted(), there.toSorted())
    assert.equal(new Set(there.map((line) => line.replace(/ \w*$/, ''))).size, there.length, 'nothing is there twice')
    return there.length
  }

  it('comes whole, and is left alone the second time', async () => {
    await sync()
    assert.equal(await compare(), MESSAGES)
    const before = (await site.mailbox('Big')).status()
    await sync()
    assert.equal(await compare(), MESSAGES)
    assert.deepEqual(await (await site.mailbox('Big')).status(), await before)
  })

  it('has on both sides what is new, changed or gone on either', async () => {
    const big = await site.mailbox('Big')
    await big.changeFlags([1, 2, 3] as never, { operation: 'add', flags: ['\\Flagged'] })
    await big.changeFlags([4, 5] as never, { operation: 'add', flags: ['\\Deleted'] })
    await big.expunge([4, 5] as never)
    await site.append('Big', [20_001, 20_002].map(sampleMessage))
    for (const [index, change] of [[100, 'S'], [101, 'F'], [102, 'T']] as const) {
      const name = await file(`Message ${index}`)
      await rename(name, path.join(folder, 'cur', `${path.basename(name).replace(/:2,.*/, '')}:2,${change}`))
    }
    await rm(await file('Message 103'))
    await writeFile(path.join(folder, 'cur', '1700000000.1.here:2,S'), sampleMessage(30_001).content)
    await sync()
    await sync()
    // Two gone there, two here; two new there, one here.
    assert.equal(await compare(), MESSAGES - 4 + 3)
    const there = new Map((await contentsOf(big)).map(({ text, flags }) => [subjectOf(text), flags]))
    assert.deepEqual([there.get('Message 0'), there.get('Message 100'), there.get('Message 101'), there.get('Message 30001')], [['\\Flagged'], ['\\Seen'], ['\\Flagged'], ['\\Seen']])
    assert.deepEqual(['Message 3', 'Message 4', 'Message 102', 'Message 103'].map((subject) => there.has(subject)), [false, false, false, false])
  })

  it('a mailbox that is made here is made there', async () => {
    for (const name of ['cur', 'new', 'tmp']) await mkdir(path.join(site.home, 'mail', 'Other', name), { recursive: true })
    await writeFile(path.join(site.home, 'mail', 'Other', 'cur', '1700000000.2.here:2,'), sampleMessage(1).content)
    await sync()
    assert.deepEqual((await contentsOf(await site.mailbox('Other'))).map(({ text }) => subjectOf(text)), ['Message 1'])
    assert.deepEqual(site.errors(), [])
  })
})
