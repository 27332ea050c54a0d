import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { loadConfig } from '#lib/config/load.ts'
import { readAlert } from '#lib/mail-server/tasks/keep-alert.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import { alertsFor, AnnouncementStore } from '#lib/prefs/announcements.ts'
import { alert } from './commands/running/alert.ts'
import { CommandProblem, UsageProblem } from './commands/command.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-alert-'))
after(() => rmSync(directory, { recursive: true }))
const data = join(directory, 'data')
const file = join(directory, 'postern.toml')
writeFileSync(file, '[site.lab]\ntitle = "Lab"\n[mail]\nimap_port = 0\nimaps_port = "off"\nsubmission_port = "off"\nsubmissions_port = "off"\nsmtp_port = "off"\nlmtp_port = "off"\n')

/** What the command said. */
async function run(words: readonly string[], options: Readonly<Record<string, string>> = {}): Promise<string> {
  const lines: string[] = []
  assert.equal(await alert.run({ words, options: { config: file, data, ...options }, env: {}, print: (line) => void lines.push(line) }), 0)
  return lines.join('\n')
}

/** What people on that site see in a browser. */
async function seenOn(site: string): Promise<readonly string[]> {
  const store = await AnnouncementStore.open(data)
  try {
    return alertsFor(site, await store.all()).map(({ text }) => text)
  } finally {
    await store.close()
  }
}

test('an alert for everybody is for browsers and mail programs, one of a site for its browsers', async () => {
  assert.equal(await run(['Restart  at noon']), 'The alert is shown to everybody.')
  assert.equal(await run(['Disks are full'], { site: 'lab' }), 'The alert is shown on the site lab.')
  assert.deepEqual([await seenOn('default'), await seenOn('lab'), await readAlert(data)], [['Restart at noon'], ['Restart at noon', 'Disks are full'], 'Restart at noon'])
  await run([], { site: 'lab' })
  assert.deepEqual(await seenOn('lab'), ['Restart at noon'])
  await run(['Again'], { site: 'lab' })
  assert.equal(await run([]), 'No alert is shown any more.')
  assert.deepEqual([await seenOn('default'), await seenOn('lab'), await readAlert(data)], [[], [], ''])
})

test('the running mail server hears of it by its socket', async () => {
  const server = await startMailServer(loadConfig({ file, data, env: {} }), createLog('error', () => undefined))
  try {
    await run(['While it runs'])
    assert.equal(await readAlert(data), 'While it runs')
    await run([])
  } finally {
    await server.close()
  }
})

test('what cannot be an alert, or has no site, changes nothing', async () => {
  await assert.rejects(run(['x'.repeat(301)]), UsageProblem)
  await assert.rejects(run(['a\u001b[2J']), UsageProblem)
  await assert.rejects(run(['one', 'two']), UsageProblem)
  await assert.rejects(run(['text'], { site: 'gone' }), (error) => error instanceof CommandProblem && /there are default, lab/.test(error.message))
  assert.deepEqual([await seenOn('default'), await readAlert(data)], [[], ''])
})
