import assert from 'node:assert/strict'
import { test } from 'node:test'
import { negotiateLanguage } from './negotiate-language.ts'

const offered = ['en', 'de', 'pt-BR', 'zh-Hans', 'ar'] as const

test('what was chosen wins where it is offered', () => {
  assert.equal(negotiateLanguage({ chosen: 'DE', accept: 'ar', offered }), 'de')
  assert.equal(negotiateLanguage({ chosen: 'fr', accept: 'ar', offered }), 'ar')
  assert.equal(negotiateLanguage({ chosen: 'ar', accept: 'ar', offered: ['de'] }), 'de', 'a site with one language has that one')
})

test('a browser’s wishes are met by weight, and by what stands nearest', () => {
  const table: readonly [string, string][] = [
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-FR, pt;q=0.4, ar;q=0.5', 'ar'],
    ['pt-PT', 'pt-BR'],
    ['zh-CN,zh;q=0.9', 'zh-Hans'],
    ['zh-Hans-CN', 'zh-Hans'],
    ['ar;q=0, *;q=0.1', 'en'],
    ['xx', 'en'],
    ['de;q=2, ar', 'ar'],
    ['', 'en'],
    [';;;,,,=q'.repeat(10_000), 'en'],
  ]
  for (const [accept, language] of table) assert.equal(negotiateLanguage({ accept, offered }), language, accept.slice(0, 40))
})
