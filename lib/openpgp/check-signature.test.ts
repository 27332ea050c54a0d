import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import { keptKey, pgpPerson, pgpSigned } from '#lib/testing/signatures/pgp-people.ts'
import { checkClearSigned, checkDetached } from './check-signature.ts'
import { readOpenPgpKeys } from './read-keys.ts'

const PART = 'Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u00fc\u00dfe,\r\n  Bob \r\n'
const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
const DAY = 24 * 3600
const ago = (days: number): Date => new Date(Date.now() - days * DAY * 1000)

describe('OpenPGP signatures', async () => {
  const bob = await pgpPerson('Bob', 'Bob@Example.test')
  const eve = await pgpPerson('Eve', 'eve@example.test')
  const { signature } = await pgpSigned(PART, [bob])

  test('one fits what was signed, and names who signed and when', async () => {
    const [outcome, ...more] = await checkDetached(octets(PART), octets(signature), [eve.kept, bob.kept])
    assert.deepEqual([outcome?.state, more.length, outcome?.signer?.name, outcome?.signer?.addresses, outcome?.signer?.trust], ['valid', 0, 'Bob', ['bob@example.test'], 'known'])
    assert.equal(outcome?.signer?.fingerprint, bob.kept.fingerprint)
    assert.ok(Math.abs((outcome?.signedAt ?? 0) - Date.now()) < 600_000)
    const [verified] = await checkDetached(octets(PART), octets(signature), [{ ...bob.kept, isVerified: true }])
    assert.equal(verified?.signer?.trust, 'verified')
  })

  test('any octet that was changed breaks it', async () => {
    for (const changed of [PART.replace('Bob', 'Rob'), PART.replace('utf-8', 'utf-7'), PART.trimEnd(), `${PART}\r\n`, PART.replace('Bob ', 'Bob')]) {
      assert.equal((await checkDetached(octets(changed), octets(signature), [bob.kept]))[0]?.state, 'broken', JSON.stringify(changed))
    }
  })

  test('without the key it says which one it wants; what is no signature cannot be checked', async () => {
    const [outcome] = await checkDetached(octets(PART), octets(signature), [eve.kept])
    assert.deepEqual([outcome?.state, outcome?.signer], ['no-key', undefined])
    assert.ok(bob.kept.fingerprint.endsWith(outcome?.keyId ?? 'x'))
    for (const none of ['', 'hello', '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n', signature.slice(0, 120)]) assert.equal((await checkDetached(octets(PART), octets(none), [bob.kept]))[0]?.state, 'unreadable', none)
  })

  test('two people who sign are two outcomes', async () => {
    const both = await pgpSigned(PART, [bob, eve])
    assert.deepEqual((await checkDetached(octets(PART), octets(both.signature), [bob.kept])).map(({ state }) => state).toSorted(), ['no-key', 'valid'])
  })

  test('a key counts only while it is valid, and no more once it is revoked', async () => {
    const old = await pgpPerson('Old', 'old@example.test', { date: ago(20), lasts: 10 * DAY })
    const then = await pgpSigned(PART, [old], ago(15))
    assert.equal((await checkDetached(octets(PART), octets(then.signature), [old.kept]))[0]?.state, 'valid', 'it was valid when it signed')
    const pgp = await loadOpenPgp()
    const longer = await pgp.reformatKey({ privateKey: old.key, userIDs: [{ name: 'Old', email: 'old@example.test' }], date: ago(20), format: 'object' })
    const late = await pgpSigned(PART, [{ ...old, key: longer.privateKey }])
    assert.equal((await checkDetached(octets(PART), octets(late.signature), [old.kept]))[0]?.state, 'expired')
    const { publicKey: revoked } = await pgp.revokeKey({ key: bob.key, format: 'armored' })
    const kept = await keptKey(String(revoked))
    assert.equal(kept.isRevoked, true)
    assert.equal((await checkDetached(octets(PART), octets(signature), [kept]))[0]?.state, 'revoked')
  })

  test('a block of text says what exactly it covers', async () => {
    const pgp = await loadOpenPgp()
    const block = String(await pgp.sign({ message: await pgp.createCleartextMessage({ text: 'Pay 10\n- to Bob\n' }), signingKeys: bob.key }))
    const fits = await checkClearSigned(block, [bob.kept])
    assert.deepEqual([fits.outcomes[0]?.state, fits.text], ['valid', 'Pay 10\n- to Bob\n'])
    assert.equal((await checkClearSigned(block.replace('10', '99'), [bob.kept])).outcomes[0]?.state, 'broken')
  })

  test('of a key file only public halves and names that the key signed are read', async () => {
    const [read, ...more] = await readOpenPgpKeys(bob.armored)
    assert.deepEqual([more.length, read?.addresses, read?.text.includes('PRIVATE')], [0, ['bob@example.test'], false])
    assert.deepEqual(await readOpenPgpKeys('no key at all'), [])
    assert.deepEqual(await readOpenPgpKeys(new Uint8Array(1000).fill(0x99)), [])
    // A user id of somebody else, put beside the key without its signature.
    const pgp = await loadOpenPgp()
    const key = await pgp.readKey({ armoredKey: bob.kept.text })
    const stranger = await pgp.readKey({ armoredKey: eve.kept.text })
    key.users.push(...stranger.users)
    const [mixed] = await readOpenPgpKeys(key.armor())
    assert.deepEqual(mixed?.addresses, ['bob@example.test'])
  })
})
