import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { GroupSync } from './group-sync.ts'

test('who asks while it is under way shares the next one, which begins after what they have written', async () => {
  const ends: PromiseWithResolvers<void>[] = []
  const group = new GroupSync(() => {
    const end = Promise.withResolvers<void>()
    ends.push(end)
    return end.promise
  })
  const said: string[] = []
  const first = group.run().then(() => said.push('first'))
  const others = [group.run(), group.run()].map((run, index) => run.then(() => said.push(`other ${index}`)))
  assert.equal(ends.length, 1)
  ends[0]?.resolve()
  await first
  await nextTurn()
  assert.deepEqual([ends.length, said], [2, ['first']])
  ends[1]?.resolve()
  await Promise.all(others)
  await group.idle()
  assert.deepEqual([ends.length, said], [2, ['first', 'other 0', 'other 1']])
})

test('a failure reaches those who wait for it and nobody else', async () => {
  let times = 0
  const group = new GroupSync(async () => {
    if (times++ === 0) throw new Error('the disk is gone')
  })
  const [first, second] = [group.run(), group.run()]
  await assert.rejects(first, /the disk is gone/)
  await second
  assert.equal(times, 2)
})

test('idle waits for the one that is to come, too', async () => {
  const ends: PromiseWithResolvers<void>[] = []
  const group = new GroupSync(() => (ends.push(Promise.withResolvers<void>()), ends.at(-1) as PromiseWithResolvers<void>).promise)
  void group.run()
  void group.run()
  let isIdle = false
  const idle = group.idle().then(() => (isIdle = true))
  ends[0]?.resolve()
  await nextTurn()
  assert.deepEqual([ends.length, isIdle], [2, false])
  ends[1]?.resolve()
  await idle
})
