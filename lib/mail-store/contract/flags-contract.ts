import assert from 'node:assert/strict'
import { applyFlagChange } from '#lib/mail/flags.ts'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { MailboxChange } from '../mail-store.ts'
import { appendSubjects, message, messagesOf, problem, several, type Scenario } from './scenario.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]

export function flagsContract(scenario: Scenario): void {
  changingFlags(scenario)
  conditionalChanges(scenario)
}

function changingFlags(scenario: Scenario): void {
  scenario('flags are added, removed and replaced', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    const added = await inbox.changeFlags(uids(2, 1, 1, 77), { operation: 'add', flags: ['\\flagged', 'Work'] })
    assert.deepEqual(added.changed.map(({ uid, flags }) => [uid, flags]), [[1, ['\\Flagged', 'Work']], [2, ['\\Flagged', 'Work']]])
    assert.deepEqual(added.skipped, [])
    await inbox.changeFlags(uids(1), { operation: 'remove', flags: ['\\FLAGGED', 'work', 'never'] })
    await inbox.changeFlags(uids(2), { operation: 'replace', flags: ['\\Seen', 'WORK'] })
    assert.deepEqual((await messagesOf(inbox)).map(({ flags }) => flags), [[], ['\\Seen', 'Work']])
    await inbox.changeFlags(uids(2), { operation: 'replace', flags: [] })
    assert.deepEqual((await messagesOf(inbox))[1]?.flags, [])
    const status = await inbox.status()
    assert.deepEqual([status.unseen, status.flags.length], [2, 5])
  })

  scenario('a keyword keeps the spelling that the mailbox first saw', async ({ inbox, store }) => {
    await inbox.append(several(message('a', { flags: ['$LabelÜ'.replace('Ü', 'x'), 'ToDo'] }), message('b', { flags: ['TODO'] })))
    await inbox.changeFlags(uids(1, 2), { operation: 'add', flags: ['todo', '$labelX'] })
    for (const { flags } of await messagesOf(inbox)) assert.deepEqual([...flags].sort(), ['$Labelx', 'ToDo'])
    const other = await store.create('Other')
    await other.append(several(message('c', { flags: ['todo'] })))
    await inbox.copy(uids(1), other)
    assert.deepEqual((await messagesOf(other))[1]?.flags, ['$Labelx', 'todo'].sort((a, b) => (a === 'todo' ? 1 : b === 'todo' ? -1 : 0)))
  })

  scenario('each commit that changes something gets a greater modSeq, and only such', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    const before = await inbox.status()
    const changes: MailboxChange[] = []
    inbox.watch((change) => changes.push(change))
    const nothing = await inbox.changeFlags(uids(1, 2), { operation: 'remove', flags: ['\\Seen'] })
    assert.equal(nothing.changed.length, 2, 'STORE answers for every message that it was applied to')
    assert.equal((await inbox.status()).highestModSeq, before.highestModSeq)
    assert.equal(changes.length, 0)
    await inbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] })
    const { changed, modSeqs } = await inbox.changeFlags(uids(1, 2), { operation: 'add', flags: ['\\Seen'] })
    const after = await inbox.status()
    assert.equal(after.highestModSeq, before.highestModSeq + 2n)
    assert.deepEqual(changed.map(({ modSeq }) => modSeq), [before.highestModSeq + 1n, before.highestModSeq + 2n])
    assert.deepEqual([nothing.modSeqs, modSeqs], [[], [before.highestModSeq + 2n]])
    const read = await inbox.readBy('bob').changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] })
    assert.deepEqual([read.modSeqs, read.changed.map(({ modSeq }) => modSeq)], [[before.highestModSeq + 3n], [before.highestModSeq + 3n]], 'what only a reader sees counts as well')
    assert.deepEqual(changes.map((change) => change.kind === 'flags' && change.metas.map(({ uid }) => uid)), [[1], [2]])
  })
}

function conditionalChanges(scenario: Scenario): void {
  scenario('what changed since is left alone and named (RFC 7162 §3.1.3)', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two', 'three')
    const since = (await inbox.status()).highestModSeq
    await inbox.changeFlags(uids(2), { operation: 'add', flags: ['\\Flagged'] })
    const { changed, skipped } = await inbox.changeFlags(uids(1, 2, 3), { operation: 'add', flags: ['\\Seen'] }, since)
    assert.deepEqual([changed.map(({ uid }) => uid), skipped], [[1, 3], [2]])
    assert.deepEqual((await messagesOf(inbox))[1]?.flags, ['\\Flagged'])
    const all = await inbox.changeFlags(uids(1, 2, 3), { operation: 'add', flags: ['\\Draft'] }, 0n as ModSeq)
    assert.deepEqual([all.changed, all.skipped], [[], [1, 2, 3]])
  })

  scenario('conditional changes racing each other are carried out one after the other', async ({ inbox }) => {
    await appendSubjects(inbox, 'one')
    const since = (await inbox.status()).highestModSeq
    const results = await Promise.all(['A', 'B', 'C'].map((flag) => inbox.changeFlags(uids(1), { operation: 'add', flags: [flag] }, since)))
    assert.deepEqual(results.map(({ changed }) => changed.length), [1, 0, 0])
    assert.deepEqual((await messagesOf(inbox))[0]?.flags, ['A'])
  })

  scenario('a mailbox has a limit of keywords', async ({ inbox }) => {
    await appendSubjects(inbox, ...Array.from({ length: 11 }, (_, index) => String(index)))
    for (let index = 0; index < 10; index++) {
      await inbox.changeFlags(uids(index + 1), { operation: 'add', flags: Array.from({ length: 100 }, (_, at) => `k${index}-${at}`) })
    }
    await assert.rejects(inbox.changeFlags(uids(11), { operation: 'add', flags: ['one-more'] }), problem('too-many-flags'))
    await assert.rejects(inbox.changeFlags(uids(1), { operation: 'add', flags: ['101st'] }), problem('too-many-flags'))
    await inbox.changeFlags(uids(11), { operation: 'add', flags: ['K0-0'] })
    assert.deepEqual((await messagesOf(inbox))[10]?.flags, ['k0-0'])
  })

  scenario('flags follow the model of lib/mail through many changes', async ({ inbox }) => {
    await appendSubjects(inbox, 'one')
    const names = ['\\Seen', 'a', '\\Deleted', 'b', '$c']
    let model: readonly string[] = []
    for (let step = 0; step < 60; step++) {
      const change = { operation: (['add', 'remove', 'replace'] as const)[step % 3] ?? 'add', flags: names.filter((_, index) => (step * 7 + index * 3) % 4 === 0) }
      model = applyFlagChange(model, change)
      await inbox.changeFlags(uids(1), change)
      const [stored] = await messagesOf(inbox)
      const status = await inbox.status()
      assert.deepEqual([...(stored?.flags ?? [])].sort(), [...model].sort())
      assert.equal(status.unseen, model.includes('\\Seen') ? 0 : 1)
      assert.equal(status.deleted, model.includes('\\Deleted') ? 1 : 0)
      assert.deepEqual(status.flags.slice(5).sort(), model.filter((flag) => !flag.startsWith('\\')).sort())
    }
  })
}
