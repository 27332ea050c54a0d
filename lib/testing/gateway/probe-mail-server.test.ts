import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { probeServer } from '#lib/gateway/admin/probe-server.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

test('the mail server in the box is reached on each of its ports, by the TLS that is asked for', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-probe-'))
  const env = Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP'].map((name) => [`POSTERN_${name}_PORT`, '0']))
  const server = await startMailServer(loadConfig({ data, env }), createLog('error', () => undefined))
  try {
    const { imap, imaps, submission, submissions } = server.services
    const at = (service: { readonly port: number } | undefined, tls: ServerAddress['tls'], verify = false): ServerAddress => ({ host: '127.0.0.1', port: service?.port ?? 0, tls, verify })
    const tlsOf = async (address: ServerAddress, kind: 'imap' | 'smtp'): Promise<string> => {
      const probe = await probeServer(address, kind)
      return probe.reached ? (probe.tls ?? 'clear') : probe.problem
    }
    assert.equal(await tlsOf(at(imap, 'none'), 'imap'), 'clear')
    for (const [service, tls, kind] of [[imap, 'starttls', 'imap'], [imaps, 'tls', 'imap'], [submission, 'starttls', 'smtp'], [submissions, 'tls', 'smtp']] as const) {
      assert.match(await tlsOf(at(service, tls), kind), /^TLSv1\.[23]$/, `${kind} ${tls}`)
      if (kind === 'smtp') assert.equal(await tlsOf(at(service, tls, true), kind), 'certificate', `${tls}, verified`)
    }
    assert.equal(await tlsOf(at(imap, 'tls'), 'imap'), 'tls')
    assert.equal(await tlsOf(at(imap, 'none'), 'smtp'), 'not-understood')
  } finally {
    await server.close()
    await rm(data, { recursive: true })
  }
})
