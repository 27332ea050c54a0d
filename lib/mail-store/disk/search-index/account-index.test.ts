import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AccountIndex } from './account-index.ts'
import type { IndexThread } from './index-thread.ts'

test('what comes in is indexed when nothing more comes, or after ten seconds; a closed account asks for nothing', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const asked: string[] = []
  const thread = { isRunning: true, ask: async (_: string, { task }: { readonly task: string }) => void asked.push(task) }
  const index = new AccountIndex(thread as unknown as IndexThread, '', { log: undefined, reserve: undefined, from: undefined })
  const touchFor = (seconds: number): void => {
    for (let half = 0; half < seconds * 2; half++) {
      index.touch()
      context.mock.timers.tick(500)
    }
  }
  touchFor(9)
  assert.deepEqual(asked, [], 'more is coming')
  context.mock.timers.tick(500)
  assert.deepEqual(asked, ['fill'], 'it is quiet')
  touchFor(10)
  assert.deepEqual(asked, ['fill', 'fill'], 'it does not end')
  index.touch()
  await index.close()
  context.mock.timers.tick(20_000)
  assert.deepEqual(asked, ['fill', 'fill', 'close'])
})
