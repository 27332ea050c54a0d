import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { siteCookie, siteOfRequest } from './site-of-request.ts'

const [first] = loadConfig({ data: '/nowhere', env: {} }).sites
const site = (name: string, hosts: string[], networks: string[]) => ({ ...first, name, hosts, networks })
const SITES = [first, site('lab', ['lab.example', '::1'], ['10.0.0.0/8', '2001:db8::/32']), site('room', [], ['10.1.0.0/16', '192.0.2.7']), site('free', [], [])] as const

const chosen = (clues: { host?: string; address?: string; cookies?: string; secure?: boolean }) =>
  siteOfRequest([...SITES] as [typeof first, ...(typeof first)[]], { host: clues.host, address: clues.address ?? '203.0.113.1', cookies: clues.cookies, secure: clues.secure ?? false }).name

test('a site is chosen by its host, however that is written', () => {
  for (const host of ['lab.example', 'LAB.example:3000', 'lab.example.', '[::1]:3000']) assert.equal(chosen({ host }), 'lab', host)
  for (const host of ['', 'xlab.example', 'lab.example.org', 'lab.example, evil', undefined]) assert.equal(chosen(host === undefined ? {} : { host }), 'default', host)
})

test('then by the narrowest network of the client', () => {
  assert.deepEqual(['10.2.3.4', '10.1.2.3', '192.0.2.7', '192.0.2.8', '2001:db8::9', '2001:db9::9', 'nonsense', ''].map((address) => chosen({ address })), ['lab', 'room', 'room', 'default', 'lab', 'default', 'default', 'default'])
  assert.equal(chosen({ host: 'lab.example', address: '10.1.2.3' }), 'lab', 'a host says more than a network')
})

test('then by the cookie, under the name that it has here', () => {
  assert.equal(chosen({ cookies: 'a=b; postern-site=free' }), 'free')
  assert.equal(chosen({ cookies: '__Host-postern-site=free', secure: true }), 'free')
  assert.equal(chosen({ cookies: 'postern-site=free', secure: true }), 'default')
  assert.equal(chosen({ cookies: 'postern-site=gone' }), 'default')
  assert.equal(chosen({ cookies: 'postern-site=free', address: '10.1.2.3' }), 'room')
})

test('the cookie lasts, and goes with the default site', () => {
  assert.equal(siteCookie({ name: 'lab' }, false, true), '__Host-postern-site=lab; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000')
  assert.match(siteCookie(first, true, false), /^postern-site=; .*Max-Age=0$/)
})
