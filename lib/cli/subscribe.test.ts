import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { connectTo } from '#lib/testing/imap-fixture.ts'
import { temporaryConfig } from '#lib/testing/mail-server-site.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import { user } from './commands/user.ts'

test('a mail program shows the subscriptions of a file that was imported while the server runs', async () => {
  const site = await temporaryConfig()
  const server = await startMailServer(site.config, createLog('error', () => undefined))
  try {
    await server.administration.addUser({ name: 'ann', password: 'secret' })
    const file = join(site.config.data, '..', 'names.txt')
    writeFileSync(file, '\ufeffProjects/Old\t\r\nGrüße\n\nTwo words\nSent\nbad//name\n')
    const printed: string[] = []
    const env = { ...FREE_PORTS, POSTERN_CONFIG: undefined }
    const run = () => user.run({ words: ['subscribe', 'ann', file], options: { data: site.config.data }, env, print: (line) => void printed.push(line) })
    assert.deepEqual([await run(), await run()], [1, 1], 'one name is none')
    assert.deepEqual(printed, ['ann is subscribed to 3 more; 1 were so already, 1 are refused.', 'ann is subscribed to 0 more; 4 were so already, 1 are refused.'])
    const client = new ConversationClient(await connectTo(server.services.imap?.port ?? 0), WHOLE)
    for (const command of ['LOGIN ann secret', 'LSUB "" "*"']) await client.asks(`t ${command}`)
    const shown = client.heard.filter((line) => line.startsWith('* LSUB')).map((line) => line.replace(/^.* "\/" /, ''))
    assert.deepEqual(shown.filter((name) => !['INBOX', 'Archive', 'Drafts', 'Junk', 'Trash', 'Templates'].includes(name)).sort(), ['"Two words"', 'Gr&APwA3w-e', 'Projects/Old', 'Sent'])
    client.close()
  } finally {
    await server.close()
    await site.remove()
  }
})
