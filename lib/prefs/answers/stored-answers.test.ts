import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { ANSWERS_KEPT } from './answer-store.ts'
import { openAnswers } from './stored-answers.ts'

test('answers are there again, for their account and kind alone; the last one counts and the oldest go', async (t) => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-answers-'))
  t.after(() => rm(data, { recursive: true }))
  const store = await openAnswers(data)
  await store.keep('alice', { kind: 'list', about: 'boats.test', said: '{"a":1}', at: 1 })
  await store.keep('alice', { kind: 'list', about: 'boats.test', said: '{"a":2}', at: 2 })
  await store.close()
  const again = await openAnswers(data)
  assert.deepEqual(await again.find('alice', 'list', 'boats.test'), { kind: 'list', about: 'boats.test', said: '{"a":2}', at: 2 })
  assert.deepEqual([await again.find('bob', 'list', 'boats.test'), await again.find('alice', 'invitation', 'boats.test')], [undefined, undefined])
  for (let at = 3; at < ANSWERS_KEPT + 3; at++) await again.keep('alice', { kind: 'list', about: `list ${at}`, said: '{}', at })
  assert.deepEqual([await again.find('alice', 'list', 'boats.test'), (await again.find('alice', 'list', 'list 3'))?.at], [undefined, 3])
  await again.forget('alice', 'list', 'list 4')
  assert.deepEqual([await again.find('alice', 'list', 'list 4'), (await again.find('alice', 'list', 'list 5'))?.at], [undefined, 5])
  await again.close()
})
