import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BodyPart } from '../body-structure.ts'
import { readPointer } from './pointer.ts'

const part = (subtype: string, parameters: Readonly<Record<string, string>>): BodyPart => ({ section: '1', type: 'message', subtype, parameters, id: '', description: '', encoding: '7bit', size: 9, language: [], location: '', children: [] })

test('a part whose content is elsewhere says where, and leads only to pages of the web', () => {
  const ftp = readPointer(part('external-body', { 'access-type': 'anon-ftp', site: 'ftp.example.test', name: 'a\u202etxt.exe' }))
  assert.deepEqual(ftp?.kind === 'outside' && [ftp.facts.map(({ name }) => name), ftp.url], [['access-type', 'site', 'name'], undefined])
  assert.doesNotMatch(JSON.stringify(ftp), /\u202e/)
  const table: [url: string, leads: string | undefined][] = [['https://a.test/x y', 'https://a.test/xy'], ['http://a.test/', 'http://a.test/'], ['vbscript:x', undefined], ['data:text/html,x', undefined], ['ftp://a.test/', undefined], ['', undefined]]
  for (const [url, leads] of table) assert.equal((readPointer(part('external-body', { url })) as { readonly url?: string }).url, leads, url)
})

test('a piece of a larger message says which it is', () => {
  assert.deepEqual(readPointer(part('partial', { id: 'ab@x', number: '2', total: '3' })), { kind: 'piece', id: 'ab@x', number: 2, total: 3 })
  assert.deepEqual(readPointer(part('partial', { number: '-1' })), { kind: 'piece', id: '', number: 0, total: 0 })
  assert.equal(readPointer(part('rfc822', {})), undefined)
})
