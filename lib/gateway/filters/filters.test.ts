import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { SieveServer, type KeptScripts } from '#lib/testing/fakes/sieve-server.ts'
import { deleteFilter, renameFilter, stopFilter, useFilter } from './change-filter.ts'
import { listFilters } from './list-filters.ts'
import { readFilter } from './read-filter.ts'
import { checkFilter, saveFilter } from './save-filter.ts'
import type { FilterDesk } from './with-filters.ts'

const SECRET = 'heliotrope'
const users = { alice: SECRET }

async function refused(work: Promise<unknown>): Promise<readonly [failure: string, refusal: string | undefined]> {
  const error: unknown = await work.then(() => undefined, (problem: unknown) => problem)
  assert.ok(error instanceof GatewayError, String(error))
  assert.doesNotMatch(`${error.message} ${error.detail}`, /heliotrope|private@/, 'what is logged')
  return [error.failure, error.refusal?.name]
}

for (const isOld of [false, true]) {
  describe(isOld ? 'filters at a server before RFC 5804' : 'filters', () => {
    let server: SieveServer
    let desk: FilterDesk
    let kept: KeptScripts
    before(async () => {
      server = new SieveServer({ users, isOld })
      desk = { server: await server.listen(), credentials: { user: 'alice', password: SECRET }, signal: new AbortController().signal }
    })
    after(() => server.close())
    beforeEach(() => {
      kept = server.of('alice')
      kept.scripts.clear()
      kept.active = ''
    })

    test('a new one takes no other’s place; a changed one is kept with the line ends it had', async () => {
      const { revision, isActive } = await saveFilter(desk, { name: 'a', text: 'keep;\r\n', revision: '' })
      assert.deepEqual([isActive, kept.scripts.get('a')], [false, 'keep;\r\n'])
      assert.deepEqual(await refused(saveFilter(desk, { name: 'a', text: 'discard;', revision: '' })), ['conflict', 'filter-there'])
      assert.equal((await readFilter(desk, 'a')).revision, revision)
      kept.scripts.set('unix', '# a\nkeep;\n')
      const opened = await readFilter(desk, 'unix')
      assert.equal((await saveFilter(desk, { name: 'unix', text: '# b\r\nkeep;\r\n', revision: opened.revision })).revision, (await readFilter(desk, 'unix')).revision)
      assert.equal(kept.scripts.get('unix'), '# b\nkeep;\n')
    })

    test('what was changed, or deleted, on another device is not overwritten', async () => {
      kept.scripts.set('a', 'keep;')
      const { revision } = await readFilter(desk, 'a')
      kept.scripts.set('a', '# from elsewhere')
      assert.deepEqual(await refused(saveFilter(desk, { name: 'a', text: 'discard;', revision })), ['conflict', 'filter-changed'])
      assert.deepEqual(await refused(deleteFilter(desk, 'a', revision)), ['conflict', 'filter-changed'])
      assert.equal(kept.scripts.get('a'), '# from elsewhere')
      kept.scripts.delete('a')
      assert.deepEqual(await refused(saveFilter(desk, { name: 'a', text: 'discard;', revision })), ['conflict', 'filter-changed'])
      assert.equal(kept.scripts.size, 0)
    })

    test('a wrong one is refused with the server’s words, and kept nowhere but there', async () => {
      const wrong = saveFilter(desk, { name: 'a', text: 'keep;\r\nforward "private@example.test";', revision: '' })
      const error = await wrong.then(() => undefined, (problem: unknown) => problem)
      assert.ok(error instanceof GatewayError && error.refusal?.name === 'filter-wrong')
      assert.match(error.refusal.with.answer, /^line 2: error: unknown command 'forward'/)
      assert.deepEqual(await refused(wrong), ['refused', 'filter-wrong'])
      assert.equal(kept.scripts.size, 0)
      assert.deepEqual(await refused(saveFilter(desk, { name: 'a', text: `# ${'x'.repeat(30_000)}`, revision: '' })), ['over-quota', 'filters-full'])
      assert.deepEqual(await refused(saveFilter(desk, { name: 'a', text: `# ${'x'.repeat(300_000)}`, revision: '' })), ['too-large', 'filter-large'])
      for (const name of ['', 'a\nb', 'x'.repeat(513)]) assert.deepEqual(await refused(saveFilter(desk, { name, text: '', revision: '' })), ['invalid', 'filter-name'])
    })

    test('it is looked at without being kept, where the server can', async () => {
      if (isOld) return assert.deepEqual(await refused(checkFilter(desk, 'keep;')), ['refused', 'filter-unchecked'])
      assert.equal(await checkFilter(desk, 'keep;'), '')
      assert.match(await checkFilter(desk, 'redirect "a@b.test";'), /warning/)
      assert.deepEqual(await refused(checkFilter(desk, 'nonsense')), ['refused', 'filter-wrong'])
      assert.equal(kept.scripts.size, 0)
    })

    test('one is in use at a time; it keeps its name’s use through a rename, and is not deleted', async () => {
      for (const name of ['a', 'b']) kept.scripts.set(name, `# ${name}`)
      await useFilter(desk, 'a')
      await stopFilter(desk, 'b')
      assert.equal(kept.active, 'a', 'another that is not in use stops nothing')
      assert.deepEqual(await refused(renameFilter(desk, 'a', 'b')), ['conflict', 'filter-there'])
      await renameFilter(desk, 'a', 'c')
      assert.deepEqual([kept.active, [...kept.scripts]], ['c', [['b', '# b'], ['c', '# a']]])
      assert.deepEqual(await refused(deleteFilter(desk, 'c', (await readFilter(desk, 'c')).revision)), ['conflict', 'filter-active'])
      await stopFilter(desk, 'c')
      await deleteFilter(desk, 'c', (await readFilter(desk, 'c')).revision)
      assert.deepEqual(await listFilters(desk), [{ name: 'b', isActive: false }])
      for (const gone of [useFilter(desk, 'c'), readFilter(desk, 'c'), renameFilter(desk, 'c', 'd')]) assert.deepEqual(await refused(gone), ['no-such-part', 'filter-gone'])
    })

    test('a server that cannot be used is told apart, and its refusal signs nobody out', async () => {
      assert.deepEqual(await refused(listFilters({ ...desk, server: { ...desk.server, port: 1 } })), ['server-unreachable', 'filters-unreachable'])
      assert.deepEqual(await refused(listFilters({ ...desk, credentials: { user: 'alice', password: 'guessed' } })), ['refused', 'filters-sign-in'])
      const echoing = new SieveServer({ users, instead: (command, args) => (command === 'AUTHENTICATE' ? `NO "wrong: ${SECRET} ${args.join(' ')}"\r\n` : undefined) })
      assert.deepEqual(await refused(listFilters({ ...desk, server: await echoing.listen() })), ['refused', 'filters-sign-in'], 'a server that repeats the password')
      await echoing.close()
      assert.deepEqual(await refused(listFilters({ ...desk, server: { ...desk.server, tls: 'starttls' } })), ['server-unreachable', 'filters-not-understood'])
      assert.deepEqual(await refused(listFilters({ ...desk, server: { ...desk.server, allowed: ['public'] } })), ['server-not-allowed', 'filters-unreachable'])
    })
  })
}
