import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CONTRASTS, FALLBACKS, TOKENS } from './tokens.ts'

/** Made from the pictures that a theme names, so no theme sets them itself. */
const MADE = ['--logo-ratio', '--logo-drawing']

test('a theme may set exactly what base.css declares, and base.css says the same of each', () => {
  const css = readFileSync(join(import.meta.dirname, '../../../app/base.css'), 'utf8')
  const root = /:root \{([^}]+)\}/.exec(css)?.[1] ?? ''
  const declared = [...root.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value] as const)
  assert.deepEqual(Object.fromEntries(declared.filter(([name]) => !MADE.includes(name))), FALLBACKS)
  assert.deepEqual(declared.filter(([name]) => MADE.includes(name)).map(([name]) => name), MADE)
})

test('contrast is asked of colours only', () => {
  for (const [front, back] of CONTRASTS) for (const name of [front, back]) assert.equal(TOKENS[name]?.kind, 'color', name)
})
