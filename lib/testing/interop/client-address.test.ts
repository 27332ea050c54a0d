import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { connect } from '#lib/imap/connect.ts'
import type { ImapAccount } from '#lib/imap/account-connections.ts'
import { startDovecot, type RunningDovecot } from '../dovecot.ts'
import { freePort } from '../processes/free-ports.ts'

const ALICE = { user: 'alice', password: 'postern-alice' }

test('Dovecot logs the address that the gateway says by ID, when it trusts the gateway', async (t) => {
  for (const [extra, rip] of [['login_trusted_networks = 127.0.0.0/8', '203.0.113.9'], ['', '127.0.0.1']] as const) {
    const dovecot = await startDovecot({ users: { alice: ALICE.password }, extra })
    t.after(() => dovecot.stop())
    const account = { server: { ...dovecot.address, introduces: 'id' }, credentials: ALICE, client: '203.0.113.9' } as const
    assert.deepEqual(await comeIn(dovecot, account), [rip, rip], extra)
  }
})

test('Dovecot takes the header of the PROXY protocol that the gateway writes, in both versions', async (t) => {
  const port = await freePort()
  const extra = `haproxy_trusted_networks = 127.0.0.0/8\nservice imap-login {\n  inet_listener proxied {\n    address = 127.0.0.1\n    port = ${port}\n    haproxy = yes\n  }\n}\n`
  const dovecot = await startDovecot({ users: { alice: ALICE.password }, extra })
  t.after(() => dovecot.stop())
  const came: unknown[] = []
  for (const introduces of ['proxy-v1', 'proxy-v2'] as const) {
    for (const client of ['203.0.113.9', '2001:db8::7', undefined]) {
      const seen = await comeIn(dovecot, { server: { ...dovecot.address, port, introduces }, credentials: ALICE, ...(client === undefined ? {} : { client }) })
      came.push([introduces, ...seen.slice(came.length * 2)])
    }
  }
  const [v4, v6, own] = ['203.0.113.9', '2001:db8::7', '127.0.0.1']
  // Version 1 has no way to say that IPv6 has come to IPv4.
  assert.deepEqual(came, [['proxy-v1', v4, v4], ['proxy-v1', own, own], ['proxy-v1', own, own], ['proxy-v2', v4, v4], ['proxy-v2', v6, v6], ['proxy-v2', own, own]])
})

/** Signs in twice, as the gateway does to read and to append; answers the addresses of all sign-ins that Dovecot has logged so far. */
async function comeIn(dovecot: RunningDovecot, account: ImapAccount): Promise<readonly (string | undefined)[]> {
  await (await connect(account)).logout()
  await appendOn(account, new AbortController().signal, 'INBOX', { size: 3, content: async function* () { yield Buffer.from('a\r\n') }, flags: [] })
  return (await dovecot.log()).split('\n').filter((line) => /imap-login: (?:Info: )?Login/.test(line)).map((line) => /rip=([^,]+)/.exec(line)?.[1])
}
