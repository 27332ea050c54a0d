import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SignaturePool } from '#lib/gateway/signatures/signature-pool.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import type { KeptKey } from '#lib/mail/reading/trust/signature.ts'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import { opaquePart } from '../signatures/write-signed-data.ts'
import { PGP_SIGNED, pgpPerson, pgpSigned, type PgpPerson } from '../signatures/pgp-people.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'

const PART = 'Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u00fc\u00dfe, Bob'
const mixed = (...parts: readonly string[]): string => [...parts.flatMap((part) => ['--out', part]), '--out--', ''].join('\r\n')

describe('signatures of messages', () => {
  let desk: PreferenceDesk
  const pool = new SignaturePool()
  deskForSuite((opened) => void (desk = opened))
  let [bob, eve]: [PgpPerson, PgpPerson] = [] as never
  before(async () => {
    setProcessSingleton('signature-pool', pool)
    bob = await pgpPerson('Bob', 'bob@example.test')
    eve = await pgpPerson('Eve', 'eve@example.test')
  })
  after(() => pool.close())

  const act = (json: Readonly<Record<string, string>>) => desk.browser.ask('/api/keys', { json })
  const kept = () => desk.get<readonly KeptKey[]>('/api/keys')
  const open = async (body: string, type = PGP_SIGNED, header: Readonly<Record<string, string>> = {}) => {
    const { id } = await desk.receive({ header: { 'MIME-Version': '1.0', 'Content-Type': type, ...header }, body })
    const { message } = await desk.screen({ message: id })
    assert.ok(message)
    return message
  }
  const seen = async (...asked: Parameters<typeof open>) => {
    const { signature } = await open(...asked)
    return [signature?.kind, signature?.says]
  }

  test('without a key it is said; with one it is said whose it is, and whether the person has verified it', async () => {
    const { body } = await pgpSigned(PART, [bob])
    assert.deepEqual(await seen(body), ['notice', 'Signed, but there is no key here to check the signature with.'])
    assert.equal((await act({ intent: 'add', text: bob.kept.text })).status, 201)
    assert.deepEqual(await seen(body), ['notice', 'Signed with a key of bob@example.test that you have not verified.'])
    await act({ intent: 'verify', fingerprint: bob.kept.fingerprint })
    assert.deepEqual(await seen(body), ['success', 'Signed by bob@example.test.'])
    assert.deepEqual(await seen(body, PGP_SIGNED, { From: 'Boss <boss@example.test>' }), ['warning', 'Signed by bob@example.test, who is not the sender of this message.'])
    assert.deepEqual(await seen(body, PGP_SIGNED, { From: 'bob@example.test, boss@example.test' }), ['warning', 'Signed by bob@example.test, who is not the sender of this message.'], 'two senders')
    assert.deepEqual(await seen(body, PGP_SIGNED, { From: '"bob@example.test" <boss@example.test>' }), ['warning', 'Signed by bob@example.test, who is not the sender of this message.'], 'a name that looks like an address')
  })

  test('an octet that was changed, or a signature of another message, breaks it', async () => {
    const { body } = await pgpSigned(PART, [bob])
    const broken = ['warning', 'The signature does not fit: what was signed has been changed.']
    assert.deepEqual(await seen(body.replace(', Bob', ', Rob')), broken)
    assert.deepEqual(await seen(body.replace('--sig\r\nContent-Type: text/plain', '--sig\r\nX-Added: x\r\nContent-Type: text/plain')), broken)
    const other = await pgpSigned(PART.replace('Bob', 'the real Bob'), [bob])
    assert.deepEqual(await seen(body.replace(/-----BEGIN PGP[^]*END PGP SIGNATURE-----/, other.signature.trimEnd())), broken)
    const two = await pgpSigned(PART, [bob, eve])
    assert.deepEqual(await seen(two.body), ['success', 'Signed by bob@example.test.'], 'a second one by somebody unknown neither helps nor harms')
  })

  test('of a message that is signed in part only the marks say which part, and it never looks signed as a whole', async () => {
    const { body } = await pgpSigned(PART, [bob])
    const wrapped = mixed('Content-Type: text/plain\r\n\r\nPay Eve 100 at once.', `Content-Type: ${PGP_SIGNED}\r\n\r\n${body}`)
    const { signature } = await open(wrapped, 'multipart/mixed; boundary=out')
    assert.deepEqual([signature?.kind, signature?.says], ['notice', 'Signed by bob@example.test. Only a part of this message is signed; the marks say which.'])
    assert.deepEqual(signature?.marks, { 1: { isSigned: false, says: 'Not signed' }, '2.1': { isSigned: true, says: 'Signed' } })
    const changed = await open(wrapped.replace(', Bob', ', Rob'), 'multipart/mixed; boundary=out')
    assert.equal(changed.signature?.kind, 'warning')
    assert.deepEqual(changed.signature?.marks, { 1: { isSigned: false, says: 'Not signed' } }, 'nothing is marked as signed that is not proven')
    const html = mixed('Content-Type: text/html\r\n\r\n<div style="display:none">', `Content-Type: ${PGP_SIGNED}\r\n\r\n${body}`, 'Content-Type: text/html\r\n\r\n</div>Pay Eve')
    assert.equal((await open(html, 'multipart/mixed; boundary=out')).signature?.kind, 'notice')
    const attached = mixed('Content-Type: text/plain\r\n\r\nPay Eve', `Content-Type: message/rfc822\r\n\r\nFrom: bob@example.test\r\nContent-Type: ${PGP_SIGNED}\r\n\r\n${body}`)
    assert.equal((await open(attached, 'multipart/mixed; boundary=out')).signature, undefined, 'a signed message that is attached says nothing of the one around it')
    const third = body.replace('--sig--', '--sig\r\nContent-Type: text/plain\r\n\r\nPay Eve\r\n--sig--')
    assert.equal((await open(third)).signature, undefined, 'a third part is none of a signed message')
  })

  test('files are marked as the texts are, and HTML as well', async () => {
    const signed = await pgpSigned(mixed('Content-Type: text/html\r\n\r\n<p>Gr\u00fc\u00dfe', 'Content-Type: image/png; name=in.png\r\nContent-Disposition: attachment\r\n\r\nx').replace(/^/, 'Content-Type: multipart/mixed; boundary=out\r\n\r\n').replaceAll('out', 'in'), [bob])
    const wrapped = mixed(`Content-Type: ${PGP_SIGNED}\r\n\r\n${signed.body}`, 'Content-Type: application/pdf; name=out.pdf\r\nContent-Disposition: attachment\r\n\r\nx')
    const { signature, attachments } = await open(wrapped, 'multipart/mixed; boundary=out')
    assert.deepEqual(attachments.map(({ section, name }) => [section, name]), [['1.1.2', 'in.png'], ['2', 'out.pdf']])
    assert.deepEqual(signature?.marks, { '1.1.1': { isSigned: true, says: 'Signed' }, '1.1.2': { isSigned: true, says: 'Signed' }, 2: { isSigned: false, says: 'Not signed' } })
  })

  test('what lies in an S/MIME signature is shown however large it is, and its files can be saved', async () => {
    const inner = (text: string): Buffer => Buffer.from(`Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--i\r\nContent-Type: text/html; name="../x.html"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eA==\r\n--i--\r\n`)
    for (const text of ['Visible words.', `Visible words.${'\r\n0123456789abcdef'.repeat(20_000)}`]) {
      const { type, body } = opaquePart(inner(text))
      const { bodies, attachments, id, signature } = await open(body, `${type}\r\nContent-Transfer-Encoding: base64`)
      assert.match(bodies[0]?.text ?? '', /^Visible words\./)
      assert.equal(bodies[0]?.kind === 'text' && bodies[0].cut, text.length > 100_000)
      assert.equal(signature?.kind === 'success', false)
      assert.deepEqual(attachments.map(({ name, opens }) => [name, opens]), [['smime.p7m', 'packed']])
      const file = (at: number) => desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/parts/1/files/${at}`)
      const saved = await file(1)
      assert.deepEqual([saved.status, saved.headers.get('content-type'), await saved.text()], [200, 'application/octet-stream', '<p>x'])
      assert.doesNotMatch(saved.headers.get('content-disposition') ?? '', /inline|\.\.\//)
      assert.equal(await (await file(0)).text(), text)
      assert.equal((await file(2)).status, 404)
    }
  })

  test('of a text with a signed block no more than the block is signed', async () => {
    const pgp = await loadOpenPgp()
    const block = String(await pgp.sign({ message: await pgp.createCleartextMessage({ text: 'Pay 10 to Bob' }), signingKeys: bob.key })).trim()
    assert.deepEqual(await seen(block, 'text/plain; charset=utf-8'), ['success', 'Signed by bob@example.test.'])
    assert.equal((await seen(block.replace('10', '99'), 'text/plain; charset=utf-8'))[0], 'warning')
    const { id, signature } = await open(`Pay 100 to Eve.\n\n${block}\n\nand another 100.`, 'text/plain; charset=utf-8')
    assert.equal(signature?.kind, 'notice')
    assert.match(signature?.says ?? '', /Only a part/)
    assert.deepEqual(signature?.marks, { 1: { isSigned: true, says: 'Only what stands between the lines BEGIN and END is signed.' } })
    assert.match(await page(id), /Pay 10 to Bob/)
  })

  /** What the page of a message's signatures says. */
  const page = async (id: string): Promise<string> => {
    const { loadSignatures } = await import('#lib/http/signatures/load-signatures.ts')
    const { requireSession } = await import('#lib/http/wiring.ts')
    const { pageWords } = await import('#lib/http/wording/reader-language.ts')
    const { messageRef } = await import('#components/mail-state/place.ts')
    const ref = messageRef('INBOX', id)
    assert.ok(ref)
    return desk.browser.visit(async () => JSON.stringify(await loadSignatures(await requireSession('/'), desk.connections, ref, await pageWords())))
  }

  test('a large message is checked when somebody asks', async () => {
    const { body } = await pgpSigned(`Content-Type: text/plain\r\n\r\n${'0123456789abcdef\r\n'.repeat(8_000)}end`, [bob])
    const { id, signature } = await open(body)
    assert.deepEqual([signature?.kind, signature?.says], ['notice', 'Signed. The signature has not been checked yet.'])
    assert.match(await page(id), /"says":"Signed by bob@example.test."/)
  })

  test('keys that a message brings are offered, and only those that are the sender’s own', async () => {
    const pgp = await loadOpenPgp()
    const key = Buffer.from((await pgp.readKey({ armoredKey: eve.kept.text })).write()).toString('base64')
    const header = (addr: string) => ({ From: 'eve@example.test', Autocrypt: `addr=${addr}; prefer-encrypt=mutual;\r\n keydata=${key.replace(/.{70}/g, '$&\r\n ')}` })
    assert.match(await page((await open('Hello', 'text/plain', header('eve@example.test'))).id), new RegExp(eve.kept.fingerprint))
    assert.doesNotMatch(await page((await open('Hello', 'text/plain', header('bob@example.test'))).id), new RegExp(eve.kept.fingerprint))
    const attached = mixed('Content-Type: text/plain\r\n\r\nMy key', `Content-Type: application/pgp-keys; name=key.asc\r\n\r\n${eve.kept.text}`)
    const { id } = await open(attached, 'multipart/mixed; boundary=out')
    assert.match(await page(id), new RegExp(`"fingerprint":"${eve.kept.fingerprint}".*"isKept":false`))
    await act({ intent: 'add', text: eve.kept.text })
    assert.match(await page(id), /"isKept":true/)
    await act({ intent: 'remove', fingerprint: eve.kept.fingerprint })
  })

  test('the keyring works by forms, takes files, and never keeps a private key', async () => {
    const form = await desk.browser.ask('/api/keys', { form: { intent: 'add', text: eve.armored } })
    assert.match(form.headers.get('location') ?? '', /^\/keys\?notice=/)
    const added = (await kept()).find(({ fingerprint }) => fingerprint === eve.kept.fingerprint)
    assert.deepEqual([added?.isVerified, added?.text.includes('PRIVATE')], [false, false])
    await desk.browser.ask('/api/keys', { form: { intent: 'remove', fingerprint: eve.kept.fingerprint } })
    const pgp = await loadOpenPgp()
    const upload = new FormData()
    upload.append('file', new File([(await pgp.readKey({ armoredKey: eve.kept.text })).write() as Uint8Array<ArrayBuffer>], 'eve.gpg'))
    assert.match((await desk.browser.ask('/api/keys/file', { upload })).headers.get('location') ?? '', /^\/keys\?notice=/)
    assert.deepEqual((await kept()).map(({ name }) => name), ['Bob', 'Eve'])
    for (const text of ['', 'no key', 'x'.repeat(300_000)]) assert.match((await desk.browser.ask('/api/keys', { form: { intent: 'add', text } })).headers.get('location') ?? '', /^\/keys\?failed=/)
    assert.equal((await act({ intent: 'add', text: 'no key' })).status, 400)
    assert.equal((await act({ intent: 'verify', fingerprint: 'no' })).status, 400)
  })
})
