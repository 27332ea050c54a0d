import assert from 'node:assert/strict'
import { test } from 'node:test'
import manifest from '../../../package.json' with { type: 'json' }
import { ROOT } from '../root.ts'
import { billOfMaterials, readLock } from './bill-of-materials.ts'

test('the bill of materials names every package that runs, with its checksum, and no address or path of this machine', () => {
  const bill = billOfMaterials()
  const lock = readLock()
  const names = bill.components.map(({ name }) => name)
  for (const [path, { version, dev, devOptional }] of Object.entries(lock)) {
    if (path === '' || dev || devOptional) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 13)
    assert.ok(bill.components.some((each) => each.name === name && each.version === version), path)
  }
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) assert.ok(names.includes(name), name)
  for (const name of Object.keys(manifest.devDependencies)) assert.ok(!names.includes(name), name)
  assert.deepEqual([bill.bomFormat, bill.metadata.component.name, bill.metadata.component.version], ['CycloneDX', manifest.name, manifest.version])
  assert.ok(bill.components.every(({ hashes }) => hashes?.every(({ content }) => /^[0-9a-f]{128}$/.test(content))))
  const refs = new Set([...bill.components, bill.metadata.component].map((each) => each['bom-ref']))
  assert.ok(bill.dependencies.every(({ ref, dependsOn }) => [ref, ...dependsOn].every((each) => refs.has(each))))
  assert.ok((bill.dependencies[0]?.dependsOn.length ?? 0) >= Object.keys(manifest.dependencies).length)
  const text = JSON.stringify(bill)
  assert.doesNotMatch(text, /https?:\/\//)
  assert.ok(!text.includes(ROOT))
})

test('a package needs the nearest one of a name', () => {
  const bill = billOfMaterials({
    '': { version: '1', dependencies: { a: '1', b: '2' } },
    'node_modules/a': { version: '1.0.0', license: 'MIT', integrity: 'sha512-AAAA', dependencies: { b: '1', gone: '1' } },
    'node_modules/a/node_modules/b': { version: '1.0.0', license: '(MIT OR Apache-2.0)' },
    'node_modules/b': { version: '2.0.0' },
    'node_modules/@x/tool': { version: '3.0.0', dev: true },
  })
  assert.deepEqual(bill.dependencies.map(({ ref, dependsOn }) => `${ref.replace(/^postern@.*/, 'postern')}: ${dependsOn.join(' ')}`), ['postern: a@1.0.0 b@2.0.0', 'a@1.0.0: b@1.0.0', 'b@1.0.0: ', 'b@2.0.0: '])
  assert.deepEqual(bill.components.map(({ licenses, hashes }) => [licenses?.[0], hashes?.[0]?.content]), [[{ license: { id: 'MIT' } }, '000000'], [{ expression: '(MIT OR Apache-2.0)' }, undefined], [undefined, undefined]])
})
