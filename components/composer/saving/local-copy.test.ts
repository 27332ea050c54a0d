import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dropCopies, dropCopy, judgeCopy, keepCopy, readCopy, type CopyStorage } from './local-copy.ts'

function memory(limit = Infinity): CopyStorage & { readonly held: Map<string, string> } {
  const held = new Map<string, string>()
  return {
    held,
    getItem: (key) => held.get(key) ?? null,
    removeItem: (key) => void held.delete(key),
    setItem: (key, value) => {
      if (value.length > limit) throw new DOMException('full', 'QuotaExceededError')
      held.set(key, value)
    },
  }
}

test('a copy comes back as it was kept', () => {
  const storage = memory()
  keepCopy(storage, 'a', { revision: 3, fields: { body: 'text\n', to: '' } })
  assert.deepEqual(readCopy(storage, 'a'), { revision: 3, fields: { body: 'text\n', to: '' } })
  assert.equal(readCopy(storage, 'b'), undefined)
  dropCopy(storage, 'a')
  assert.equal(storage.held.size, 0)
})

test('what is no copy is none', () => {
  const storage = memory()
  for (const text of ['', 'x', 'null', '[]', '{"revision":"1","fields":{}}', '{"revision":1,"fields":{"body":1}}', '{"revision":1}']) {
    storage.held.set('postern.compose.a', text)
    assert.equal(readCopy(storage, 'a'), undefined, text)
  }
})

test('a full storage keeps no outdated copy', () => {
  const storage = memory(60)
  keepCopy(storage, 'a', { revision: 1, fields: { body: 'short' } })
  keepCopy(storage, 'a', { revision: 1, fields: { body: 'x'.repeat(100) } })
  assert.equal(storage.held.size, 0)
})

test('the copies of one account go without those of another', () => {
  const storage = memory()
  for (const url of ['/api/compositions/a', '/~1/api/compositions/b', '/~1/api/compositions/c']) keepCopy(storage, url, { revision: 1, fields: {} })
  const names = (): readonly string[] => [...storage.held.keys()]
  dropCopies({ removeItem: storage.removeItem, key: (at) => names()[at] ?? null, get length() { return names().length } }, '/~1/api/compositions/')
  assert.deepEqual([...storage.held.keys()], ['postern.compose./api/compositions/a'])
})

test('a newer copy is restored, an older one only offered, an equal one forgotten', () => {
  const shown = { revision: 2, fields: { body: 'shown', to: 'bob' } }
  assert.equal(judgeCopy(undefined, shown), 'nothing')
  assert.equal(judgeCopy({ revision: 2, fields: { body: 'shown', to: 'bob' } }, shown), 'nothing')
  assert.equal(judgeCopy({ revision: 2, fields: { body: 'newer', to: 'bob' } }, shown), 'restore')
  assert.equal(judgeCopy({ revision: 1, fields: { body: 'other', to: 'bob' } }, shown), 'offer')
})
