import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePostgresUrl } from './postgres-url.ts'

test('addresses of servers', () => {
  assert.deepEqual(parsePostgresUrl('postgresql://postern:a%40b%25@db.example.org/mail'), { host: 'db.example.org', port: 5432, user: 'postern', password: 'a@b%', database: 'mail', tls: {} })
  assert.deepEqual(parsePostgresUrl('postgres://postern@[2001:db8::1]:5433/mail?sslmode=verify-full'), { host: '2001:db8::1', port: 5433, user: 'postern', password: '', database: 'mail', tls: {} })
  assert.deepEqual(parsePostgresUrl('postgresql:///mail?host=/run/postgresql'), { host: '/run/postgresql', port: 5432, password: '', database: 'mail' })
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) assert.equal(parsePostgresUrl(`postgresql://a:b@${host}/mail`).tls, undefined, host)
  assert.deepEqual(parsePostgresUrl('postgresql://a:b@127.0.0.1/mail?sslmode=verify-full').tls, {})
  assert.deepEqual(parsePostgresUrl('postgresql://a:b@db.example.org/mail?sslrootcert=%2Fetc%2Fca.pem').tls, { authorityFile: '/etc/ca.pem' })
})

test('what is not allowed is refused in a sentence without the password', () => {
  for (const [url, sentence] of [
    ['postgresql://a:secret@db.example.org/mail?sslmode=disable', /TLS only/],
    ['postgresql://a:secret@127.0.0.1.example.org/mail?sslmode=disable', /TLS only/],
    ['postgresql://a:secret@db.example.org/mail?sslmode=require', /verify-full/],
    ['postgresql://a:secret@db.example.org/mail?options=-cfsync=off', /nothing else/],
    ['postgresql://a:secret@db.example.org/', /a host and a database/],
    ['postgresql://a:secret@db.example.org/a/b', /a host and a database/],
    ['postgresql:///mail', /a host and a database/],
    ['postgresql://a:secret%zz@db.example.org/mail', /%25/],
    ['postgresql:///mail?host=/run&port=secret', /port/],
    ['mysql://a:secret@db.example.org/mail', /postgresql:\/\//],
    ['', /postgresql:\/\//],
  ] as const) {
    assert.throws(() => parsePostgresUrl(url), (error) => error instanceof Error && sentence.test(error.message) && !error.message.includes('secret'), url)
  }
})
