import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import { PROGRAM_PASSWORDS } from '#lib/mail/programs/program-password.ts'
import type { ProgramPasswordStore } from './program-password-store.ts'

const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure
const MINUTE = 60_000

/** What every ProgramPasswordStore promises; `open` answers one that is empty, `again` the same one opened anew. */
export function programPasswordContract(name: string, open: () => Promise<{ readonly store: ProgramPasswordStore; readonly again: () => Promise<ProgramPasswordStore> }>): void {
  describe(`passwords for programs in ${name}`, () => {
    test('one opens the account that made it, however it is typed, until it is revoked', async () => {
      const { store, again } = await open()
      const phone = await store.make('alice', ' My\nphone ', 1000)
      const laptop = await store.make('bob', 'Laptop', 2000)
      await store.close()
      const other = await again()
      assert.deepEqual([phone.name, await other.accountOf(phone.password, 3000), await other.accountOf(` ${laptop.password.toUpperCase()}`, 3000)], ['My phone', 'alice', 'bob'])
      assert.equal(await other.accountOf('000000-000000-000000-000000', 3000), undefined)
      assert.equal(await other.accountOf('', 3000), undefined)
      await other.revoke('bob', phone.id)
      assert.equal(await other.accountOf(phone.password, 3000), 'alice', 'nobody revokes another’s')
      await other.revoke('alice', phone.id)
      await other.revoke('alice', phone.id)
      assert.equal(await other.accountOf(phone.password, 3000), undefined)
      assert.deepEqual([(await other.list('alice')).length, (await other.list('bob')).length], [0, 1])
      await other.close()
    })

    test('the list tells what they are called and when they were used, never what they are', async () => {
      const { store } = await open()
      const now = 1_700_000_000_000
      const first = await store.make('alice', 'First', now)
      const second = await store.make('alice', 'Second', now + 1)
      await store.accountOf(first.password, now + MINUTE)
      await store.accountOf(first.password, now + 2 * MINUTE)
      const list = await store.list('alice')
      assert.deepEqual(list, [{ id: second.id, name: 'Second', created: now + 1, used: undefined }, { id: first.id, name: 'First', created: now, used: now + MINUTE }])
      await store.accountOf(first.password, now + 60 * MINUTE)
      assert.equal((await store.list('alice'))[1]?.used, now + 60 * MINUTE)
      await store.close()
    })

    test('an account has a limit, and a password has a name', async () => {
      const { store } = await open()
      for (const wrong of ['', ' \n', 'x'.repeat(101)]) await assert.rejects(store.make('alice', wrong, 1), failing('invalid'))
      for (let at = 0; at < PROGRAM_PASSWORDS; at++) await store.make('alice', 'One', at)
      await assert.rejects(store.make('alice', 'One more', 99), failing('refused'))
      await store.make('bob', 'One', 1)
      await store.close()
    })
  })
}
