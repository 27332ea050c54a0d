import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { MODULES } from './modules.ts'

const APP = join(import.meta.dirname, '../../../app')

/** The source of a page or route, with what it imports from its own folders. */
function sourceOf(file: string): string {
  const source = readFileSync(file, 'utf8')
  const near = [...source.matchAll(/from '(\.{1,2}\/[^']+)'/g)].map(([, path = '']) => join(dirname(file), path))
  return [source, ...near.map((path) => readFileSync(path, 'utf8'))].join('\n')
}

test('every page and route of a module asks whether it is there', () => {
  for (const [name, { routes }] of Object.entries(MODULES)) {
    for (const route of routes) {
      assert.ok(statSync(join(APP, route)).isDirectory())
      const files = readdirSync(join(APP, route), { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
      assert.ok(files.length > 0, route)
      for (const file of files) assert.match(sourceOf(join(APP, route, file)), new RegExp(`(hasModule|withModule)\\('${name}'`), `${route}/${file}`)
    }
  }
})
