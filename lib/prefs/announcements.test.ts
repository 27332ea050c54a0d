import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ALERT_LIMIT, alertLine, EVERY_SITE } from '#lib/mail/sites/alert.ts'
import { alertsFor, AnnouncementStore, MOST_PERSONAL_ALERTS, mottosFor } from './announcements.ts'

let data = ''
before(async () => (data = await mkdtemp(path.join(tmpdir(), 'postern-announcements-'))))
after(() => rm(data, { recursive: true }))

test('what is said stands on its site, and what is said everywhere before it', async () => {
  const store = await AnnouncementStore.open(data)
  await store.say('lab', 'alert', 'Disks are full')
  await store.say(EVERY_SITE, 'alert', 'Restart at noon')
  await store.say('lab', 'motd', '*Welcome*')
  const all = await store.all()
  assert.deepEqual(alertsFor('lab', all).map(({ text }) => text), ['Restart at noon', 'Disks are full'])
  assert.deepEqual(alertsFor('default', all).map(({ text }) => text), ['Restart at noon'])
  assert.deepEqual([mottosFor('lab', all), mottosFor('default', all)], [['*Welcome*'], []])
  await store.say('lab', 'alert', '')
  assert.deepEqual(alertsFor('lab', await store.all()).map(({ text }) => text), ['Restart at noon'])
  await store.clear('alert')
  assert.deepEqual([alertsFor('lab', await store.all()), mottosFor('lab', await store.all())], [[], ['*Welcome*']])
  await store.close()
})

test('an alert has another id when it changes, and none when the same is said once more', async () => {
  const store = await AnnouncementStore.open(data)
  const id = async (): Promise<string | undefined> => alertsFor('x', await store.all())[0]?.id
  await store.say('x', 'alert', 'One', 1)
  const first = await id()
  await store.say('x', 'alert', 'One', 2)
  assert.equal(await id(), first)
  await store.say('x', 'alert', 'Two', 3)
  const second = await id()
  assert.notEqual(second, first)
  await store.say('x', 'alert', '', 4)
  await store.say('x', 'alert', 'One', 5)
  assert.ok(![first, second].includes(await id()), 'taken back and said again')
  await store.close()
})

test('an alert to one person is seen by whoever has that name on that site, in whatever capitals, and by nobody else', async () => {
  const store = await AnnouncementStore.open(data)
  const seen = async (site: string, names?: readonly string[]): Promise<readonly string[]> => alertsFor(site, await store.all(), names).map(({ text }) => text)
  await store.say('z', 'alert', 'All')
  assert.equal(await store.sayTo({ site: 'z', person: 'Ann', text: 'You' }), true)
  assert.equal(await store.sayTo({ site: EVERY_SITE, person: 'ann@example.org', text: 'Anywhere' }), true)
  assert.deepEqual([await seen('z', ['ann', 'ann@example.org']), await seen('z', ['bob']), await seen('z'), await seen('other', ['ann', 'ann@example.org'])], [['All', 'Anywhere', 'You'], ['All'], ['All'], ['Anywhere']])
  assert.deepEqual(mottosFor('z', await store.all()), [])
  await store.clear('alert')
  assert.deepEqual(await seen('z', ['ann']), ['You'])
  await store.sayTo({ site: 'z', person: 'ANN', text: '' })
  await store.sayTo({ site: EVERY_SITE, person: 'ann@example.org', text: '' })
  assert.deepEqual(await seen('z', ['ann', 'ann@example.org']), [])
  await store.close()
})

test('there are so many alerts to one person and no more, and each of them can be changed', async () => {
  const store = await AnnouncementStore.open(data)
  for (let at = 0; at < MOST_PERSONAL_ALERTS; at++) assert.equal(await store.sayTo({ site: 'm', person: `user${at}`, text: 'x' }), true)
  assert.deepEqual([await store.sayTo({ site: 'm', person: 'more', text: 'x' }), await store.sayTo({ site: 'm', person: 'user7', text: 'y' })], [false, true])
  await store.sayTo({ site: 'm', person: 'user8', text: '' })
  assert.equal(await store.sayTo({ site: 'm', person: 'more', text: 'x' }), true)
  for (const { site, person } of await store.all()) if (person !== undefined) await store.sayTo({ site, person, text: '' })
  await store.close()
})

test('two processes see what either says, and it is still there afterwards', async () => {
  const [gateway, command] = [await AnnouncementStore.open(data), await AnnouncementStore.open(data)]
  await command.say('y', 'alert', 'From the command line')
  assert.equal(alertsFor('y', await gateway.all())[0]?.text, 'From the command line')
  await Promise.all([gateway.close(), command.close()])
  const again = await AnnouncementStore.open(data)
  assert.equal(alertsFor('y', await again.all())[0]?.text, 'From the command line')
  await again.close()
})

test('an alert is one line of limited length', () => {
  assert.deepEqual([alertLine('  a\r\n b\u2028c '), alertLine(''), alertLine(' \n ')], ['a b c', '', ''])
  assert.equal(alertLine('x'.repeat(ALERT_LIMIT))?.length, ALERT_LIMIT)
  for (const wrong of ['x'.repeat(ALERT_LIMIT + 1), 'a\u0000b', 'a\u001b[2Jb', 'a\u0085b']) assert.equal(alertLine(wrong), undefined)
})
