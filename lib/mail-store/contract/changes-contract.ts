import assert from 'node:assert/strict'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { Mailbox, MailboxChange } from '../mail-store.ts'
import { appendSubjects, message, messagesOf, several, type Scenario } from './scenario.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]

async function deleteAll(mailbox: Mailbox, which: readonly Uid[]): Promise<void> {
  await mailbox.changeFlags(which, { operation: 'add', flags: ['\\Deleted'] })
  await mailbox.expunge(which)
}

export function changesContract(scenario: Scenario): void {
  expunging(scenario)
  changesAreKnown(scenario)
  listening(scenario)
}

function expunging(scenario: Scenario): void {
  scenario('expunge removes those that are marked, of those that are named', async ({ inbox }) => {
    await inbox.append(several(...[1, 2, 3, 4].map((number) => message('x', { flags: number === 3 ? [] : ['\\Deleted'] }))))
    assert.deepEqual(await inbox.expunge(uids(3, 2, 2, 50, 1)), [1, 2])
    assert.deepEqual(await inbox.uids(), [3, 4])
    const { highestModSeq } = await inbox.status()
    assert.deepEqual(await inbox.expunge(uids(3)), [])
    assert.equal((await inbox.status()).highestModSeq, highestModSeq)
  })

  scenario('a UID is never given twice', async ({ inbox, opened }) => {
    await appendSubjects(inbox, 'one', 'two', 'three')
    await deleteAll(inbox, uids(2, 3))
    assert.deepEqual(await appendSubjects(inbox, 'four'), [4])
    await deleteAll(inbox, await inbox.uids())
    const again = opened.reopen ? ((await (await (await opened.reopen()).of('alice')).mailbox('INBOX')) ?? assert.fail()) : inbox
    assert.equal((await again.status()).uidNext, 5)
    assert.deepEqual(await appendSubjects(again, 'five'), [5])
  })
}

function changesAreKnown(scenario: Scenario): void {
  scenario('what has changed and what has gone since any moment is known', async ({ inbox }) => {
    const moments: { readonly modSeq: ModSeq; readonly flags: ReadonlyMap<Uid, string> }[] = []
    const remember = async (): Promise<void> => {
      const flags = new Map((await messagesOf(inbox)).map((meta) => [meta.uid, meta.flags.join(' ')]))
      moments.push({ modSeq: (await inbox.status()).highestModSeq, flags })
    }
    await remember()
    for (let round = 0; round < 6; round++) {
      await appendSubjects(inbox, `a ${round}`, `b ${round}`)
      await remember()
      await inbox.changeFlags(uids(round + 1, 2 * round + 1), { operation: 'add', flags: ['\\Seen', `k${round}`] })
      await remember()
      await deleteAll(inbox, uids(2 * round))
      await remember()
    }
    const now = moments.at(-1) ?? assert.fail()
    for (const [index, { modSeq, flags }] of moments.entries()) {
      assert.ok(index === 0 || modSeq >= (moments[index - 1]?.modSeq ?? 0n))
      const { changed, vanished } = await inbox.changesSince(modSeq)
      // Whoever knew the mailbox at that moment knows it now.
      const known = new Map(flags)
      for (const meta of changed) known.set(meta.uid, meta.flags.join(' '))
      for (const uid of vanished) known.delete(uid)
      assert.deepEqual([...known].sort(([a], [b]) => a - b), [...now.flags])
      assert.deepEqual(changed.map(({ uid }) => uid), changed.map(({ uid }) => uid).sort((a, b) => a - b))
      assert.deepEqual(vanished, [...vanished].sort((a, b) => a - b))
    }
    assert.deepEqual(await inbox.changesSince(now.modSeq), { changed: [], vanished: [] })
  })
}

function listening(scenario: Scenario): void {
  scenario('listeners hear each commit after it, in order, with growing modSeq', async ({ inbox }) => {
    const told: MailboxChange[] = []
    const stop = inbox.watch((change) => told.push(change))
    await Promise.all([
      appendSubjects(inbox, 'one', 'two'),
      appendSubjects(inbox, 'three'),
    ])
    await Promise.all([
      inbox.changeFlags(uids(1, 2), { operation: 'add', flags: ['\\Deleted'] }),
      inbox.expunge(uids(1)),
      inbox.changeFlags(uids(3), { operation: 'add', flags: ['\\Seen'] }),
    ])
    assert.deepEqual(told.map(({ kind }) => kind), ['appended', 'appended', 'flags', 'expunged', 'flags'])
    const modSeqs = told.map((change) => ('modSeq' in change ? change.modSeq : 'metas' in change ? change.metas[0]?.modSeq : undefined) ?? assert.fail())
    assert.deepEqual(modSeqs, [...modSeqs].sort((a, b) => Number(a - b)))
    assert.equal(new Set(modSeqs).size, modSeqs.length)
    const appended = told.flatMap((change) => (change.kind === 'appended' ? change.metas.map(({ uid }) => uid) : []))
    assert.deepEqual(appended, [1, 2, 3])
    stop()
    await appendSubjects(inbox, 'four')
    assert.equal(told.length, 5)
  })

  scenario('a listener is told once the answer could be known, and finds the change', async ({ inbox }) => {
    const found: Promise<readonly Uid[]>[] = []
    inbox.watch(() => found.push(inbox.uids()))
    await appendSubjects(inbox, 'one')
    assert.equal(found.length, 1, 'told before the writer goes on')
    assert.deepEqual(await found[0], [1])
  })

  scenario('a listener that throws stops nobody, and one that leaves is not called', async ({ inbox }) => {
    const told: string[] = []
    inbox.watch(() => {
      throw new Error('a broken session')
    })
    const leave: (() => void)[] = []
    inbox.watch(() => {
      told.push('first')
      for (const stop of leave) stop()
    })
    leave.push(inbox.watch(() => told.push('second')))
    inbox.watch(() => told.push('third'))
    assert.deepEqual(await appendSubjects(inbox, 'one'), [1])
    assert.deepEqual(told, ['first', 'third'])
  })

  scenario('a listener may write', async ({ inbox }) => {
    const writing: Promise<unknown>[] = []
    const stop = inbox.watch(({ kind }) => {
      if (kind === 'appended') writing.push(inbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] }))
    })
    await appendSubjects(inbox, 'one')
    await Promise.all(writing)
    stop()
    assert.deepEqual((await messagesOf(inbox))[0]?.flags, ['\\Seen'])
  })
}
