import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMemoryStores } from '#lib/mail-store/memory/memory-stores.ts'
import { ConversationClient, WHOLE } from '../conversation-client.ts'
import { appendMessages, sampleMessage, startImapFixture } from '../imap-fixture.ts'

type Change = readonly ['append', number] | readonly ['flag' | 'unflag' | 'seen' | 'delete', number] | readonly ['expunge' | 'look', number]

const change: fc.Arbitrary<Change> = fc.tuple(fc.constantFrom('append', 'flag', 'unflag', 'seen', 'delete', 'expunge', 'look'), fc.integer({ min: 1, max: 12 })) as fc.Arbitrary<Change>

/** What a client that follows the rules makes of the ESEARCH lines (RFC 5267 §4.3.3 and §4.3.4). */
function follow(result: number[], line: string): void {
  for (const [, item, places] of line.matchAll(/(ADDTO|REMOVEFROM) \(([^)]*)\)/g)) {
    const words = places!.split(' ')
    for (let at = 0; at < words.length; at += 2) {
      const position = Number(words[at])
      const uids = words[at + 1]!.split(',').flatMap((range) => {
        const [first, last] = range.split(':').map(Number) as [number, number?]
        return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index)
      })
      if (item === 'ADDTO' && position === 0) result.splice(0, result.length, ...[...result, ...uids].sort((a, b) => a - b))
      else if (item === 'ADDTO') result.splice(position - 1, 0, ...uids)
      else if (position === 0) result.splice(0, result.length, ...result.filter((uid) => !uids.includes(uid)))
      else assert.deepEqual(result.splice(position - 1, uids.length), uids, 'what is removed stands where it is said to stand')
    }
  }
}

const COMMANDS = ['SEARCH RETURN (UPDATE ALL) UNSEEN', 'SORT RETURN (UPDATE ALL) (REVERSE DATE) UTF-8 OR FLAGGED SEEN', 'SORT RETURN (UPDATE ALL) (SIZE) UTF-8 UNDELETED'] as const

const allOf = (lines: readonly string[]): number[] => {
  const result: number[] = []
  const set = / ALL ([\d:,]+)/.exec(lines.find((line) => line.startsWith('* ESEARCH')) ?? '')?.[1]
  if (set) follow(result, `ADDTO (1 ${set})`)
  return result
}

test('RFC 5267 §4.3: whoever follows the updates has what a new search would find', async () => {
  const stores = createMemoryStores()
  const fixture = await startImapFixture({ storeOf: (account) => stores.of(account.name) })
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  let tags = 0
  const asks = async (command: string): Promise<readonly string[]> => {
    const tag = `t${++tags}`
    await client.says(`${tag} ${command}\r\n`)
    const lines: string[] = []
    for (let line = await client.line(); !line?.startsWith(tag); line = await client.line()) lines.push(line!)
    return lines
  }
  await client.line()
  await asks('LOGIN alice postern-alice')
  const store = await stores.of('alice')
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        const mailbox = await store.create(`run ${++tags}`)
        await appendMessages(store, mailbox.name, [3, 1, 2].map(sampleMessage))
        await asks(`SELECT "${mailbox.name}"`)
        const results = new Map<string, number[]>()
        for (const command of COMMANDS) results.set(`t${tags + 1}`, allOf(await asks(`UID ${command}`)))
        const heard = (lines: readonly string[]): void => {
          for (const line of lines) {
            const tag = /^\* ESEARCH \(TAG "(\w+)"\)/.exec(line)?.[1]
            if (tag) follow(results.get(tag)!, line)
          }
        }
        for (const [kind, number] of changes) {
          if (kind === 'append') await appendMessages(store, mailbox.name, [sampleMessage(number)])
          else if (kind === 'expunge') await mailbox.expunge(await mailbox.uids())
          else if (kind === 'look') heard(await asks('NOOP'))
          // Half of the changes are the client's own, told in the command that makes them.
          else if (kind === 'seen') heard(await asks(`UID STORE ${number} +FLAGS.SILENT (\\Seen)`))
          else await mailbox.changeFlags([number as never], { operation: kind === 'unflag' ? 'remove' : 'add', flags: [kind === 'delete' ? '\\Deleted' : '\\Flagged'] })
        }
        heard(await asks('NOOP'))
        const followed = [...results.values()]
        for (const [index, command] of COMMANDS.entries()) assert.deepEqual(followed[index], allOf(await asks(`UID ${command.replace('UPDATE ', '')}`)), command)
      }),
      { numRuns: 150 },
    )
  } finally {
    client.close()
    await fixture.close()
  }
})

test('RFC 5267 §4.3.1: one search too many is answered, and its updates refused', async () => {
  const fixture = await startImapFixture()
  const client = new ConversationClient(await fixture.connect(), WHOLE)
  try {
    await client.line()
    for (const command of ['a LOGIN alice postern-alice', 'b SELECT INBOX']) {
      await client.says(`${command}\r\n`)
      for (let line = await client.line(); line?.startsWith('* '); line = await client.line());
    }
    for (let index = 1; index <= 17; index++) {
      await client.says(`t${index} SEARCH RETURN (UPDATE COUNT) ALL\r\n`)
      assert.equal(await client.line(), `* ESEARCH (TAG "t${index}") COUNT 0`)
      if (index === 17) assert.match((await client.line()) ?? '', /^\* NO \[NOUPDATE "t17"\] /)
      assert.match((await client.line()) ?? '', /^t\d+ OK /)
    }
  } finally {
    client.close()
    await fixture.close()
  }
})
