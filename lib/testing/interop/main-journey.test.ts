import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { runBrowserTests } from '#lib/cli/suites/browser-suite.ts'
import type { DemoOnDovecot } from './demo-on-dovecot.ts'
import { startDemoOnDovecot } from './demo-on-dovecot.ts'

describe('the main journey over Dovecot', () => {
  let server: DemoOnDovecot
  before(async () => {
    server = await startDemoOnDovecot()
  })
  after(() => server.stop())

  it('passes unchanged, with and without JavaScript', async () => {
    const { passed, failed, note } = await runBrowserTests(['specs/main-journey'], { POSTERN_IMAP_URL: server.imapUrl, POSTERN_SMTP_URL: server.smtpUrl })
    assert.deepEqual({ passed, failed }, { passed: 2, failed: 0 }, note)
  })
})
