import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { appendMessages, startImapFixture } from '#lib/testing/imap-fixture.ts'

/** Larger than what lies in a pack: such content is a file of its own. */
const LARGE = 'A line of text that nobody reads.\n'.repeat(100_000)

/** One octet of the second message changes on the disk, and of the fourth the end goes. */
async function damage(folder: string): Promise<void> {
  const content = path.join(folder, 'alice', 'content')
  for (const name of await readdir(content)) {
    const file = path.join(content, name)
    if (!name.startsWith('pack-')) await truncate(file, 1_000_000)
    else {
      const octets = await readFile(file)
      octets[octets.indexOf('needle two')] = 0x4e
      await writeFile(file, octets)
    }
  }
}

test('a damaged message is told to be one; the others are read, found and counted, and no reply stands inside another', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-damaged-'))
  const filled = await startImapFixture({ folder })
  await appendMessages(await filled.stores.of('alice'), 'INBOX', [...['one', 'two', 'three'].map((name) => ({ content: `Subject: ${name}\n\nneedle ${name}\n` })), { content: `Subject: four\n\n${LARGE}` }])
  await filled.close()
  await damage(folder)
  const fixture = await startImapFixture({ folder })
  let client = new ConversationClient(await fixture.connect(), WHOLE)
  const ask = async (command: string): Promise<readonly string[]> => {
    await client.says(`x ${command}\r\n`)
    const lines: string[] = []
    for (let line = await client.line(); ; line = await client.line()) {
      lines.push(line ?? 'the end')
      if (line === undefined || line.startsWith('x ')) return lines.map((each) => each.replaceAll(String.raw`\r\n`, '|')).filter((each) => !/^\* (?:OK|FLAGS|\d+ [ER])/.test(each))
    }
  }
  try {
    for (const command of ['LOGIN alice postern-alice', 'EXAMINE INBOX']) assert.match((await ask(command)).at(-1) ?? '', /^x OK/)
    assert.deepEqual(await ask('FETCH 1:3 (UID BODY.PEEK[TEXT])'), ['* 1 FETCH (UID 1 BODY[TEXT] {12}|needle one|)', '* 3 FETCH (UID 3 BODY[TEXT] {14}|needle three|)', 'x NO [CORRUPTION] A message is damaged'])
    assert.deepEqual(await ask('FETCH 2 (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])'), ['* 2 FETCH (FLAGS (\\Recent) BODY[HEADER.FIELDS (SUBJECT)] {16}|Subject: two||)', 'x OK Done'])
    assert.deepEqual(await ask('SEARCH BODY needle'), ['* SEARCH 1 3', 'x OK Done'])
    const ends = await ask('FETCH 4 BODY.PEEK[TEXT]')
    assert.equal(ends.at(-1), 'the end', 'the client could not tell content from replies')
    assert.deepEqual(fixture.logged.map((line) => JSON.parse(line) as { event: string; uid?: number }).filter(({ event }) => event === 'imap.command-failed'), [])
    client.close()
    client = new ConversationClient(await fixture.connect(), WHOLE)
    assert.match((await ask('LOGIN alice postern-alice')).at(-1) ?? '', /^x OK/)
  } finally {
    client.close()
    await fixture.close()
    await rm(folder, { recursive: true, force: true })
  }
})
