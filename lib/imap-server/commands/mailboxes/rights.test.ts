import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_RIGHTS } from '#lib/mail-store/rights.ts'
import { appendMessages, startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'

const TEAM = 'Users/alice/Team'
const APPEND = `APPEND ${TEAM} (\\Seen) {17+}\r\nSubject: x\r\n\r\nabc`

interface Row {
  readonly command: string
  /** Said before, with every right. */
  readonly before?: readonly string[]
  /** Without any one of these it is refused. */
  readonly needs: string
  /** Where all is well, what is heard beside the tagged OK. */
  readonly hears?: RegExp
}

/** RFC 4314 §4: what each command asks for. */
const ROWS: readonly Row[] = [
  { command: `SELECT ${TEAM}`, needs: 'r' },
  { command: `EXAMINE ${TEAM}`, needs: 'r' },
  { command: `STATUS ${TEAM} (MESSAGES)`, needs: 'r' },
  { command: `SUBSCRIBE ${TEAM}`, needs: 'l' },
  { command: `UNSUBSCRIBE ${TEAM}`, needs: '' },
  { command: `CREATE ${TEAM}/New`, needs: 'k' },
  { command: `DELETE ${TEAM}`, needs: 'x' },
  { command: `RENAME ${TEAM}/Sub ${TEAM}/Other`, needs: 'kx' },
  { command: `GETACL ${TEAM}`, needs: 'a', hears: /ACL/ },
  { command: `SETACL ${TEAM} carol lr`, needs: 'a' },
  { command: `DELETEACL ${TEAM} carol`, needs: 'a' },
  { command: `LISTRIGHTS ${TEAM} carol`, needs: 'a', hears: /LISTRIGHTS/ },
  { command: APPEND, needs: 'i' },
  { command: `COPY 1 ${TEAM}`, before: ['SELECT INBOX'], needs: 'i' },
  { command: `MOVE 1 ${TEAM}`, before: ['SELECT INBOX'], needs: 'i' },
  { command: 'COPY 1 INBOX', before: [`SELECT ${TEAM}`], needs: 'r' },
  { command: 'MOVE 1 INBOX', before: [`SELECT ${TEAM}`], needs: 'rte' },
  { command: 'EXPUNGE', before: [`SELECT ${TEAM}`, 'STORE 1 +FLAGS (\\Deleted)'], needs: 'e', hears: /1 EXPUNGE/ },
  { command: 'UID EXPUNGE 1', before: [`SELECT ${TEAM}`, 'STORE 1 +FLAGS (\\Deleted)'], needs: 'e', hears: /1 EXPUNGE/ },
  { command: 'CLOSE', before: [`SELECT ${TEAM}`], needs: '' },
  { command: 'FETCH 1 (FLAGS)', before: [`SELECT ${TEAM}`], needs: 'r', hears: /FETCH/ },
  { command: 'FETCH 1 (BODY[])', before: [`SELECT ${TEAM}`], needs: 'r', hears: /BODY/ },
  { command: 'SEARCH SUBJECT one', before: [`SELECT ${TEAM}`], needs: 'r', hears: /SEARCH 1/ },
  { command: 'SORT (SUBJECT) UTF-8 ALL', before: [`SELECT ${TEAM}`], needs: 'r', hears: /SORT 1/ },
  { command: 'STORE 1 +FLAGS (\\Seen)', before: [`SELECT ${TEAM}`], needs: 's', hears: /Seen/ },
  { command: 'STORE 1 +FLAGS (\\Deleted)', before: [`SELECT ${TEAM}`], needs: 't', hears: /Deleted/ },
  { command: 'STORE 1 +FLAGS (\\Flagged)', before: [`SELECT ${TEAM}`], needs: 'w', hears: /Flagged/ },
  { command: 'STORE 1 +FLAGS (Work)', before: [`SELECT ${TEAM}`], needs: 'w', hears: /Work/ },
]

async function playRow(fixture: ImapFixture, { command, before = [], hears }: Row, rights: string): Promise<string> {
  const give = async (mailbox: string, given: string): Promise<void> => {
    const { uidValidity } = (await (await fixture.stores.of('alice')).mailbox(mailbox))!
    await fixture.accounts.grant({ owner: 'alice', uidValidity, identifier: 'bob', rights: given })
  }
  const client = await fixture.signIn('bob')
  for (const mailbox of ['Team', 'Team/Sub']) await give(mailbox, ALL_RIGHTS)
  for (const earlier of before) assert.match(await client.asks(`t ${earlier}`), /^t OK/, earlier)
  for (const mailbox of ['Team', 'Team/Sub']) await give(mailbox, rights)
  const reply = await client.asks(`t ${command}`)
  if (reply.startsWith('t OK') && hears) assert.ok(client.heard.some((line) => hears.test(line)), `${command} with ${rights} was not answered`)
  client.close()
  return reply
}

async function scene(play: (fixture: ImapFixture) => Promise<void>): Promise<void> {
  const fixture = await startImapFixture()
  try {
    const alice = await fixture.stores.of('alice')
    await appendMessages(alice, 'Team', [{ content: 'Subject: one\n\none\n' }])
    await alice.create('Team/Sub')
    await appendMessages(await fixture.stores.of('bob'), 'INBOX', [{ content: 'Subject: mine\n\nmine\n' }])
    await play(fixture)
  } finally {
    await fixture.close()
  }
}

for (const row of ROWS) {
  test(`${row.command.split('\r')[0]} ${row.before?.[0] ? `after ${row.before[0]} ` : ''}asks for ${row.needs || 'no right'}`, async () => {
    // With no more than it asks for, and a right by which the mailbox is known.
    await scene(async (fixture) => assert.match(await playRow(fixture, row, row.needs + (/[stwe]/.test(row.needs) ? 'r' : 'l')), /^t OK/))
    for (const missing of row.needs) {
      await scene(async (fixture) => {
        const rights = [...ALL_RIGHTS].filter((right) => right !== missing).join('')
        assert.match(await playRow(fixture, row, rights), /^t NO \[NOPERM\]/, `without ${missing}`)
      })
    }
    // RFC 4314 §6: nobody learns that a mailbox is there with which they may do nothing.
    if (row.before === undefined && !/SUBSCRIBE/.test(row.command)) await scene(async (fixture) => assert.match(await playRow(fixture, row, 'p'), /^t NO \[(?:NONEXISTENT|TRYCREATE|NOPERM)\]/))
  })
}

test('MYRIGHTS asks for any one of lrikxa (RFC 4314 §4)', async () => {
  for (const right of ALL_RIGHTS) {
    await scene(async (fixture) => {
      assert.match(await playRow(fixture, { command: `MYRIGHTS ${TEAM}`, needs: '' }, right), /[lrikxa]/.test(right) ? /^t OK/ : /^t NO \[NONEXISTENT\]/, right)
    })
  }
})

test('LIST shows what may be listed, and never refuses', async () => {
  for (const [rights, isListed] of [['l', true], [[...ALL_RIGHTS].filter((right) => right !== 'l').join(''), false]] as const) {
    await scene(async (fixture) => {
      const { uidValidity } = (await (await fixture.stores.of('alice')).mailbox('Team'))!
      await fixture.accounts.grant({ owner: 'alice', uidValidity, identifier: 'bob', rights })
      const client = await fixture.signIn('bob')
      assert.match(await client.asks('t LIST "" *'), /^t OK/)
      assert.equal(client.heard.some((line) => line.endsWith(` ${TEAM}`)), isListed)
      client.close()
    })
  }
})

test('without s reading leaves no trace, without e CLOSE removes nothing, and flags without their right are dropped', async () => {
  await scene(async (fixture) => {
    const alice = await fixture.stores.of('alice')
    const team = (await alice.mailbox('Team'))!
    assert.match(await playRow(fixture, { command: 'FETCH 1 (BODY[])', before: [`SELECT ${TEAM}`], needs: '' }, 'lr'), /^t OK/)
    assert.match(await playRow(fixture, { command: 'CLOSE', before: [`SELECT ${TEAM}`, 'STORE 1 +FLAGS (\\Deleted)'], needs: '' }, 'lrt'), /^t OK/)
    assert.match(await playRow(fixture, { command: APPEND, needs: '' }, 'i'), /^t OK/)
    const flags: (readonly string[])[] = []
    for await (const batch of team.messages(await team.uids(), [])) flags.push(...batch.map((message) => message.flags))
    assert.deepEqual(flags, [['\\Deleted'], []])
  })
})
