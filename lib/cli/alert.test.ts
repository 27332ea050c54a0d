import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createLog } from '#lib/log/log.ts'
import { loadConfig } from '#lib/config/load.ts'
import { administer } from '#lib/mail-server/admin-client.ts'
import { alertsFor, AnnouncementStore } from '#lib/prefs/announcements.ts'
import { alert } from './commands/running/alert.ts'
import { CommandProblem, UsageProblem } from './commands/command.ts'
import { startMail } from './supervisor/mail-part.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-alert-'))
after(() => rmSync(directory, { recursive: true }))
const data = join(directory, 'data')
const file = join(directory, 'postern.toml')
writeFileSync(file, '[site.lab]\ntitle = "Lab"\n')

/** What the command said. */
async function run(words: readonly string[], options: Readonly<Record<string, string>> = {}): Promise<string> {
  const lines: string[] = []
  assert.equal(await alert.run({ words, options: { config: file, data, ...options }, env: {}, print: (line) => void lines.push(line) }), 0)
  return lines.join('\n')
}

/** What people on that site see in a browser. */
async function seenOn(site: string, names: readonly string[] = []): Promise<readonly string[]> {
  const store = await AnnouncementStore.open(data)
  try {
    return alertsFor(site, await store.all(), names).map(({ text }) => text)
  } finally {
    await store.close()
  }
}

test('an alert is for everybody or for one site', async () => {
  assert.equal(await run(['Restart  at noon']), 'The alert is shown to everybody.')
  assert.equal(await run(['Disks are full'], { site: 'lab' }), 'The alert is shown on the site lab.')
  assert.deepEqual([await seenOn('default'), await seenOn('lab')], [['Restart at noon'], ['Restart at noon', 'Disks are full']])
  await run([], { site: 'lab' })
  assert.deepEqual(await seenOn('lab'), ['Restart at noon'])
  await run(['Again'], { site: 'lab' })
  assert.equal(await run([]), 'No alert is shown any more.')
  assert.deepEqual([await seenOn('default'), await seenOn('lab')], [[], []])
})

/** What a mail program that stays connected is told from now on, until it has been told that. */
async function program(port: number): Promise<{ hears(text: RegExp): Promise<void>; close(): void }> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  await once(socket, 'connect')
  socket.write('l LOGIN ann correct-horse-battery\r\n')
  let heard = ''
  socket.on('data', (text) => void (heard += String(text)))
  return {
    async hears(text) {
      for (const end = Date.now() + 20_000; !text.test(heard); await delay(50)) {
        assert.ok(Date.now() < end, heard)
        socket.write('a NOOP\r\n')
      }
      heard = ''
    },
    close: () => void socket.destroy(),
  }
}

const MAIL_ONLY = '[mail]\nimap_port = 0\nimaps_port = "off"\nsubmission_port = "off"\nsubmissions_port = "off"\nsmtp_port = "off"\nlmtp_port = "off"\n'

async function withMail(toml: string, task: (port: number) => Promise<void>): Promise<void> {
  writeFileSync(file, toml)
  const [config, log] = [loadConfig({ file, data, env: {} }), createLog('error', () => undefined)]
  const running = await startMail(config, log, { dev: false, inherited: {} })
  const administration = await administer(config, log)
  try {
    await administration.importUsers([{ name: 'ann', password: 'correct-horse-battery' }])
    await task(running.services.imap?.port ?? 0)
  } finally {
    await administration.close()
    await running.close()
  }
}

test('mail programs hear what is said to everybody, and of a site where it is the only one', async () => {
  await withMail(`[site.lab]\ntitle = "Lab"\n${MAIL_ONLY}`, async (port) => {
    const open = await program(port)
    await run(['For the lab'], { site: 'lab' })
    await run(['While it runs'])
    await open.hears(/^\* OK \[ALERT\] While it runs\r\n/m)
    await run([])
    open.close()
  })
  await withMail(MAIL_ONLY, async (port) => {
    const open = await program(port)
    await run(['On the only site'], { site: 'default' })
    await open.hears(/^\* OK \[ALERT\] On the only site\r\n/m)
    await run([])
    open.close()
  })
})

test('an alert to one person reaches that person’s mail program at each connect, and nobody else, until it is taken back', async () => {
  await withMail(MAIL_ONLY, async (port) => {
    const open = await program(port)
    assert.equal(await run(['Call\r\nthe  desk'], { user: 'Ann' }), 'The alert is shown to Ann.')
    await open.hears(/^\* OK \[ALERT\] Call the desk\r\n/m)
    const again = await program(port)
    await again.hears(/^\* OK \[ALERT\] Call the desk\r\n/m)
    await assert.rejects(run(['Lost'], { user: 'nobody' }), (error) => error instanceof CommandProblem && /there is no user nobody/.test(error.message))
    await run(['For everybody'])
    await open.hears(/^\* OK \[ALERT\] For everybody\r\n/m)
    assert.equal(await run([]), 'No alert is shown any more.')
    assert.deepEqual(await seenOn('default', ['ann']), ['Call the desk'], 'taking back what is for everybody leaves what is for one')
    assert.equal(await run([], { user: 'ann' }), 'No alert of their own is shown to ann any more.')
    assert.deepEqual(await seenOn('default', ['ann']), [])
    for (const client of [open, again]) client.close()
  })
})

test('what cannot be an alert, or has no site, changes nothing', async () => {
  writeFileSync(file, '[site.lab]\ntitle = "Lab"\n')
  await assert.rejects(run(['x'.repeat(301)]), UsageProblem)
  await assert.rejects(run(['a\u001b[2J']), UsageProblem)
  await assert.rejects(run(['one', 'two']), UsageProblem)
  for (const user of [' ', 'x'.repeat(321), 'a\nb']) await assert.rejects(run(['text'], { user }), UsageProblem)
  await assert.rejects(run(['text'], { site: 'gone' }), (error) => error instanceof CommandProblem && /there are default, lab/.test(error.message))
  assert.deepEqual(await seenOn('default'), [])
})
