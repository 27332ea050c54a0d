import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { connect } from '#lib/imap/connect.ts'
import { startDovecot } from '../dovecot.ts'

const ALICE = { user: 'alice', password: 'postern-alice' }

test('Dovecot logs the address that the gateway says by ID, when it trusts the gateway', async (t) => {
  for (const [extra, rip] of [['login_trusted_networks = 127.0.0.0/8', '203.0.113.9'], ['', '127.0.0.1']] as const) {
    const dovecot = await startDovecot({ users: { alice: ALICE.password }, extra })
    t.after(() => dovecot.stop())
    const account = { server: { ...dovecot.address, introduces: 'id' }, credentials: ALICE, client: '203.0.113.9' } as const
    await (await connect(account)).logout()
    await appendOn(account, new AbortController().signal, 'INBOX', { size: 3, content: async function* () { yield Buffer.from('a\r\n') }, flags: [] })
    const logins = (await dovecot.log()).split('\n').filter((line) => /imap-login: (?:Info: )?Login/.test(line)).map((line) => /rip=([^,]+)/.exec(line)?.[1])
    assert.deepEqual(logins, [rip, rip], extra)
  }
})
