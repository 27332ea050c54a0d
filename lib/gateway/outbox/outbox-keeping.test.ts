import assert from 'node:assert/strict'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { readMailbox } from '#lib/testing/writing-fixture.ts'
import { takeBack } from '../writing/sending/leave-later.ts'
import { saveOpenCompositions } from '../writing/save-open-compositions.ts'
import { viewComposition } from '../writing/view-composition.ts'
import { SenderBox } from './sender-box.ts'
import { ACCOUNT, HOUR, outboxForEach } from '#lib/testing/gateway/outbox-fixture.ts'

const at = outboxForEach()
const { open, restart, sender, desk, write, waiting, stateOf, sent } = at

test('what waits outlives a restart, and so does who sends it', async () => {
  const id = await waiting()
  await restart()
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], [undefined, 1])
})

test('what waits leaves with the password that its sender has by then, after a restart and where none is kept', async () => {
  const changed = (password: string): SignedIn => ({ ...sender(), credentials: () => ({ user: 'alice', password }) })
  for (const credentials of ['kept', 'signed-in'] as const) {
    await restart(credentials)
    await waiting()
    await at.outbox.changeSender({ ...changed('of another'), account: 'another' })
    await at.outbox.changeSender(changed(`next, ${credentials}`))
    if (credentials === 'kept') await restart()
    at.now += HOUR
    await at.outbox.deliver()
    assert.equal(at.sentWith, `next, ${credentials}`)
  }
  assert.equal(sent(), 2)
})

test('a crash before the content left sends it later; one while it leaves sends nothing again', async () => {
  const early = await waiting()
  const late = await waiting()
  await at.site.writer.writing.store.advance(ACCOUNT, early, ['waiting'], 'sending')
  await at.site.writer.writing.store.advance(ACCOUNT, late, ['waiting'], 'delivering')
  await restart()
  assert.deepEqual([await stateOf(early), await stateOf(late)], ['waiting', 'uncertain'])
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(early), await stateOf(late), sent()], [undefined, 'uncertain', 1])
})

test('no password and no text of a message is on the disk in the clear, nor in the database with the key', async () => {
  await waiting(at.now + HOUR, 'Nothing secret')
  const { password } = at.site.writer.session.credentials()
  const gateway = join(at.site.writer.writing.spool.path('a'.repeat(22)), '..', '..')
  const databases = (await readdir(gateway)).filter((each) => each.includes('sqlite'))
  assert.ok(databases.length > 0)
  for (const name of databases) {
    assert.equal((await readFile(join(gateway, name))).includes(password), false, name)
  }
  const keys = join(at.folder, 'keys.json')
  assert.equal((await readFile(keys)).includes(password), false)
  assert.equal((await stat(keys)).mode & 0o777, 0o600)
})

test('what was sealed for one message opens for no other, and not when it was changed', async () => {
  const box = await SenderBox.open(join(at.folder, 'keys.json'))
  const sealed = box.seal(sender(), 'one') ?? ''
  assert.equal((await box.open(sealed, ACCOUNT, 'one'))?.credentials().password, sender().credentials().password)
  assert.equal(await box.open(sealed, ACCOUNT, 'other'), undefined)
  assert.equal(await box.open(sealed, 'account of bob', 'one'), undefined)
  const middle = sealed.length >> 1
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`
  for (const wrong of [changed, '', '.', 'x.y']) assert.equal(await box.open(wrong, ACCOUNT, 'one'), undefined)
})

test('with "signed-in" nothing of the sender is on the disk, and nothing leaves once they are gone', async () => {
  await open('signed-in')
  const id = await waiting(at.now)
  assert.equal((await at.outbox.find(ACCOUNT, id))?.sealed, undefined)
  at.isSignedIn = false
  await at.outbox.deliver()
  const view = await viewComposition(at.site.writer, id)
  assert.ok(view?.kind === 'open')
  assert.deepEqual([view.state, view.leaving?.problem?.refusal?.name, sent()], ['open', 'sender-signed-out', 0])
  at.isSignedIn = true
  await at.outbox.put(sender(), id, at.now)
  await restart('signed-in')
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
})

test('with "service" what waits leaves after a restart, in the sender’s name and without their password; not for whom it does not serve', async () => {
  const service = { user: 'carol', password: 'postern-carol' }
  const openService = async (): Promise<void> => open('kept', { credentials: service, servers: sender() })
  await at.outbox.stop()
  await openService()
  const id = await waiting(at.now)
  assert.equal(at.outbox.outlivesSession(sender()), true)
  await at.outbox.changeSender(sender())
  await at.outbox.stop()
  await at.site.restart()
  await openService()
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), at.sentWith], [undefined, 1, service.password])
  const elsewhere = { ...sender(), smtp: { ...sender().smtp, port: 1 } }
  const other = await write()
  await at.outbox.put(elsewhere, other, at.now + HOUR)
  assert.deepEqual([at.outbox.outlivesSession(elsewhere), (await at.outbox.find(ACCOUNT, other))?.sealed], [false, undefined])
})

test('signing out: what outlives the session stays; else what is about to leave is sent, and what leaves much later goes to Drafts', async () => {
  const kept = await waiting(at.now + HOUR)
  await saveOpenCompositions(desk())
  assert.equal(await stateOf(kept), 'waiting')
  await takeBack(desk(), kept)
  await saveOpenCompositions(desk())
  await open('signed-in')
  await waiting(at.now + 10_000, 'about to leave')
  await waiting(at.now + HOUR, 'much later')
  await saveOpenCompositions(desk())
  assert.equal(sent(), 1)
  assert.match(at.site.submissions.received[0]?.content ?? '', /about to leave/)
  const drafts = (await readMailbox(at.site.connections, 'Drafts')).filter(({ content }) => content.includes('much later'))
  assert.equal(drafts.length, 1)
})
