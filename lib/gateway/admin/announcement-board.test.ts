import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { EVERY_SITE, type Alert } from '#lib/mail/sites/alert.ts'
import { AnnouncementStore } from '#lib/prefs/announcements.ts'
import { AnnouncementBoard } from './announcement-board.ts'

let data = ''
before(async () => (data = await mkdtemp(path.join(tmpdir(), 'postern-board-'))))
after(() => rm(data, { recursive: true }))

const lines: string[] = []
const log = createLog('info', (line) => void lines.push(line))

/** What a listener was told, in its order; `next` waits for one more. */
class Ear {
  readonly heard: string[][] = []
  #wake: (() => void) | undefined
  readonly tell = (alerts: readonly Alert[]): void => {
    this.heard.push(alerts.map(({ text }) => text))
    this.#wake?.()
  }
  async until(count: number): Promise<readonly string[] | undefined> {
    while (this.heard.length < count) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.heard.at(-1)
  }
}

test('whoever listens hears what there is, what is said, and what is taken back, of their site only', async () => {
  const board = new AnnouncementBoard(() => AnnouncementStore.open(data), log)
  const [lab, other] = [new Ear(), new Ear()]
  const leave = [board.listen('lab', lab.tell), board.listen('other', other.tell)]
  assert.deepEqual([await lab.until(1), await other.until(1)], [[], []])
  await board.say('lab', 'alert', 'Disks are full')
  assert.deepEqual(await lab.until(2), ['Disks are full'])
  await board.say(EVERY_SITE, 'alert', 'Restart at noon')
  assert.deepEqual([await lab.until(3), await other.until(2)], [['Restart at noon', 'Disks are full'], ['Restart at noon']])
  await board.say('lab', 'motd', 'Hello')
  assert.deepEqual([await board.mottos('lab'), await board.mottos('other'), await board.saidAt('lab')], [['Hello'], [], { motd: 'Hello', alert: 'Disks are full' }])
  leave[0]?.()
  await board.say(EVERY_SITE, 'alert', '')
  assert.deepEqual(await other.until(3), [])
  assert.equal(lab.heard.length, 3, 'whoever left hears nothing')
  await board.say('lab', 'alert', '')
  leave[1]?.()
  await board.close()
})

test('what another process says is heard too', async () => {
  const [board, command] = [new AnnouncementBoard(() => AnnouncementStore.open(data), log), await AnnouncementStore.open(data)]
  const ear = new Ear()
  const leave = board.listen('lab', ear.tell)
  await ear.until(1)
  // The board looks by itself, on a timer that alone would not keep this process.
  const awake = setInterval(() => undefined, 1000)
  await command.say('lab', 'alert', 'From elsewhere')
  assert.deepEqual(await ear.until(2), ['From elsewhere'])
  clearInterval(awake)
  leave()
  await command.clear('alert')
  await Promise.all([board.close(), command.close()])
})

test('a storage that is down takes the announcements away, says so once, and comes back', async () => {
  let isDown = true
  let now = 0
  const board = new AnnouncementBoard(() => (isDown ? Promise.reject(new Error('disk gone')) : AnnouncementStore.open(data)), log, () => now)
  assert.deepEqual([await board.alerts('lab'), await board.mottos('lab')], [[], []])
  now += 2000
  assert.deepEqual(await board.alerts('lab'), [])
  assert.equal(lines.filter((line) => line.includes('announcements-unavailable')).length, 1)
  await assert.rejects(board.say('lab', 'alert', 'x'), /disk gone/)
  isDown = false
  await board.say('lab', 'alert', 'Back again')
  assert.deepEqual((await board.alerts('lab')).map(({ text }) => text), ['Back again'])
  await board.close()
})
