import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QuietTimer } from './quiet-timer.ts'

test('it acts when it is quiet or has waited long enough, and not at all where there is nothing to do or it was stopped', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  let acts = 0
  const timer = new QuietTimer({ quiet: 1000, longest: 10_000 }, () => void acts++)
  const pass = (steps: number, each: () => void): number => {
    for (let step = 0; step < steps; step++) {
      each()
      context.mock.timers.tick(500)
    }
    return acts
  }
  assert.equal(pass(30, () => timer.putOff()), 0, 'there is nothing to do')
  assert.equal(pass(18, () => timer.start()), 0, 'more is coming')
  assert.equal(pass(1, () => undefined), 1, 'it is quiet')
  timer.start()
  assert.equal(pass(19, () => timer.putOff()), 1)
  assert.equal(pass(1, () => timer.putOff()), 2, 'it does not end')
  timer.start()
  timer.stop()
  assert.equal(pass(30, () => undefined), 2)
})
