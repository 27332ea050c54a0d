import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, mailboxOf } from '#lib/mail-store/contract/scenario.ts'
import { createLog } from '#lib/log/log.ts'
import { temporaryConfig } from '#lib/testing/mail-server-site.ts'
import { RoomsAdministration } from '../administer-rooms.ts'
import { openMailRooms } from '../mail-rooms.ts'

const nothing = (): Promise<never> => Promise.reject(new Error('is not asked for'))

test('what somebody has read of a share outlives the share, and never the account', async () => {
  const site = await temporaryConfig()
  const rooms = await openMailRooms(site.config, createLog('error', () => undefined))
  try {
    const administration = new RoomsAdministration(rooms, 'localhost', { stats: nothing, resetStats: nothing, figures: nothing, shutdown: nothing, disconnect: () => undefined })
    const enrol = (name: string): Promise<void> => administration.addUser({ name, password: 'secret' })
    for (const name of ['erin', 'finn']) await enrol(name)
    await appendSubjects(await mailboxOf(await rooms.stores.of('erin'), 'INBOX'), 'one', 'two')
    const share = (rights: string): Promise<void> => administration.share({ owner: 'erin', mailbox: 'INBOX', grantee: 'finn', rights })
    const unseen = async (): Promise<number> => (await (await mailboxOf(await rooms.view('finn'), 'Shared/erin')).status()).unseen
    await share('lrs')
    await (await mailboxOf(await rooms.view('finn'), 'Shared/erin')).changeFlags([1 as Uid], { operation: 'add', flags: ['\\Seen'] })
    assert.equal(await unseen(), 1)
    await share('')
    await share('lrs')
    assert.equal(await unseen(), 1, 'nothing is unread again')
    await share('')
    await administration.deleteUser('finn')
    await enrol('finn')
    await share('lrs')
    assert.equal(await unseen(), 2, 'who comes later under the same name is somebody else')
  } finally {
    await rooms.close()
    await site.remove()
  }
})
