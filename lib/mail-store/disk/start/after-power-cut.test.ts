import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, mailboxOf } from '../../contract/scenario.ts'
import type { MailboxChange } from '../../mail-store.ts'
import { openDiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'

const MONDAY = { machineStart: 'Monday' }
const TUESDAY = { machineStart: 'Tuesday' }

test('content and commit are on the disk before the answer; what others heard before is never used again should a power cut take the commit', async () => {
  const root = mkdtempSync(join(tmpdir(), 'postern-power-'))
  const [live, cut] = [join(root, 'live'), join(root, 'cut')]
  const events: string[] = []
  let isArmed = false
  const crashPoint = (point: string): void => {
    if (!isArmed) return
    events.push(point)
    // What a power cut leaves that takes the commit away: everything that was there before it.
    if (point === 'before commit') cpSync(live, cut, { recursive: true })
  }
  const stores = await openDiskStores(live, { ...MONDAY, crashPoint })
  try {
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    await appendSubjects(inbox, 'kept', 'gone soon')
    await inbox.changeFlags([2 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([2 as Uid])
    const heard: MailboxChange[] = []
    inbox.watch((change) => void heard.push(change))
    isArmed = true
    await appendSubjects(inbox, 'lost').then(() => events.push('answer'))
    isArmed = false
    assert.deepEqual(events.filter((event) => !/inserted|updated/.test(event)), ['pack written', 'journal written', 'before commit', 'after commit', 'pack synced', 'group synced', 'answer'])
    const [seen] = heard.flatMap((change) => (change.kind === 'appended' ? change.metas : []))
    assert.ok(seen)

    const after = await openDiskStores(cut, TUESDAY)
    const again = await mailboxOf(await after.of('alice'), 'INBOX')
    assert.deepEqual(await again.uids(), [1])
    const { uidNext, highestModSeq } = await again.status()
    assert.ok(uidNext > seen.uid && highestModSeq > seen.modSeq, 'what others have heard never comes to mean something else')
    const { vanished } = await again.changesSince(seen.modSeq)
    assert.ok(vanished.includes(seen.uid), 'who asks for changes since then is told that it is gone')
    assert.deepEqual(await appendSubjects(again, 'new'), [uidNext])
    await after.close()
    assert.deepEqual(await verifyAccount(join(cut, 'alice')), [])
  } finally {
    await stores.close()
    rmSync(root, { recursive: true, force: true })
  }
})

for (const [name, options, closes] of [
  ['a kill', MONDAY, false],
  ['an orderly end and another start of the machine', TUESDAY, true],
] as const) {
  test(`after ${name} UIDs go on without a gap`, async () => {
    const root = mkdtempSync(join(tmpdir(), 'postern-start-'))
    const [live, copy] = [join(root, 'live'), join(root, 'copy')]
    try {
      const stores = await openDiskStores(live, MONDAY)
      await appendSubjects(await mailboxOf(await stores.of('alice'), 'INBOX'), 'kept')
      if (closes) await stores.close()
      cpSync(live, copy, { recursive: true })
      await stores.close()
      const after = await openDiskStores(copy, options)
      assert.deepEqual(await appendSubjects(await mailboxOf(await after.of('alice'), 'INBOX'), 'next'), [2])
      await after.close()
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
}
