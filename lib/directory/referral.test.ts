import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LdapServer } from '#lib/mail/directory/directory-settings.ts'
import { followed } from './referral.ts'

const SERVER: LdapServer = { host: 'one.example.org', port: 636, tls: 'tls', verify: true, timeout: 1000, referrals: ['two.example.org', '2001:db8::2'] }

test('a search goes on only where the configuration says so, and as safely', () => {
  assert.deepEqual(followed(['ldap://evil.example/dc=x', 'http://two.example.org/', 'no address', 'ldap://one.example.org/dc=x'], SERVER), [])
  const { referrals: _, ...usual } = SERVER
  assert.deepEqual(followed(['ldap://two.example.org/dc=x'], usual), [])
  assert.deepEqual(followed(['ldap://TWO.example.org/ou=caf%C3%A9,dc=x??sub', 'ldaps://[2001:db8::2]:1636/'], SERVER), [
    { server: { ...SERVER, host: 'two.example.org', referrals: [] }, base: 'ou=café,dc=x' },
    { server: { ...SERVER, host: '2001:db8::2', port: 1636, referrals: [] }, base: undefined },
  ])
})

test('a directory that refers to itself for ever is asked a few times', () => {
  assert.equal(followed(Array.from({ length: 50 }, () => 'ldap://two.example.org/'), SERVER).length, 4)
})
