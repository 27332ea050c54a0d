import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import type { DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { PIER, startPierDirectory, ZOE_DN, type PierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { Directories } from './directories.ts'
import { lookUp } from './look-up.ts'
import { readPerson } from './read-person.ts'
import { suggest } from './suggest.ts'

let pier: PierDirectory
before(async () => void (pier = await startPierDirectory()))
after(() => pier.close())

const ASKER = { user: 'bob', credentials: () => ({ user: 'bob', password: 'x' }) }
const SILENT = createLog('error', () => undefined)
const settings = (name: string, port: number, timeout = 10_000): DirectorySettings => ({ name, title: `The ${name}`, base: PIER, identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout } })
const sounding = (text: string): DirectoryQuery => ({ conditions: [{ field: 'last', match: 'sounds', text }], join: 'and', scope: 'sub' })

async function withDirectories(use: (directories: Directories) => Promise<void>): Promise<void> {
  const directories = new Directories()
  await use(directories).finally(() => directories.keepOnly([]))
}

test('directories are asked at once, each with its name; one that is down says so and takes nothing away', () => withDirectories(async (directories) => {
  const lines: string[] = []
  const log = createLog('debug', (line) => void lines.push(line))
  const answer = await lookUp(directories.of([settings('pier', pier.port), settings('gone', 9), settings('mirror', pier.port)]), ASKER, sounding('Mayr'), { log, limit: 10 })
  assert.deepEqual(answer.found.map(({ entry, written, sources }) => [entry.name, written, sources]), [
    ['Hans Meier', 'Hans Meier <meier@pier.test>', ['The pier', 'The mirror']],
    ['Grete Meyer', 'Grete Meyer <meyer@pier.test>', ['The pier', 'The mirror']],
  ])
  assert.deepEqual(answer.failed, [{ directory: 'gone', title: 'The gone', failure: 'unreachable' }])
  assert.match(lines.join(''), /directory-unavailable/)
  assert.doesNotMatch(lines.join(''), /Mayr/, 'what was looked for is in no log')
}))

test('that there are more is told, and whether asking for more brings them', () => withDirectories(async (directories) => {
  const crew: DirectoryQuery = { conditions: [{ field: 'name', match: 'begins', text: 'Crew' }], join: 'and', scope: 'sub' }
  const asked = directories.of([settings('pier', pier.port)])
  const few = await lookUp(asked, ASKER, crew, { log: SILENT, limit: 10 })
  assert.deepEqual([few.found.length, few.hasMore, few.givesMore], [10, true, true])
  const all = await lookUp(asked, ASKER, crew, { log: SILENT, limit: 50 })
  assert.deepEqual([all.found.length, all.hasMore, all.givesMore], [30, false, false])
}))

test('typing offers each address once, with the directory that knows it first, as it is written', () => withDirectories(async (directories) => {
  const three = directories.of([settings('pier', pier.port), settings('gone', 9), settings('mirror', pier.port)])
  const { suggestions, more, failed } = await suggest(three, ASKER, 'zo', SILENT)
  assert.deepEqual(suggestions, [{ name: 'Zoë Ōe', address: 'zoe@pier.test', written: 'Zoë Ōe <zoe@pier.test>', detail: 'Harbour master', isGroup: false, source: 'The pier' }])
  assert.deepEqual([more, failed.map(({ title }) => title)], [false, ['The gone']])
  const crew = await suggest(three, ASKER, 'crew', SILENT)
  assert.deepEqual([crew.suggestions.length, crew.more], [10, true])
  assert.equal(crew.suggestions[0]?.written, '"Crew 0 (deck*)" <crew0@pier.test>')
}))

test('one that hangs is waited for twice, then rests while the others answer', () => withDirectories(async (directories) => {
  let asked = 0
  const mute = createServer(() => void asked++)
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const both = directories.of([settings('mute', (mute.address() as AddressInfo).port, 200), settings('pier', pier.port)])
  for (const text of ['ze', 'zo', 'zoe', 'zoë']) assert.deepEqual((await suggest(both, ASKER, text, SILENT)).failed.find(({ directory }) => directory === 'mute')?.failure, 'timeout', text)
  assert.equal(asked, 2)
  mute.close()
}))

test('a person with whoever leads them, and a group with who belongs to it', () => withDirectories(async (directories) => {
  const [directory] = directories.of([settings('pier', pier.port)])
  assert.ok(directory)
  const meier = await readPerson(directory, `uid=meier,ou=people,${PIER}`, ASKER, SILENT)
  assert.ok(meier && 'details' in meier)
  assert.deepEqual([meier.details.entry.name, meier.manager], ['Hans Meier', { dn: ZOE_DN, name: 'Zoë Ōe' }])
  const deck = await readPerson(directory, `cn=deck,ou=groups,${PIER}`, ASKER, SILENT)
  assert.ok(deck && 'details' in deck)
  assert.deepEqual([deck.details.entry.kind, deck.members.map(({ written }) => written), deck.hasMoreMembers], ['group', ['Zoë Ōe <zoe@pier.test>'], false])
  assert.equal(await readPerson(directory, 'uid=zoe,ou=people,dc=elsewhere', ASKER, SILENT), undefined)
  assert.equal(await readPerson(directory, `cn=printer,ou=things,${PIER}`, ASKER, SILENT), undefined, 'a thing is nobody')
}))

test('the same settings are the same directory, until a reload takes them away', () => withDirectories(async (directories) => {
  const [one] = directories.of([settings('pier', pier.port)])
  assert.equal(directories.of([settings('pier', pier.port)])[0], one)
  await directories.keepOnly([])
  assert.notEqual(directories.of([settings('pier', pier.port)])[0], one)
}))
