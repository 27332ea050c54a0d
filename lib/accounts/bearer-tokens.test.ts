import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { TokenIssuer } from '#lib/testing/fakes/token-issuer.ts'
import { openBearerTokens, type BearerTokens } from './bearer-tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-tokens-'))
after(() => rmSync(folder, { recursive: true }))

const issuer = await TokenIssuer.create()
const file = join(folder, 'keys.json')
writeFileSync(file, issuer.keySet())
const NOW = new Date('2024-05-01T12:00:00Z')
const open = (keys = file, userClaim = 'email'): Promise<BearerTokens> => openBearerTokens({ keys, issuer: issuer.name, audience: 'mail', userClaim, domains: ['example.test'], now: () => NOW })
const token = (claims: Record<string, unknown>): Promise<string> => issuer.sign({ aud: 'mail', exp: NOW.getTime() / 1000 + 600, email: 'alice@example.test', ...claims })

test('a token speaks for the user whom its claim names', async () => {
  const tokens = await open()
  assert.equal(await tokens.userOf(await token({})), 'alice')
  assert.equal(await tokens.userOf(await token({ email: 'Alice@EXAMPLE.test' })), 'Alice')
  assert.equal(await tokens.userOf(await token({ email: 'alice' })), 'alice')
  assert.equal(await tokens.userOf(await token({ aud: ['web', 'mail'] })), 'alice')
  assert.equal(await (await open(file, 'name')).userOf(await token({ name: 'bob' })), 'bob')
  assert.equal(tokens.discovery, 'https://login.example.test/.well-known/openid-configuration')
})

test('every other token speaks for nobody', async () => {
  const tokens = await open()
  const wrong: Record<string, Record<string, unknown>> = {
    'of another issuer': { iss: 'https://evil.example' },
    'for somebody else': { aud: 'web' },
    'for nobody': { aud: undefined },
    'that has ended': { exp: NOW.getTime() / 1000 - 61 },
    'that never ends': { exp: undefined },
    'that has not begun': { nbf: NOW.getTime() / 1000 + 120 },
    'of a foreign domain': { email: 'alice@example.org' },
    'of two addresses': { email: 'alice@example.test@example.test' },
    'without the claim': { email: undefined },
    'with a list for a user': { email: ['alice'] },
  }
  for (const [what, claims] of Object.entries(wrong)) assert.equal(await tokens.userOf(await token(claims)), undefined, what)
  const other = await TokenIssuer.create()
  assert.equal(await tokens.userOf(await other.sign({ aud: 'mail', exp: NOW.getTime() / 1000 + 600, email: 'alice' })), undefined, 'signed by another key')
  for (const forged of [issuer.unsigned({ email: 'alice', aud: 'mail' }), await issuer.signWithPublicKey({ email: 'alice', aud: 'mail' }), '', 'a.b.c', 'x'.repeat(5000)]) assert.equal(await tokens.userOf(forged), undefined)
})

test('new keys count as soon as the file has them, and a damaged file leaves the old ones in force', async () => {
  const next = await TokenIssuer.create()
  const keys = join(folder, 'rotated.json')
  writeFileSync(keys, issuer.keySet())
  const tokens = await open(keys)
  const signed = await next.sign({ aud: 'mail', exp: NOW.getTime() / 1000 + 600, email: 'bob' })
  assert.equal(await tokens.userOf(signed), undefined)
  writeFileSync(keys, next.keySet())
  utimesSync(keys, 1, 1)
  assert.equal(await tokens.userOf(signed), 'bob')
  writeFileSync(keys, '{')
  utimesSync(keys, 2, 2)
  assert.equal(await tokens.userOf(signed), 'bob')
  await assert.rejects(open(keys), /holds no JSON Web Key Set/)
  await assert.rejects(open(join(folder, 'nowhere.json')), /ENOENT/)
})
