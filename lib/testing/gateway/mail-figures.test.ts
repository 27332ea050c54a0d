import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { writeExposition } from '#lib/log/figures/exposition.ts'
import { createLog } from '#lib/log/log.ts'
import { connect } from '#lib/imap/connect.ts'
import { trySignIn } from '#lib/smtp/try-sign-in.ts'
import { askRunning } from '#lib/mail-server/admin-client.ts'
import { startMailServer } from '#lib/mail-server/server.ts'

test('the mail server tells over its channel what it counted, by names from fixed sets, and nobody’s name', async () => {
  const data = await mkdtemp(join(tmpdir(), 'postern-figures-'))
  assert.equal(await askRunning(data), undefined)
  const env = Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP'].map((name) => [`POSTERN_${name}_PORT`, '0']))
  const server = await startMailServer(loadConfig({ data, env }), createLog('error', () => undefined))
  try {
    const admin = await askRunning(data)
    assert.ok(admin)
    await admin.addUser({ name: 'wilhelmina', password: 'right' })
    const before = writeExposition(await admin.figures())
    const valueOf = (text: string, sample: string): number => Number(text.split('\n').find((line) => line.startsWith(`${sample} `))?.slice(sample.length + 1) ?? 'NaN')
    const there = (port: number | undefined) => ({ host: '127.0.0.1', port: port ?? 0, tls: 'none', verify: false }) as const
    const account = (password: string) => ({ server: there(server.services.imap?.port), credentials: { user: 'wilhelmina', password } })
    await assert.rejects(connect(account('wrong')))
    const client = await connect(account('right'))
    await client.append('INBOX', 'Subject: figs\r\n\r\ntext\r\n')
    await (client as unknown as { exec(name: string, args: readonly unknown[], options: object): Promise<unknown> }).exec('NOSUCH', [], {}).catch(() => undefined) // BAD is what was asked for
    await client.logout()
    await trySignIn(there(server.services.submission?.port), account('right').credentials)
    const text = writeExposition(await admin.figures())
    const grown = (sample: string): number => valueOf(text, sample) - (valueOf(before, sample) || 0)
    assert.deepEqual(['imap', 'submission', 'smtp'].map((service) => grown(`postern_mail_connections_total{service="${service}"}`)), [2, 1, 0])
    assert.deepEqual(['ok', 'refused'].map((result) => grown(`postern_mail_sign_ins_total{service="imap",result="${result}"}`)), [1, 1])
    assert.equal(grown('postern_mail_sign_ins_total{service="submission",result="ok"}'), 1)
    assert.deepEqual([['AUTHENTICATE', 'ok'], ['AUTHENTICATE', 'no'], ['APPEND', 'ok'], ['other', 'bad']].map(([command, result]) => grown(`postern_mail_commands_total{command="${command}",result="${result}"}`)), [1, 1, 1, 1])
    assert.ok(grown('postern_mail_commit_duration_seconds_count') > 0 && grown('postern_mail_fsyncs_total{what="content"}') > 0 && grown('postern_mail_changes_total') >= grown('postern_mail_commit_duration_seconds_count'))
    assert.ok(grown('postern_mail_imap_bytes_total{direction="out"}') > 500 && valueOf(text, 'postern_mail_disk_free_bytes') > 0 && valueOf(text, 'postern_mail_content_disk_free_bytes') > 0 && valueOf(text, 'postern_mail_process_resident_memory_bytes') > 1e6)
    assert.equal(valueOf(text, 'postern_mail_quota_mismatch'), 0)
    assert.match(text, /^postern_mail_event_loop_delay_seconds\{quantile="0\.99"\} /m)
    assert.doesNotMatch(text, /wilhelmina|INBOX|figs|NOSUCH/)
    await admin.close()
  } finally {
    await server.close()
    await rm(data, { recursive: true })
  }
})
