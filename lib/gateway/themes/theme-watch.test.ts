import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ThemeCatalogue } from './themes.ts'
import { ThemeWatch } from './theme-watch.ts'

test('whoever listens hears of their theme at once and of each change, and of nothing else', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const versions: Record<string, string | undefined> = { mine: 'a', other: 'x' }
  const asked: string[] = []
  const catalogue = { find: async (name: string) => (asked.push(name), versions[name] === undefined ? undefined : { hash: versions[name] }) } as unknown as ThemeCatalogue
  const watch = new ThemeWatch(() => catalogue)
  const heard: string[] = []
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const tick = async (): Promise<void> => {
    t.mock.timers.tick(1500)
    await settled()
  }
  const leave = watch.listen('mine', (version) => heard.push(version))
  await settled()
  await tick()
  assert.deepEqual(heard, ['a'])
  versions.mine = 'b'
  versions.other = 'y'
  await tick()
  assert.deepEqual(heard, ['a', 'b'])
  // Broken for a moment: what a page wears stays.
  versions.mine = undefined
  await tick()
  versions.mine = 'b'
  await tick()
  assert.deepEqual(heard, ['a', 'b'])
  leave()
  asked.length = 0
  versions.mine = 'c'
  await tick()
  assert.deepEqual([heard, asked], [['a', 'b'], []], 'nobody listens, nobody looks')
})
