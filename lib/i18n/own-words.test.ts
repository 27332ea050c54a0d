import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { overlayWords } from './overlay-words.ts'
import { checkOwnWords, readOwnWords } from './own-words.ts'
import { pageWordsIn } from './page-words-in.ts'

test('own words stand in place of the others, with the same arguments, and the rest stays', async () => {
  const { all, screens, problems } = checkOwnWords({ signIn: { title: 'Enter the lighthouse' }, index: { found: '{total} seen for {text}' } }, 'en')
  assert.deepEqual(problems, [])
  assert.deepEqual(screens, { index: { found: '{total} seen for {text}' } })
  const before = await pageWordsIn('en')
  const words = overlayWords(before, all, 'en')
  assert.deepEqual([words.signIn.title, words.signIn.password, words.index.found({ total: '3', text: 'x' }), words.index.search], ['Enter the lighthouse', 'Password', '3 seen for x', 'Search'])
  assert.equal(before.signIn.title, 'Sign in', 'nobody else’s words change')
})

test('what cannot be used is named and left out, the rest is used', () => {
  const { all, problems } = checkOwnWords({ signIn: { title: '<b>In</b>', password: 'Key', nothing: 'x' }, index: { found: '{wrong}', nextPage: 7 }, constructor: { x: 'y' }, elsewhere: 'z', done: { move: 'x'.repeat(3000) } }, 'en')
  assert.deepEqual(all, { signIn: { password: 'Key' }, index: { nextPage: '7' } })
  assert.deepEqual(problems.map(({ name }) => name), ['signIn › title', 'signIn › nothing', 'index › found', 'constructor › x', 'elsewhere', 'done › move'])
  for (const none of [null, [], 'x', 3]) assert.equal(checkOwnWords(none, 'en').problems.length, 1)
})

test('a folder has a file for each language; none, no JSON and a huge one are said', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-words-'))
  try {
    await writeFile(path.join(folder, 'de.json'), '{"signIn": {"title": "Herein"}}')
    await writeFile(path.join(folder, 'fr.json'), '{')
    await writeFile(path.join(folder, 'it.json'), ' '.repeat(300_000))
    assert.deepEqual((await readOwnWords(folder, 'de'))?.all, { signIn: { title: 'Herein' } })
    assert.equal(await readOwnWords(folder, 'es'), undefined)
    assert.deepEqual((await readOwnWords(folder, 'fr'))?.problems, [{ name: 'the file', problem: 'is no JSON' }])
    assert.match((await readOwnWords(folder, 'it'))?.problems[0]?.problem ?? '', /larger than 256 KB/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
