import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { startDeliverySite } from '#lib/testing/delivery-site.ts'
import { SmtpDialogue } from '#lib/testing/smtp-dialogue.ts'

async function begin(port: number): Promise<SmtpDialogue> {
  const client = await SmtpDialogue.open(port)
  await client.reply()
  for (const command of ['LHLO x', 'MAIL FROM:<dana@elsewhere.example>', 'RCPT TO:<alice@example.test>', 'DATA']) await client.command(command)
  return client
}

describe('the end of delivery', () => {
  it('lets a message that is arriving end, and turns away whatever comes after it', async () => {
    const site = await startDeliverySite()
    const client = await begin(site.port('lmtp'))
    const idle = await SmtpDialogue.open(site.port('submission'))
    await idle.reply()
    const closed = site.delivery.close(10_000)
    await assert.rejects(SmtpDialogue.open(site.port('lmtp')), { code: 'ECONNREFUSED' })
    assert.match(await client.command('Subject: last\r\n\r\nlast\r\n.'), /^250/)
    await closed
    assert.match(await idle.reply(), /^421 4\.3\.2 /)
    assert.match(await client.reply(), /^421/)
    assert.equal((await site.messages('alice')).length, 1)
    client.close()
    idle.close()
    await site.close()
  })

  it('does not wait longer than it was told to', async () => {
    const site = await startDeliverySite()
    const client = await begin(site.port('lmtp'))
    await site.delivery.close(0)
    assert.match(await client.reply(), /^421|^$/)
    assert.deepEqual(await site.messages('alice'), [])
    client.close()
    await site.close()
  })
})

describe('the spool', () => {
  it('is emptied of what a kill left in it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-spool-'))
    await writeFile(join(directory, 'left-behind'), 'half a message')
    const site = await startDeliverySite({ spoolDirectory: directory })
    assert.deepEqual(await readdir(directory), [])
    await site.close()
    await rm(directory, { recursive: true })
  })

  it('that cannot be written is a refusal for now, and the client may go on', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-spool-'))
    const site = await startDeliverySite({ spoolDirectory: directory, maxMessageSize: 20_000_000 })
    await rm(directory, { recursive: true })
    const client = await begin(site.port('lmtp'))
    assert.match(await client.command(`${'x'.repeat(998)}\r\n`.repeat(9_000) + '.'), /^451 4\.3\.0 /)
    assert.match(await client.command('NOOP'), /^250/)
    client.close()
    await site.close()
  })
})

describe('listeners', () => {
  it('stand all or none', async () => {
    const site = await startDeliverySite()
    const port = site.port('smtp')
    await assert.rejects(startDeliverySite({ listeners: [{ service: 'lmtp', host: '127.0.0.1', port: 0 }, { service: 'smtp', host: '127.0.0.1', port }] }), { code: 'EADDRINUSE' })
    await site.close()
  })
})
