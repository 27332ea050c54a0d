import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { checkDetached } from '#lib/openpgp/check-signature.ts'
import type { KeptKey } from '#lib/mail/reading/trust/signature.ts'
import { runSignatureJob } from '#lib/signatures/signature-job.ts'
import { checkCms } from '#lib/signatures/smime/check-cms.ts'
import { keptKey } from '../signatures/pgp-people.ts'

const PART = 'Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u00fc\u00dfe,\r\nBob\r\n'
const OPENSSL = findProgram('openssl') ?? 'openssl'
const GPG = findProgram('gpg') ?? 'gpg'

/** What other programs sign, and what is done to it on the way. */
describe('signatures of other programs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postern-signed-'))
  const file = (name: string): string => path.join(folder, name)
  const read = (name: string): string => readFileSync(file(name), 'utf8')
  const run = (program: string, args: readonly string[], input?: string): Buffer => execFileSync(program, [...args], { cwd: folder, input, stdio: ['pipe', 'pipe', 'ignore'] })
  const openssl = (...args: string[]): Buffer => run(OPENSSL, args)

  /** A certificate that the authority has issued. */
  const issue = (name: string, extensions: readonly string[], { issuer = 'ca', days = '30' } = {}): void => {
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    writeFileSync(file(`${name}.ext`), extensions.join('\n'))
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', days, '-out', `${name}.pem`, '-extfile', `${name}.ext`)
  }
  const MAIL = ['keyUsage=digitalSignature', 'extendedKeyUsage=emailProtection']
  const signWith = (name: string, ...more: string[]): Uint8Array => {
    openssl('cms', '-sign', '-binary', '-in', 'part', '-signer', `${name}.pem`, '-inkey', `${name}.key`, '-outform', 'DER', '-out', 'signature.p7s', ...more)
    return readFileSync(file('signature.p7s'))
  }
  const content = Buffer.from(PART)
  const check = (signature: Uint8Array, { about = content as Uint8Array | 'inside', keyring = [] as readonly KeptKey[], authorities = read('ca.pem') } = {}) => checkCms({ signature, content: about === 'inside' ? undefined : about, keyring, authorities })

  before(() => {
    writeFileSync(file('part'), PART)
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Test authority', '-addext', 'keyUsage=keyCertSign')
    issue('bob', [...MAIL, 'subjectAltName=email:Bob@Example.test'])
  })
  after(() => {
    try {
      run('gpgconf', ['--homedir', folder, '--kill', 'all'])
    } catch {
      // No agent was started.
    }
    rmSync(folder, { recursive: true, force: true })
  })

  test('a signature by openssl leads to the authority that the site trusts', async () => {
    const { outcomes: [outcome, ...more] } = await check(signWith('bob'))
    assert.deepEqual([outcome?.state, more.length, outcome?.signer?.name, outcome?.signer?.addresses, outcome?.signer?.issuer, outcome?.signer?.trust], ['valid', 0, 'bob', ['bob@example.test'], 'Test authority', 'verified'])
    assert.equal((await check(signWith('bob'), { authorities: '' })).outcomes[0]?.signer?.trust, 'unknown')
  })

  test('a certificate that the person trusts by hand needs no authority', async () => {
    const { keys: [key] } = await runSignatureJob({ kind: 'keys', source: read('bob.pem') })
    assert.deepEqual([key?.format, key?.addresses], ['smime', ['bob@example.test']])
    assert.ok(key)
    for (const [isVerified, trust] of [[true, 'verified'], [false, 'known']] as const) {
      assert.equal((await check(signWith('bob'), { authorities: '', keyring: [{ ...key, isVerified, added: 0 }] })).outcomes[0]?.signer?.trust, trust)
    }
  })

  test('what was changed, put in by another signature, or signed with a weak digest is not taken for signed', async () => {
    assert.equal((await check(signWith('bob'), { about: Buffer.from(PART.replace('Bob', 'Rob')) })).outcomes[0]?.state, 'broken')
    const embedded = signWith('bob', '-nodetach')
    assert.equal((await check(embedded, { about: Buffer.from('Pay Eve') })).outcomes[0]?.state, 'unreadable', 'content of its own in the place of what is shown')
    assert.equal((await check(signWith('bob'), { about: 'inside' })).outcomes[0]?.state, 'unreadable')
    assert.equal((await check(signWith('bob', '-md', 'sha1'))).outcomes[0]?.state, 'unreadable')
    assert.equal((await check(signWith('bob', '-nocerts'))).outcomes[0]?.state, 'no-key')
    for (const none of [Buffer.alloc(0), Buffer.from('hello'), signWith('bob').subarray(0, 300)]) assert.equal((await check(none)).outcomes[0]?.state, 'unreadable')
  })

  test('what lies inside the signature is given out', async () => {
    const { outcomes: [outcome], content: inside } = await check(signWith('bob', '-nodetach'), { about: 'inside' })
    assert.deepEqual([outcome?.state, Buffer.from(inside ?? []).toString()], ['valid', PART])
  })

  test('a certificate is one for mail, of an authority, and valid when it signed', async () => {
    issue('web', ['keyUsage=digitalSignature', 'extendedKeyUsage=serverAuth', 'subjectAltName=email:bob@example.test'])
    assert.equal((await check(signWith('web'))).outcomes[0]?.state, 'unreadable')
    issue('cipher', ['keyUsage=keyEncipherment', 'subjectAltName=email:bob@example.test'])
    assert.equal((await check(signWith('cipher'))).outcomes[0]?.state, 'unreadable')
    // Somebody with a certificate issues another one, and is no authority.
    issue('forged', [...MAIL, 'subjectAltName=email:boss@example.test'], { issuer: 'bob' })
    assert.deepEqual((await check(signWith('forged', '-certfile', 'bob.pem'))).outcomes.map(({ state, signer }) => [state, signer?.trust]), [['valid', 'unknown']])
    issue('between', ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'])
    issue('carol', [...MAIL, 'subjectAltName=email:carol@example.test'], { issuer: 'between' })
    assert.equal((await check(signWith('carol', '-certfile', 'between.pem'))).outcomes[0]?.signer?.trust, 'verified')
    issue('deeper', ['basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign'], { issuer: 'between' })
    issue('dave', [...MAIL, 'subjectAltName=email:dave@example.test'], { issuer: 'deeper' })
    writeFileSync(file('chain.pem'), read('deeper.pem') + read('between.pem'))
    assert.equal((await check(signWith('dave', '-certfile', 'chain.pem'))).outcomes[0]?.signer?.trust, 'unknown', 'pathlen')
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'past.key', '-out', 'past.csr', '-subj', '/CN=past')
    writeFileSync(file('index.txt'), '')
    writeFileSync(file('ca.conf'), ['[ca]', 'default_ca=c', '[c]', 'database=index.txt', 'rand_serial=yes', 'default_md=sha256', 'policy=p', 'new_certs_dir=.', '[p]', 'commonName=supplied'].join('\n'))
    openssl('ca', '-batch', '-config', 'ca.conf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-in', 'past.csr', '-out', 'past.pem', '-startdate', '20200101000000Z', '-enddate', '20200201000000Z', '-notext')
    assert.equal((await check(signWith('past'))).outcomes[0]?.state, 'expired')
  })

  test('a signature by GnuPG fits, until an octet changes', async () => {
    run(GPG, ['--homedir', folder, '--batch', '--pinentry-mode', 'loopback', '--passphrase', '', '--quick-generate-key', 'Grace <grace@example.test>', 'ed25519', 'sign', '1y'])
    const key = await keptKey(run(GPG, ['--homedir', folder, '--armor', '--export', 'grace@example.test']).toString())
    const signature = run(GPG, ['--homedir', folder, '--batch', '--armor', '--detach-sign', '--textmode', '-u', 'grace@example.test'], PART)
    const [outcome] = await checkDetached(content, signature, [key])
    assert.deepEqual([outcome?.state, outcome?.signer?.addresses], ['valid', ['grace@example.test']])
    assert.equal((await checkDetached(Buffer.from(PART.replace('Bob', 'Rob')), signature, [key]))[0]?.state, 'broken')
    const clear = run(GPG, ['--homedir', folder, '--batch', '--clearsign', '-u', 'grace@example.test'], 'Pay 10\n- to Bob\n').toString()
    const checked = await runSignatureJob({ kind: 'clear', block: clear.trim(), keyring: [key] })
    assert.deepEqual([checked.outcomes[0]?.state, checked.text?.trim()], ['valid', 'Pay 10\n- to Bob'])
  })
})
