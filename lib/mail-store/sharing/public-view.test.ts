import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { FakeAccounts } from '#lib/testing/fakes/fake-accounts.ts'
import { appendSubjects, mailboxOf, messagesOf, problem } from '../contract/scenario.ts'
import { createMemoryStores } from '../memory/memory-stores.ts'
import { publicView } from './public-view.ts'

async function scene() {
  const stores = createMemoryStores()
  const accounts = new FakeAccounts()
  await accounts.add('alice', 'x')
  const alice = await stores.of('alice')
  for (const name of ['News', 'News/2024', 'Team', 'Private']) await appendSubjects(await alice.create(name), 'one')
  const give = async (mailbox: string, identifier: string, rights: string, alias?: string): Promise<void> =>
    accounts.grant({ owner: 'alice', uidValidity: (await mailboxOf(alice, mailbox)).uidValidity, identifier, rights, ...(alias !== undefined && { alias }) })
  return { alice, give, view: publicView({ grants: accounts, storeOf: (owner) => stores.of(owner) }) }
}

test('without a name one sees what is open to anybody under a name of its own, and what is below it', async () => {
  const { view, give } = await scene()
  assert.deepEqual(await view.mailboxes(), [])
  await give('News', 'anonymous', 'lr', 'News')
  await give('News/2024', 'anyone', 'lr')
  await give('Team', 'anyone', 'lr')
  assert.deepEqual((await view.mailboxes()).map(({ name, rights }) => [name, rights]), [['Shared/News', 'lr'], ['Shared/News/2024', 'lr']])
  for (const name of ['INBOX', 'Users/alice/Team', 'Users/alice/News', 'Shared', 'Shared/Private']) assert.equal(await view.mailbox(name), undefined, name)
  await give('News', '-anonymous', 'r')
  await assert.rejects((await mailboxOf(view, 'Shared/News')).uids(), problem('no-right'))
})

test('whatever the list says, one only reads', async () => {
  const { view, give, alice } = await scene()
  await give('News', 'anyone', 'lrswipkxtea', 'News')
  const news = await mailboxOf(view, 'Shared/News')
  assert.equal(news.rights, 'lr')
  assert.equal((await messagesOf(news)).length, 1)
  for (const attempt of [
    () => news.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Seen'] }),
    () => news.expunge([1 as Uid]),
    () => appendSubjects(news, 'x'),
    () => view.create('Shared/News/Mine'),
    () => view.create('Mine'),
    () => view.remove('Shared/News'),
    () => view.rename('Shared/News', 'Shared/Old'),
    () => view.subscribe('Shared/News'),
    () => view.annotations.set(new Map([['/private/comment', Buffer.from('x')]])),
  ]) await assert.rejects(attempt, problem('no-right'), String(attempt))
  assert.deepEqual(await (await mailboxOf(alice, 'News')).uids(), [1])
})
