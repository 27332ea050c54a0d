import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { withLiveMailParts } from '#lib/config/reload.ts'
import { createLog } from '#lib/log/log.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { connectTo } from '#lib/testing/imap-fixture.ts'
import { temporaryConfig } from '#lib/testing/mail-server-site.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import { startMailServer, type RunningMailServer } from './server.ts'

interface Scene {
  readonly server: RunningMailServer
  /** Beside the data directory. */
  readonly folder: string
  readonly logged: readonly string[]
  /** Another configuration file, as the supervisor hands it over. */
  reload(toml: string): Promise<void>
  signIn(name: string): Promise<(command: string) => Promise<string>>
}

async function withServer(play: (scene: Scene) => Promise<void>): Promise<void> {
  const site = await temporaryConfig()
  const logged: string[] = []
  const server = await startMailServer(site.config, createLog('error', (line) => void logged.push(line)))
  const clients: ConversationClient[] = []
  let running = site.config
  try {
    for (const name of ['ann', 'bob']) await server.administration.addUser({ name, password: 'secret' })
    await play({
      server,
      folder: join(site.config.data, '..'),
      logged,
      reload(toml) {
        const directory = join(site.config.data, '..')
        writeFileSync(join(directory, 'postern.toml'), toml)
        running = withLiveMailParts(running, loadConfig({ data: site.config.data, directory, env: FREE_PORTS }))
        return server.reload(running)
      },
      async signIn(name) {
        const client = new ConversationClient(await connectTo(server.services.imap?.port ?? 0), WHOLE)
        clients.push(client)
        await client.line()
        const ask = (command: string): Promise<string> => answerTo(client, command)
        assert.match(await ask(`LOGIN ${name} secret`), /^t OK/m)
        return ask
      },
    })
  } finally {
    for (const client of clients) client.close()
    await server.close()
    await site.remove()
  }
}

async function answerTo(client: ConversationClient, command: string): Promise<string> {
  await client.asks(`t ${command}`)
  return client.heard.join('\n')
}

const named = (partitions: string): string => (partitions === '' ? '' : `[mail]\npartitions = "${partitions}"\n`)

test('a partition that a new configuration names takes accounts at once, nobody is disturbed, and the default stays', () =>
  withServer(async ({ server: { administration }, folder, logged, reload, signIn }) => {
    const ask = await signIn('ann')
    const fast = join(folder, 'fast')
    await assert.rejects(administration.addUser({ name: 'carol', password: 'secret', partition: 'fast' }), /no partition fast/)
    await reload(named(`fast=${fast}`))
    await Promise.all([reload(named(`fast=${fast}`)), reload(named(`fast=${fast}`))])
    await administration.addUser({ name: 'carol', password: 'secret', partition: 'fast' })
    await administration.addUser({ name: 'dave', password: 'secret' })
    assert.deepEqual([readdirSync(fast).sort(), readdirSync(join(folder, 'data/mail')).filter((name) => !name.startsWith('.')).sort()], [['.partition', 'carol'], ['ann', 'bob', 'dave']])
    assert.match(await (await signIn('carol'))('SELECT INBOX'), /^t OK/m)
    assert.match(await ask('NOOP'), /^t OK/m)
    await administration.moveUser('bob', 'fast')
    assert.deepEqual(logged, [])
  }))

test('partitions that cannot be are refused in the log, and those that there are go on', () =>
  withServer(async ({ server: { administration }, folder, logged, reload }) => {
    const [fast, full, open] = ['fast', 'full', 'open'].map((name) => join(folder, name)) as [string, string, string]
    await reload(named(`fast=${fast}`))
    for (const directory of [full, open]) {
      mkdirSync(directory, { mode: 0o700 })
      writeFileSync(join(directory, 'something'), '')
    }
    chmodSync(open, 0o755)
    for (const [partitions, sentence] of [[`fast=${fast},${full}`, 'is not written as'], [`fast=${fast},full=${full}`, 'it is not empty'], [`fast=${fast},open=${open}`, 'Other users'], [`slow=${fast}`, 'is a partition already'], ['', 'until the next start: fast'], [`fast=${full}`, 'until the next start: fast']] as const) {
      await reload(named(partitions))
      assert.match(logged.at(-1) ?? '', new RegExp(`partitions-refused.*${sentence}`), partitions)
    }
    await administration.addUser({ name: 'carol', password: 'secret', partition: 'fast' })
    assert.ok(readdirSync(fast).includes('carol'))
  }))

test('who is in a group of the configuration has its rights at once, and no more when the group changes', () =>
  withServer(async ({ server: { administration }, reload, signIn }) => {
    const ask = await signIn('bob')
    const share = (grantee: string, rights: string): Promise<void> => administration.share({ owner: 'ann', mailbox: 'Sent', grantee, rights })
    await assert.rejects(share('group:editors', 'lr'), /There is no group editors/)
    await reload(`[group.editors]\nmembers = ["bob"]\n[group.lab]\nmembers = ["*@localhost"]\nsite = "lab"\n[site.lab]\nhosts = ["lab.example"]\nservers.imap_url = "imaps://elsewhere.example"\nservers.smtp_url = "smtps://elsewhere.example"\n`)
    await share('group:editors', 'lrs')
    await assert.rejects(share('group:lab', 'lr'), /There is no group lab/, 'a group of a site whose mail is elsewhere')
    assert.match(await ask('MYRIGHTS Shared/Sent'), /MYRIGHTS Shared\/Sent lrs/)
    assert.match(await ask('LSUB "" Shared/*'), /Shared\/Sent/)
    await reload('[group.editors]\nmembers = ["ann"]\n')
    assert.match(await ask('MYRIGHTS Shared/Sent'), /^t NO/m)
    await reload('[group.editors]\nmembers = ["*@localhost"]\n')
    assert.match(await ask('SELECT Shared/Sent'), /^t OK/m)
    await reload('')
    assert.match(await ask('NOOP'), /^t /m)
    assert.match(await ask('MYRIGHTS Shared/Sent'), /^t NO/m)
    await share('group:editors', '')
  }))
