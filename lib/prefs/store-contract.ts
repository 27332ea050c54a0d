import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { PreferenceStore } from './preference-store.ts'

/** What every PreferenceStore promises; `open` answers one that is empty, `again` the same one opened anew. */
export function preferenceStoreContract(name: string, open: () => Promise<{ readonly store: PreferenceStore; readonly again: () => Promise<PreferenceStore> }>): void {
  describe(`preferences in ${name}`, () => {
    test('what is set is there again, for its account alone', async () => {
      const { store, again } = await open()
      assert.deepEqual(await store.load('alice'), { values: {}, versions: {} })
      await store.save('alice', [{ name: 'identity.signature', value: 'Ann\nof "Example" – ✓' }, { name: 'index.page_size', value: 25 }])
      await store.close()
      const other = await again()
      assert.deepEqual((await other.load('alice')).values, { 'identity.signature': 'Ann\nof "Example" – ✓', 'index.page_size': 25 })
      assert.deepEqual((await other.load('alic')).values, {})
      await other.close()
    })

    test('two devices merge by preference; on the same one the later is told', async () => {
      const { store } = await open()
      await store.save('bob', [{ name: 'index.page_size', value: 20 }])
      const seen = (await store.load('bob')).versions
      const both = await Promise.all([
        store.save('bob', [{ name: 'index.page_size', value: 30, expected: seen['index.page_size'] ?? 0 }, { name: 'language', value: 'de', expected: 0 }]),
        store.save('bob', [{ name: 'index.page_size', value: 40, expected: seen['index.page_size'] ?? 0 }, { name: 'reading.headers', value: 'full', expected: 0 }]),
      ])
      assert.deepEqual(both.map(({ conflicts }) => conflicts.length).toSorted(), [0, 1])
      const { values } = await store.load('bob')
      assert.deepEqual([values.language, values['reading.headers']], ['de', 'full'])
      assert.equal(values['index.page_size'], both[0]?.conflicts.length === 0 ? 30 : 40)
      await store.save('bob', [{ name: 'index.page_size', value: 50 }])
      assert.equal((await store.load('bob')).values['index.page_size'], 50, 'without a version the last one wins')
      await store.close()
    })

    test('what is taken back is not set, and an older device is still told', async () => {
      const { store } = await open()
      await store.save('carol', [{ name: 'language', value: 'ja' }])
      const { versions } = await store.load('carol')
      await store.save('carol', [{ name: 'language', value: undefined }])
      assert.deepEqual((await store.load('carol')).values, {})
      assert.deepEqual(await store.save('carol', [{ name: 'language', value: 'ru', expected: versions.language ?? 0 }]), { conflicts: ['language'] })
      await store.close()
    })

    test('an account has a limit, and a change beyond it changes nothing', async () => {
      const { store } = await open()
      const links = Array.from({ length: 20 }, (_, at) => ({ title: `${at}`, url: `https://example.org/${'ä'.repeat(900)}` }))
      await store.save('dave', [{ name: 'links', value: links }])
      const large = 'x'.repeat(30 * 1024)
      await assert.rejects(store.save('dave', [{ name: 'language', value: 'de' }, { name: 'identity.signature', value: large }]), (error) => isGatewayError(error) && error.failure === 'too-large')
      assert.deepEqual(Object.keys((await store.load('dave')).values), ['links'])
      await store.close()
    })
  })
}
