import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openLog } from './open-log.ts'

test('each process has a file of its own, which goes on in a new one when it is renamed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-log-'))
  try {
    const eventsIn = (file: string): readonly unknown[] => readFileSync(join(directory, file), 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { event: string }).event)
    const [mail, web] = [openLog({ level: 'info', directory }, 'mail'), openLog({ level: 'info', directory }, 'web')]
    mail.info('one')
    web.info('other')
    openLog({ level: 'info', directory }, 'mail').info('two')
    assert.deepEqual([eventsIn('mail.log'), eventsIn('web.log')], [['one', 'two'], ['other']])
    renameSync(join(directory, 'mail.log'), join(directory, 'mail.log.1'))
    mail.info('three')
    assert.deepEqual([eventsIn('mail.log.1'), eventsIn('mail.log')], [['one', 'two'], ['three']])
    if (process.platform !== 'win32') assert.equal(statSync(join(directory, 'mail.log')).mode & 0o777, 0o600)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
