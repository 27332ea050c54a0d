import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readDecrypted } from '#lib/mail/reading/decrypted/read-decrypted.ts'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import { pgpPerson } from '#lib/testing/signatures/pgp-people.ts'
import { checkDetached } from './check-signature.ts'
import { openMessage, readProtectedKey, StaysSealed, unlockKey, type SealedProblem } from './decrypt.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
const stays = (problem: SealedProblem) => (error: unknown): boolean => error instanceof StaysSealed && error.problem === problem

describe('encrypted messages', async () => {
  const pgp = await loadOpenPgp()
  const alice = await pgpPerson('Alice', 'alice@example.test', { passphrase: 'open it' })
  const bob = await pgpPerson('Bob', 'bob@example.test')
  const key = await unlockKey(alice.armored, 'open it')
  const seal = async (text: string, more: object = {}): Promise<string> => String(await pgp.encrypt({ message: await pgp.createMessage({ binary: octets(text) }), encryptionKeys: await pgp.readKey({ armoredKey: alice.kept.text }), ...more }))

  test('one opens with the key that it is for, and says who signed inside', async () => {
    const opened = await openMessage(octets(await seal('Secret \u00e4', { signingKeys: bob.key })), key, [bob.kept])
    assert.deepEqual([new TextDecoder().decode(opened.octets), opened.outcomes.map(({ state }) => state)], ['Secret \u00e4', ['valid']])
    assert.deepEqual((await openMessage(octets(await seal('x', { format: 'armored' })), key, [])).outcomes, [])
    await assert.rejects(openMessage(octets(await seal('x')), bob.key, []), stays('noKey'))
    for (const none of ['', 'hello', (await seal('x')).slice(0, 200)]) await assert.rejects(openMessage(octets(none), key, []), stays('broken'), none)
  })

  test('without protection against changes, or once changed, it stays closed', async () => {
    const sessionKey = { data: new Uint8Array(32).fill(7), algorithm: 'aes256' } as const
    const literal = (await pgp.createMessage({ binary: octets('Secret') })).packets
    const packet = new pgp.SymmetricallyEncryptedDataPacket()
    Object.assign(packet, { packets: literal })
    await (packet as unknown as { encrypt(algorithm: number, key: Uint8Array, config: object): Promise<void> }).encrypt(pgp.enums.symmetric.aes256, sessionKey.data, pgp.config)
    const wrapped = await pgp.encryptSessionKey({ ...sessionKey, encryptionKeys: await pgp.readKey({ armoredKey: alice.kept.text }), format: 'binary' })
    const old = new Uint8Array([...(wrapped as Uint8Array), ...packetOctets(packet)])
    await assert.rejects(openMessage(old, key, []), stays('notIntact'))
    const binary = (await pgp.encrypt({ message: await pgp.createMessage({ binary: octets('Secret') }), encryptionKeys: await pgp.readKey({ armoredKey: alice.kept.text }), format: 'binary' })) as Uint8Array
    const changed = binary.slice()
    changed[changed.length - 30]! ^= 1
    await assert.rejects(openMessage(changed, key, []), (error: unknown) => error instanceof StaysSealed && ['notIntact', 'broken'].includes(error.problem))
    /** Tag 9, the whole length in one. */
    function packetOctets(from: { write(): Uint8Array }): Uint8Array {
      const content = from.write()
      return new Uint8Array([0xc9, 0xff, 0, 0, content.length >> 8, content.length & 255, ...content])
    }
  })

  test('a private key is kept under its passphrase or not at all', async () => {
    const { armored, name } = await readProtectedKey(octets(alice.armored))
    assert.deepEqual([armored.includes('PRIVATE'), name], [true, 'Alice <alice@example.test>'])
    await assert.rejects(readProtectedKey(octets(bob.armored)), stays('noPassphrase'))
    for (const none of [bob.kept.text, 'no key', '']) await assert.rejects(readProtectedKey(octets(none)), stays('noPrivateKey'))
    await assert.rejects(unlockKey(armored, 'wrong'), stays('wrongPassphrase'))
  })

  test('what was encrypted is read in parts: texts, files, the subject, a signature inside', async () => {
    const part = 'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe'
    const signature = String(await pgp.sign({ message: await pgp.createMessage({ binary: octets(part) }), signingKeys: bob.key, detached: true }))
    const read = readDecrypted(octets(['Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary="a b"', 'Subject: =?utf-8?q?Gr=C3=BC?= =?utf-8?b?w59l?=', '', '--a b', part, '--a b', 'Content-Type: application/pgp-signature', '', signature, '--a b--', ''].join('\r\n')))
    assert.deepEqual([read.subject, read.texts], ['Gr\u00fc\u00dfe', [{ kind: 'text', text: 'Gr\u00fc\u00dfe' }]])
    assert.ok(read.signed)
    assert.equal((await checkDetached(read.signed.content, read.signed.signature, [bob.kept]))[0]?.state, 'valid')
    const mixed = readDecrypted(octets(['Content-Type: multipart/mixed; boundary=x', '', '--x', 'Content-Type: multipart/alternative; boundary=y', '', '--y', 'Content-Type: text/plain', '', 'plain', '--y', 'Content-Type: text/html', '', '<b>rich</b>', '--y--', '--x', 'Content-Type: application/pdf; name="../../a\u202efdp.exe"', 'Content-Disposition: attachment; filename*=utf-8\'\'%C3%A4.pdf', 'Content-Transfer-Encoding: base64', '', 'aGk=', '--x--'].join('\r\n')))
    assert.deepEqual([mixed.texts, mixed.files.map(({ name, octets: file }) => [name, new TextDecoder().decode(file)])], [[{ kind: 'html', text: '<b>rich</b>', plain: 'plain' }], [['\u00e4.pdf', 'hi']]])
    const apple = readDecrypted(octets(['Content-Type: multipart/alternative; boundary=y', '', '--y', 'Content-Type: text/plain', '', 'plain', '--y', 'Content-Type: multipart/mixed; boundary=z', '', '--z', 'Content-Type: multipart/related; boundary=w', '', '--w', 'Content-Type: text/html', '', '<b>one</b>', '--w', 'Content-Type: image/png', 'Content-ID: <p@x>', '', 'PNG', '--w--', '--z', 'Content-Type: text/html', '', '<b>two</b>', '--z--', '--y', 'Content-Type: text/calendar', '', 'BEGIN', '--y--'].join('\r\n')))
    assert.deepEqual([apple.texts.map(({ text }) => text), apple.files.map(({ name, type, id }) => [name, type, id])], [['<b>one</b>', '<b>two</b>'], [['part-1', 'image/png', 'p@x'], ['part-2', 'text/calendar', '']]])
    assert.deepEqual(readDecrypted(octets(['Content-Type: multipart/alternative; boundary=y', '', '--y', 'Content-Type: text/plain', '', 'only', '--y--'].join('\r\n'))).texts, [{ kind: 'text', text: 'only' }])
    assert.deepEqual(readDecrypted(octets('No header at all')).files, [])
    let deep = 'Content-Type: text/plain\r\n\r\nx'
    for (let at = 0; at < 200; at++) deep = `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n${deep}\r\n--b${at}--`
    assert.deepEqual(readDecrypted(octets(deep)).texts, [])
    assert.ok(readDecrypted(octets(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(50_000)}`)).texts.length <= 200)
  })
})
