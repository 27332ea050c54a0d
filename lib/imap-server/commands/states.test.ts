import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConversationClient, WHOLE } from '#lib/testing/conversation-client.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { COMMANDS } from './index.ts'

const STATES = ['not authenticated', 'authenticated', 'selected'] as const
type State = (typeof STATES)[number]

/** RFC 9051 §3 and §6: where each command may be said, one form of it a line. */
const ALLOWED: readonly (readonly [states: readonly State[], commands: string])[] = [
  [STATES, 'CAPABILITY; NOOP; LOGOUT; ID NIL; LANGUAGE'],
  [['not authenticated'], 'STARTTLS; AUTHENTICATE PLAIN AGJvYgBwb3N0ZXJuLWJvYg==; LOGIN bob postern-bob'],
  [['authenticated', 'selected'], 'ENABLE X; SELECT INBOX; EXAMINE INBOX; CREATE A; DELETE A; RENAME A B; SUBSCRIBE A; UNSUBSCRIBE A; LIST "" *; LSUB "" *; NAMESPACE; STATUS INBOX (MESSAGES)'],
  [['authenticated', 'selected'], 'APPEND INBOX {1+}\r\nx; IDLE\r\nDONE; COMPRESS DEFLATE; NOTIFY NONE; ESEARCH IN (inboxes) ALL; UID ESEARCH IN (inboxes) ALL; XPASSWORD postern-alice postern-alice'],
  [['authenticated', 'selected'], 'SETACL INBOX bob lr; DELETEACL INBOX bob; GETACL INBOX; LISTRIGHTS INBOX bob; MYRIGHTS INBOX; GETQUOTA alice; GETQUOTAROOT INBOX; SETQUOTA alice ()'],
  [['authenticated', 'selected'], 'GETMETADATA INBOX /private/comment; SETMETADATA INBOX (/private/comment NIL)'],
  [['selected'], 'CLOSE; UNSELECT; CHECK; EXPUNGE; UID EXPUNGE 1; SEARCH ALL; UID SEARCH ALL; SORT (DATE) UTF-8 ALL; UID SORT (DATE) UTF-8 ALL; THREAD REFS UTF-8 ALL; UID THREAD REFS UTF-8 ALL'],
  [['selected'], 'REPLACE 1 INBOX {1+}\r\nx; CANCELUPDATE "a"; FETCH $ UID; UID FETCH 1 FLAGS; STORE $ FLAGS (); UID STORE 1 FLAGS (); COPY $ INBOX; UID COPY 1 INBOX; MOVE $ INBOX; UID MOVE 1 INBOX; UID REPLACE 1 INBOX {1+}\r\nx'],
]

/** BAD here for another reason than the state: there is no TLS, no message and no such search. */
const UNSOUND = /^(?:STARTTLS|REPLACE|CANCELUPDATE)\b/

const FORMS = ALLOWED.flatMap(([states, commands]) => commands.split('; ').map((command) => ({ states, command })))

async function replyIn(fixture: ImapFixture, state: State, command: string): Promise<string> {
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  const ask = async (text: string): Promise<string> => {
    await client.says(`${text}\r\n`)
    for (let line = await client.line(); line !== undefined; line = await client.line()) if (line.startsWith(`${text.split(' ')[0]} `)) return line.slice(2)
    return 'nothing'
  }
  try {
    if (state !== 'not authenticated') assert.match(await ask('l LOGIN alice postern-alice'), /^OK/)
    if (state === 'selected') assert.match(await ask('s SELECT INBOX'), /^OK/)
    return await ask(`c ${command}`)
  } finally {
    client.close()
  }
}

test('every command is taken in the states that the RFC gives it, and BAD in all others', async () => {
  const fixture = await startImapFixture()
  try {
    for (const state of STATES) {
      for (const { states, command } of FORMS) {
        const reply = await replyIn(fixture, state, command)
        const isTaken = !reply.startsWith('BAD Not allowed in this state')
        assert.equal(isTaken, states.includes(state), `${command} in the state ${state}: ${reply}`)
        if (isTaken && !UNSOUND.test(command)) assert.match(reply, /^(?:OK|NO) /, `${command} in the state ${state}`)
      }
    }
  } finally {
    await fixture.close()
  }
})

test('each command and each UID form of one is among them', () => {
  const said = new Set(FORMS.map(({ command }) => /^(?:UID )?[A-Z]+/.exec(command)?.[0]))
  const known = COMMANDS.flatMap(({ name, uidForm }) => [name, ...(uidForm ? [`UID ${name}`] : [])])
  assert.deepEqual(known.filter((name) => !said.has(name)), [])
})

test('a SELECT that fails leaves no mailbox selected', async () => {
  const fixture = await startImapFixture()
  try {
    const client = new ConversationClient(await fixture.connect(), WHOLE)
    await client.says('a LOGIN alice postern-alice\r\nb SELECT INBOX\r\nc SELECT nowhere\r\nd CHECK\r\ne LOGOUT\r\n')
    const lines: string[] = []
    for (let line = await client.line(); line !== undefined; line = await client.line()) lines.push(line)
    assert.ok(lines.some((line) => line.startsWith('c NO [NONEXISTENT] ')))
    assert.ok(lines.some((line) => line.startsWith('d BAD Not allowed in this state')))
  } finally {
    await fixture.close()
  }
})
