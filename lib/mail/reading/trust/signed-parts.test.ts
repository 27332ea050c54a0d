import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BodyPart } from '../../body-structure.ts'
import { autocryptKey } from './autocrypt.ts'
import { encryptedPart, encryptedText } from './encrypted-part.ts'
import { verdictOf, worstOf, type SignatureOutcome } from './signature.ts'
import { clearSigned, isCovered, signedParts } from './signed-parts.ts'

function part(section: string, type: string, children: readonly BodyPart[] = [], parameters: Readonly<Record<string, string>> = {}): BodyPart {
  const [main = '', subtype = ''] = type.split('/')
  return { section, type: main, subtype, parameters, id: '', description: '', encoding: '7bit', size: 10, language: [], location: '', children }
}
const signed = (section: string, ...more: readonly BodyPart[]): BodyPart => {
  const at = section === '' ? '' : `${section}.`
  return part(section, 'multipart/signed', [part(`${at}1`, 'text/plain'), part(`${at}2`, 'application/pgp-signature'), ...more])
}

test('a signed part is one with two children, the second its signature; around it nothing is signed', () => {
  assert.deepEqual(signedParts(signed('')), [{ format: 'openpgp', kind: 'detached', content: '1', signature: '2', size: 20, isWhole: true }])
  assert.deepEqual(signedParts(signed('', part('3', 'text/plain'))), [])
  assert.deepEqual(signedParts(part('', 'multipart/mixed', [part('1', 'text/plain'), signed('2')])).map(({ content, isWhole }) => [content, isWhole]), [['2.1', false]])
  assert.deepEqual(signedParts(part('', 'multipart/mixed', [part('1', 'message/rfc822', [signed('1')])])), [])
  assert.deepEqual(signedParts(part('1', 'application/pkcs7-mime', [], { 'smime-type': 'signed-data' })).map(({ kind, isWhole }) => [kind, isWhole]), [['opaque', true]])
  assert.deepEqual(signedParts(part('1', 'application/pkcs7-mime', [], { 'smime-type': 'enveloped-data' })), [])
  assert.equal(signedParts(part('', 'multipart/mixed', Array.from({ length: 50 }, (_, at) => signed(String(at + 1))))).length, 4)
  assert.deepEqual(['1', '1.2', '12', '2'].map((section) => isCovered({ content: '1' }, section)), [true, true, false, false])
})

test('an encrypted part is opened only where it is the whole message', () => {
  const sealed = (section: string, more: readonly BodyPart[] = []): BodyPart => part(section, 'multipart/encrypted', [part('1', 'application/pgp-encrypted'), part('2', 'application/octet-stream'), ...more])
  assert.deepEqual(encryptedPart(sealed('')), { format: 'openpgp', section: '2', content: 'message', isWhole: true })
  for (const around of [sealed('', [part('3', 'text/html')]), part('', 'multipart/mixed', [sealed('1')]), part('', 'multipart/mixed', [part('1', 'text/html'), sealed('2'), part('3', 'text/html')])]) assert.equal(encryptedPart(around)?.isWhole, false)
  assert.equal(encryptedPart(part('', 'multipart/mixed', [part('1', 'message/rfc822', [sealed('1')])])), undefined)
  assert.equal(encryptedPart(part('1', 'application/pkcs7-mime', [], { 'smime-type': 'enveloped-data' }))?.format, 'smime')
  const block = '-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----'
  assert.deepEqual([encryptedText(block)?.isAlone, encryptedText(`x\n${block}`)?.isAlone, encryptedText('x')], [true, false, undefined])
})

test('a signed block is found in a text, and what stands around it', () => {
  const block = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHello\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----'
  assert.deepEqual(clearSigned(block), { block, isAlone: true })
  assert.deepEqual(clearSigned(`Pay Eve\n${block}\nat once`), { block, isAlone: false })
  for (const none of ['', `> ${block.replaceAll('\n', '\n> ')}`, block.slice(0, -5)]) assert.equal(clearSigned(none), undefined)
})

test('who is the sender is said by one address in the line From; the worst counts', () => {
  const outcome = (trust: 'verified' | 'known' | 'unknown'): SignatureOutcome => ({ format: 'openpgp', state: 'valid', signer: { name: '', addresses: ['bob@example.test'], fingerprint: 'A', trust } })
  assert.deepEqual((['verified', 'known', 'unknown'] as const).map((trust) => verdictOf(outcome(trust), ['Bob@Example.test'])), ['verified', 'known', 'unproven'])
  for (const from of [[], ['eve@example.test'], ['bob@example.test', 'eve@example.test']]) assert.equal(verdictOf(outcome('verified'), from), 'other')
  assert.equal(verdictOf({ format: 'smime', state: 'broken' }, ['bob@example.test']), 'broken')
  assert.deepEqual([worstOf(['verified', 'broken']), worstOf(['verified', 'no-key']), worstOf([])], ['broken', 'verified', 'unreadable'])
})

test('a key in the header counts only where it is the one sender’s', () => {
  const header = (value: string) => [{ name: 'Autocrypt', value }]
  assert.equal(autocryptKey(header('addr=bob@x.test; prefer-encrypt=mutual; keydata=AA AA='), ['Bob@x.test']), 'AAAA=')
  for (const [value, from] of [['addr=eve@x.test; keydata=AAAA', ['bob@x.test']], ['addr=bob@x.test; keydata=AAAA', ['bob@x.test', 'eve@x.test']], ['addr=bob@x.test; keydata=A<A', ['bob@x.test']], ['addr=bob@x.test; wrong=1; keydata=AAAA', ['bob@x.test']], ['', ['bob@x.test']]] as const) assert.equal(autocryptKey(header(value), from), undefined, value)
  assert.equal(autocryptKey([...header('addr=b@x; keydata=AAAA'), ...header('addr=b@x; keydata=AAAA')], ['b@x']), undefined)
})
