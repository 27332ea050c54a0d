import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { PIER, startPierDirectory, type PierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { Directories, lookUp, suggest } from './look-up.ts'

let pier: PierDirectory
before(async () => void (pier = await startPierDirectory()))
after(() => pier.close())

const ASKER = { user: 'bob', credentials: () => ({ user: 'bob', password: 'x' }) }
const settings = (name: string, port: number): DirectorySettings => ({ name, title: `The ${name}`, base: PIER, identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 500 } })

test('two directories are asked at once, each with its name; one that is down says so and takes nothing away', async () => {
  const lines: string[] = []
  const log = createLog('debug', (line) => void lines.push(line))
  const directories = new Directories()
  const asked = [settings('pier', pier.port), settings('gone', 9)]
  const [first, second] = await lookUp(directories.of(asked), ASKER, { conditions: [{ field: 'last', match: 'sounds', text: 'Mayr' }], join: 'and', scope: 'sub' }, log)
  assert.deepEqual(first && 'entries' in first ? first.entries.map(({ name }) => name) : first, ['Hans Meier', 'Grete Meyer'])
  assert.deepEqual(second, { directory: 'gone', title: 'The gone', failure: 'unreachable' })
  assert.match(lines.join(''), /directory-unavailable/)
  assert.doesNotMatch(lines.join(''), /Mayr/, 'what was looked for is in no log')
  await directories.keepOnly([])
})

test('typing offers each address once, with the directory that knows it first', async () => {
  const directories = new Directories()
  const log = createLog('error', () => undefined)
  const twice = directories.of([settings('pier', pier.port), settings('gone', 9), settings('mirror', pier.port)])
  assert.deepEqual(await suggest(twice, ASKER, 'mey', log), [{ name: 'Grete Meyer', address: 'meyer@pier.test', source: 'The pier' }])
  assert.equal((await suggest(twice, ASKER, 'crew', log)).length, 10)
  await directories.keepOnly([])
})

test('the same settings are the same directory, until a reload takes them away', async () => {
  const directories = new Directories()
  const [one] = directories.of([settings('pier', pier.port)])
  assert.equal(directories.of([settings('pier', pier.port)])[0], one)
  await directories.keepOnly([])
  assert.notEqual(directories.of([settings('pier', pier.port)])[0], one)
  await directories.keepOnly([])
})
