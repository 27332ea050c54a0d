import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { contentOf, mailboxOf } from '#lib/mail-store/contract/scenario.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { startDeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'

const LARGE = `Return-Path: <other@example.net>\r\nSubject: to both\r\n\r\n${'a long line of text\r\n'.repeat(8000)}`

for (const [service, greeting, answers] of [['lmtp', 'LHLO relay.example', 2], ['smtp', 'EHLO relay.example', 1]] as const) {
  test(`what comes by ${service} for two accounts lies on the disk once, each with its own trace`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-several-'))
    const stores = await openDiskStores(directory)
    const site = await startDeliverySite({ storeOf: (account) => stores.of(account) })
    try {
      const dialogue = await SmtpDialogue.open(site.port(service))
      await dialogue.reply()
      for (const line of [greeting, 'MAIL FROM:<ann@example.net>', 'RCPT TO:<alice@example.test>', 'RCPT TO:<bob@example.test>', 'DATA']) await dialogue.command(line)
      dialogue.send(`${LARGE}.\r\n`)
      for (let answer = 0; answer < answers; answer++) assert.match(await dialogue.reply(), /^250/)
      dialogue.close()
      const bodies = ['alice', 'bob'].map((name) => readdirSync(join(directory, name, 'content')).filter((file) => /^[0-9a-f]{32}\.\d+$/.test(file)).map((file) => statSync(join(directory, name, 'content', file)).ino))
      assert.equal(bodies[0]?.length, 1)
      assert.deepEqual(bodies[0], bodies[1])
      for (const name of ['alice', 'bob']) {
        const inbox = await mailboxOf(await stores.of(name), 'INBOX')
        const text = (await contentOf(inbox, (await inbox.uids())[0]!)).toString()
        assert.match(text, new RegExp(`^Return-Path: <ann@example\\.net>\r\nDelivered-To: ${name}@example\\.test\r\n`))
        assert.ok(text.endsWith(LARGE.slice(LARGE.indexOf('Subject'))))
      }
    } finally {
      await site.close()
      await stores.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })
}
