import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Shortly } from './shortly.ts'

/** A clock that goes on where the test says so. */
class Clock {
  now = 0
  isLong = true
  readonly done: number[] = []
  looked = 0
  #timer: { readonly at: number; readonly task: () => void } | undefined
  readonly shortly = new Shortly({
    task: () => this.done.push(this.now),
    takesLong: () => {
      this.looked += 1
      return this.isLong
    },
    later: (task, milliseconds) => {
      this.#timer = { at: this.now + milliseconds, task }
      return () => (this.#timer = undefined)
    },
    now: () => this.now,
  })

  pass(milliseconds: number): void {
    const end = this.now + milliseconds
    for (let timer = this.#timer; timer && timer.at <= end; timer = this.#timer) {
      this.now = timer.at
      this.#timer = undefined
      timer.task()
    }
    this.now = end
  }
}

let clock: Clock
beforeEach(() => {
  clock = new Clock()
})

test('what takes no time is done each time, at once', () => {
  clock.isLong = false
  for (let key = 0; key < 3; key += 1) clock.shortly.ask()
  assert.deepEqual(clock.done, [0, 0, 0])
})

test('what takes long waits for a pause, and is looked at once for it', () => {
  for (let key = 0; key < 5; key += 1) {
    clock.shortly.ask()
    clock.pass(100)
  }
  assert.deepEqual([clock.done, clock.looked], [[], 1])
  clock.pass(1000)
  assert.deepEqual(clock.done, [650])
})

test('who never pauses has it done every two seconds', () => {
  for (let key = 0; key < 45; key += 1) {
    clock.shortly.ask()
    clock.pass(100)
  }
  assert.deepEqual([clock.done, clock.looked], [[2000, 4000], 3])
})

test('what waits is done before the page is left, once', () => {
  clock.shortly.ask()
  clock.shortly.settle()
  clock.shortly.settle()
  clock.pass(1000)
  assert.deepEqual(clock.done, [0])
})
