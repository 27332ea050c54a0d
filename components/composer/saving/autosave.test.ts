import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Autosave, type SaveAnswer, type SaveState } from './autosave.ts'
import type { TypedText } from './local-copy.ts'

/** A clock and a gateway that do what the test says. */
class Desk {
  now = 0
  text: TypedText = { body: '' }
  readonly told: SaveState[] = []
  readonly saves: { readonly revision: number; readonly fields: TypedText; readonly answer: (answer: SaveAnswer) => void }[] = []
  #timer: { readonly at: number; readonly task: () => void } | undefined

  readonly autosave = new Autosave(
    1,
    { body: '' },
    {
      read: () => this.text,
      save: (revision, fields) => new Promise((answer) => this.saves.push({ revision, fields, answer })),
      tell: (state) => this.told.push(state),
      later: (task, milliseconds) => {
        this.#timer = { at: this.now + milliseconds, task }
        return () => (this.#timer = undefined)
      },
    },
    () => this.now,
  )

  type(body: string): void {
    this.text = { body }
    this.autosave.changed()
  }

  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds
    const timer = this.#timer
    if (timer && timer.at <= this.now) {
      this.#timer = undefined
      timer.task()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }

  async answer(answer: SaveAnswer): Promise<void> {
    this.saves.at(-1)?.answer(answer)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})

test('a pause in typing saves, with the revision that the last save gave', async () => {
  desk.type('a')
  await desk.pass(1_999)
  assert.equal(desk.saves.length, 0)
  desk.type('ab')
  await desk.pass(2_000)
  assert.deepEqual([desk.saves[0]?.revision, desk.saves[0]?.fields], [1, { body: 'ab' }])
  await desk.answer({ kind: 'saved', revision: 2 })
  assert.equal(desk.told.at(-1), 'saved')
  desk.type('abc')
  await desk.pass(2_000)
  assert.equal(desk.saves[1]?.revision, 2)
})

test('a key that changes nothing about the state is not told; a refusal goes with the next one', async () => {
  for (const body of ['a', 'ab', 'abc']) desk.type(body)
  assert.deepEqual(desk.told, ['unsaved'])
  await desk.pass(2_000)
  await desk.answer({ kind: 'refused', sentence: 'Too long.' })
  assert.deepEqual(desk.told, ['unsaved', 'saving', 'unsaved'])
  for (const body of ['ab', 'a']) desk.type(body)
  assert.deepEqual(desk.told, ['unsaved', 'saving', 'unsaved', 'unsaved'])
})

test('who never pauses is saved all the same', async () => {
  for (let second = 0; second < 9; second++) {
    desk.type('x'.repeat(second + 1))
    await desk.pass(1_000)
  }
  assert.equal(desk.saves.length, 1)
})

test('one save at a time; what was typed meanwhile is saved next', async () => {
  desk.type('a')
  await desk.pass(2_000)
  desk.type('ab')
  await desk.pass(2_000)
  assert.equal(desk.saves.length, 1)
  await desk.answer({ kind: 'saved', revision: 2 })
  assert.deepEqual([desk.saves[1]?.revision, desk.saves[1]?.fields], [2, { body: 'ab' }])
})

test('out of reach: said so, and tried again', async () => {
  desk.type('a')
  await desk.pass(2_000)
  await desk.answer({ kind: 'offline' })
  assert.equal(desk.told.at(-1), 'offline')
  await desk.pass(5_000)
  assert.equal(desk.saves.length, 2)
  await desk.answer({ kind: 'saved', revision: 2 })
  assert.equal(desk.autosave.isDirty, false)
})

test('a save whose answer was lost is said again as it was, before what was typed since', async () => {
  desk.type('a')
  await desk.pass(2_000)
  await desk.answer({ kind: 'offline' })
  desk.type('ab')
  await desk.pass(2_000)
  assert.deepEqual([desk.saves[1]?.revision, desk.saves[1]?.fields], [1, { body: 'a' }])
  await desk.answer({ kind: 'saved', revision: 2 })
  assert.deepEqual([desk.saves[2]?.revision, desk.saves[2]?.fields], [2, { body: 'ab' }])
  await desk.answer({ kind: 'saved', revision: 3 })
  assert.deepEqual([desk.saves.length, desk.autosave.isDirty, desk.told.at(-1)], [3, false, 'saved'])
})

for (const answer of [{ kind: 'conflict', kept: '/x' }, { kind: 'session-ended' }] as const) {
  test(`after ${answer.kind} nothing is saved by itself any more`, async () => {
    desk.type('a')
    await desk.pass(2_000)
    await desk.answer(answer)
    assert.equal(desk.told.at(-1), 'stopped')
    desk.type('ab')
    await desk.pass(60_000)
    assert.equal(desk.saves.length, 1)
  })
}

test('before a form is posted a save whose answer was lost is said again, so that the post contradicts nobody', async () => {
  desk.type('a')
  await desk.pass(2_000)
  await desk.answer({ kind: 'offline' })
  desk.type('ab')
  const stopped = desk.autosave.stop()
  await desk.pass(0)
  assert.deepEqual([desk.saves.length, desk.saves[1]?.revision, desk.saves[1]?.fields], [2, 1, { body: 'a' }])
  await desk.answer({ kind: 'saved', revision: 2 })
  await stopped
  await desk.pass(60_000)
  assert.deepEqual([desk.autosave.revision, desk.saves.length, desk.told.at(-1)], [2, 2, 'unsaved'], 'what the window holds beside is still needed')
})

test('before a form is posted the running save ends, so that the post names the right revision', async () => {
  desk.type('a')
  await desk.pass(2_000)
  let hasStopped = false
  const stopped = desk.autosave.stop().then(() => (hasStopped = true))
  await desk.pass(0)
  assert.equal(hasStopped, false)
  await desk.answer({ kind: 'saved', revision: 7 })
  await stopped
  assert.equal(desk.autosave.revision, 7)
  desk.type('ab')
  await desk.pass(60_000)
  assert.equal(desk.saves.length, 1)
  desk.autosave.resume()
  await desk.pass(2_000)
  assert.equal(desk.saves.length, 2)
})

test('what is saved is told from what only cannot be saved any more', async () => {
  assert.equal(desk.autosave.isSaved, true)
  desk.type('a')
  await desk.pass(2_000)
  assert.equal(desk.autosave.isSaved, false, 'a save on its way is none yet')
  await desk.answer({ kind: 'session-ended' })
  assert.deepEqual([desk.autosave.isDirty, desk.autosave.isSaved], [false, false])
})
