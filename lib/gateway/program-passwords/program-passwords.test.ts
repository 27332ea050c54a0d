import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import type { GatewayError } from '#lib/mail/gateway-error.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { accountBehind } from './account-behind.ts'
import { makeProgramPassword } from './make-program-password.ts'
import type { ProgramPasswordStore } from './open-store.ts'

const siteWith = (env: Record<string, string> = {}) => loadConfig({ data: '/nowhere', env: { POSTERN_IMAP_URL: 'imaps://imap.example.org', POSTERN_SMTP_URL: 'smtps://smtp.example.org', ...env } }).sites[0]

test('a password for programs opens the account that it is of, under its name or address', () => {
  const site = siteWith({ POSTERN_SERVERS_FREE_CHOICE: 'no' })
  const account = accountKey({ site: 'default', host: 'imap.example.org', port: 993, user: 'alice' })
  const found = accountBehind(account, site, 'Alice')
  assert.deepEqual([found?.account, found?.user, found?.imap], [account, 'alice', site.servers.imap])
  assert.equal(accountBehind(account, site, found?.address ?? '')?.user, 'alice')
  for (const user of ['bob', '', 'alice@elsewhere.example']) assert.equal(accountBehind(account, site, user), undefined, user)
  assert.equal(accountBehind(account, { ...site, name: 'lab' }, 'alice'), undefined, 'of another site')
  for (const key of ['', 'x', accountKey({ site: 'default', host: 'old.example.org', port: 993, user: 'alice' })]) assert.equal(accountBehind(key, site, 'alice'), undefined, 'a server that is the site’s no more')
})

test('where people name their server they are told from the site’s own people', () => {
  const site = siteWith({ POSTERN_SERVERS_FREE_CHOICE: 'yes' })
  const account = accountKey({ site: 'default', host: 'mail.elsewhere.example', port: 993, user: 'alice' })
  const found = accountBehind(account, site, 'alice')
  assert.deepEqual([found?.address, found?.imap.allowed], ['alice@mail.elsewhere.example', []])
})

test('only who knows their own password makes one', async () => {
  const made: string[] = []
  const store = { make: async (account: string, name: string) => void made.push(`${account} ${name}`) } as unknown as ProgramPasswordStore
  const session = { account: 'alice', credentials: () => ({ user: 'alice', password: 'right ä' }) }
  for (const ownPassword of ['', 'wrong', 'right', 'right ä ']) await assert.rejects(makeProgramPassword(store, session, { name: 'Phone', ownPassword }), (error: GatewayError) => error.refusal?.name === 'own-password-wrong')
  await makeProgramPassword(store, session, { name: 'Phone', ownPassword: 'right ä' })
  assert.deepEqual(made, ['alice Phone'])
})
