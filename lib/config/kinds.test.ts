import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { basePath, domain, host, networks, readOctets } from './kinds.ts'
import { isLoopback } from './server-url.ts'

describe('kinds of values', () => {
  it('reads sizes in powers of 1024', () => {
    for (const [text, octets] of [['0', 0], ['1500', 1500], ['64K', 65536], ['50m', 52428800], ['1G', 1073741824], ['2TB', 2199023255552]] as const) assert.equal(readOctets(text), octets)
    for (const text of ['', '-1', '1.5M', '5X', 'M', '999999999999999T']) assert.equal(readOctets(text), undefined, text)
  })

  it('takes a base path without the slash at its end', () => {
    for (const [given, path] of [['', ''], ['/', ''], ['/mail', '/mail'], ['/a/b-c/', '/a/b-c']] as const) assert.equal(v.parse(basePath.schema, given), path)
    for (const wrong of ['mail', '//x', '/a//b', '/../x', '/a b', '/a?b', 'https://x']) assert.ok(!v.is(basePath.schema, wrong), wrong)
  })

  it('knows networks', () => {
    assert.ok(v.is(networks.schema, ['10.0.0.0/8', '::1', 'fe80::/10', '192.0.2.1']))
    for (const wrong of ['10.0.0.0/33', '::/129', 'x', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1']) assert.ok(!v.is(networks.schema, [wrong]), wrong)
  })

  it('knows hosts and domains', () => {
    assert.equal(v.parse(host.schema, '[::1]'), '::1')
    assert.equal(v.parse(domain.schema, 'Example.TEST'), 'example.test')
    for (const wrong of ['', 'a..b', '-a.b', 'a_b', 'a b', 'x'.repeat(64)]) assert.ok(!v.is(domain.schema, wrong), wrong)
  })

  it('knows what can only be this machine', () => {
    for (const here of ['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost', 'LOCALHOST', 'x.localhost']) assert.ok(isLoopback(here), here)
    for (const there of ['0.0.0.0', '::', '10.0.0.1', 'localhost.example.org', '128.0.0.1']) assert.ok(!isLoopback(there), there)
  })
})
