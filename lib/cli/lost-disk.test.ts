import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { startMailServer, type RunningMailServer } from '#lib/mail-server/server.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { connectTo } from '#lib/testing/imap-fixture.ts'
import { temporaryConfig, type TemporaryConfig } from '#lib/testing/mail-server-site.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import type { Command } from './commands/command.ts'
import { backup } from './commands/keeping/backup.ts'
import { doctor } from './commands/keeping/doctor.ts'
import { restore } from './commands/keeping/restore.ts'
import { user } from './commands/user.ts'

// The steps of the page Recover, "A lost disk", in their order.

const quiet = createLog('error', () => undefined)

interface Site extends TemporaryConfig {
  /** What the command printed. */
  run(command: Command, ...words: readonly string[]): Promise<readonly string[]>
}

async function site(env: Readonly<Record<string, string>> = {}): Promise<Site> {
  const made = await temporaryConfig({ env })
  return {
    ...made,
    async run(command, ...words) {
      const printed: string[] = []
      const at = words.indexOf('--user')
      const [rest, options] = at < 0 ? [words, {}] : [words.slice(0, at), { user: words[at + 1] }]
      const status = await command.run({ words: rest, options: { data: made.config.data, ...options }, env: { ...FREE_PORTS, ...env, POSTERN_CONFIG: undefined }, print: (line) => void printed.push(line) })
      assert.equal(status, 0, printed.join('\n'))
      return printed
    },
  }
}

/** Everything that a mail program sees of these mailboxes. */
async function seenBy(server: RunningMailServer, name: string, mailboxes: readonly string[]): Promise<readonly string[]> {
  const client = new ConversationClient(await connectTo(server.services.imap?.port ?? 0), WHOLE)
  const seen: string[] = []
  const looks = mailboxes.flatMap((mailbox) => [`SELECT ${mailbox}`, 'UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])', `GETQUOTAROOT ${mailbox}`, `MYRIGHTS ${mailbox}`])
  for (const command of [`LOGIN ${name} secret`, 'LIST "" "*"', 'LSUB "" "*"', ...looks]) {
    await client.asks(`t ${command}`)
    // What a restore has to raise, so that no number is given twice, is another one afterwards.
    seen.push(command, ...client.heard.filter((line) => !/UIDNEXT|HIGHESTMODSEQ|PERMANENTFLAGS|RECENT/.test(line)).map((line) => line.replace(/^t (OK|NO|BAD).*/, '$1').replace(/^\* OK IMAP.*/, '').replace(' \\Recent', '')).map((line) => (line.length > 300 ? createHash('sha256').update(line).digest('hex') : line)).sort())
  }
  client.close()
  return seen
}

async function whileServing<T>(config: TemporaryConfig['config'], task: (server: RunningMailServer) => Promise<T>): Promise<T> {
  const server = await startMailServer(config, quiet)
  try {
    return await task(server)
  } finally {
    await server.close()
  }
}

async function put(server: RunningMailServer, name: string, commands: readonly string[]): Promise<void> {
  const client = new ConversationClient(await connectTo(server.services.imap?.port ?? 0), WHOLE)
  const message = (number: number, size: number): string => `{${size + 16}+}\r\nSubject: mail ${number}\r\n${'x'.repeat(size - 1)}`
  const appends = [[1, 50], [2, 100_000], [3, 70]].map(([number = 0, size = 0]) => `APPEND INBOX (\\Flagged) "01-Jan-2024 00:00:00 +0000" ${message(number, size)}`)
  for (const command of [`LOGIN ${name} secret`, ...appends, ...commands]) {
    assert.match(await client.asks(`t ${command}`), /^t OK/, command.slice(0, 40))
  }
  client.close()
}

test('a lost data directory comes back from a backup: accounts, mail, flags, subscriptions, quotas and what is shared', async () => {
  const { config, run, remove } = await site()
  const backups = join(config.data, '..', 'backups')
  try {
    const look = async (server: RunningMailServer) => [await seenBy(server, 'ann', ['INBOX', 'Projects/Old']), await seenBy(server, 'bob', ['INBOX', 'Users/ann/Projects/Old'])]
    const seen = await whileServing(config, async (server) => {
      for (const name of ['ann', 'bob']) await server.administration.addUser({ name, password: 'secret', quota: 5_000_000 })
      await put(server, 'ann', ['CREATE Projects/Old', 'SUBSCRIBE Projects/Old', 'SELECT INBOX', 'COPY 1:2 Projects/Old', 'STORE 3 +FLAGS (\\Deleted)', 'EXPUNGE', 'SETACL Projects/Old bob lrs'])
      await put(server, 'bob', [])
      await server.administration.setQuota('ann', { kind: 'set', octets: 300_000 }, 'Projects/Old')
      const before = await look(server)
      await run(backup, backups)
      return before
    })
    rmSync(config.data, { recursive: true })
    const [generation = ''] = readdirSync(backups)
    assert.deepEqual((await run(restore, join(backups, generation))).map((line) => line.split(':')[0]), ['ann', 'bob'])
    assert.match((await run(doctor, 'ann', 'bob')).at(-1) ?? '', /2 accounts, 0 of them unwell/)
    assert.deepEqual(await whileServing(config, look), seen)
  } finally {
    await remove()
  }
})

test('a lost disk of a partition: the start refuses until it is replaced, and its accounts come back from a backup', async () => {
  const place = await temporaryConfig()
  const [fast, backups] = ['fast', 'backups'].map((name) => join(place.config.data, '..', name)) as [string, string]
  const { config, run, remove } = await site({ POSTERN_MAIL_PARTITIONS: `fast=${fast}` })
  try {
    const look = async (server: RunningMailServer) => [await seenBy(server, 'ann', ['INBOX']), await seenBy(server, 'bob', ['INBOX'])]
    const seen = await whileServing(config, async (server) => {
      await server.administration.addUser({ name: 'ann', password: 'secret', partition: 'fast' })
      await server.administration.addUser({ name: 'bob', password: 'secret' })
      for (const name of ['ann', 'bob']) await put(server, name, [])
      const before = await look(server)
      await run(backup, backups)
      return before
    })
    rmSync(fast, { recursive: true })
    mkdirSync(fast, { mode: 0o700 })
    await assert.rejects(startMailServer(config, quiet), /The partition fast is not in .*mount its disk/)
    const mark = `sed 's/.*"fast":"\\([^"]*\\)".*/\\1/' ${config.data}/mail/.partition | tr -d '\\n' > ${fast}/.partition`
    assert.equal(spawnSync('sh', ['-c', mark]).status, 0)
    const [generation = ''] = readdirSync(backups)
    assert.deepEqual(readdirSync(join(backups, generation, 'mail')).filter((name) => !name.startsWith('.')).sort(), ['ann', 'bob'])
    await run(restore, join(backups, generation), '--user', 'ann')
    await run(user, 'move', 'ann', 'fast')
    assert.deepEqual(await whileServing(config, look), seen)
    assert.ok(readdirSync(fast).includes('ann'))
  } finally {
    await remove()
    await place.remove()
  }
})
