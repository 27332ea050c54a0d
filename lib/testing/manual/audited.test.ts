import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '#lib/cli/root.ts'
import { AUDITED } from '#lib/log/audited.ts'

const SOURCES = globSync(['app/**/*.ts', 'app/**/*.tsx', 'lib/**/*.ts'], { cwd: ROOT }).filter((path) => !/\.test\.ts$|^lib\/testing\//.test(path)).map((path) => readFileSync(join(ROOT, path), 'utf8'))

test('every act of the audit log is told somewhere', () => {
  const told = new Set(SOURCES.flatMap((text) => [...text.matchAll(/(?:\.audit\(|auditAct\([^\n]*? )'([a-z-]+)'/g)].map(([, act]) => act)))
  assert.deepEqual([...told].sort(), Object.keys(AUDITED).sort())
})

test('what administrators change by a route is told', () => {
  const routes = globSync('app/api/**/route.ts', { cwd: ROOT }).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
  const ofAdministrators = routes.filter(({ text }) => /export const (?:POST|PUT|DELETE) = adminRoute\(/.test(text))
  assert.ok(ofAdministrators.length >= 3)
  for (const { path, text } of ofAdministrators) assert.match(text, /\bauditAct\(/, path)
})
