import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { generate } from 'selfsigned'
import { Directory, type Asker } from '#lib/directory/directory.ts'
import { USUAL_ATTRIBUTES, type LdapServer } from '#lib/mail/directory/directory-settings.ts'
import { startSlapd, type RunningSlapd } from './slapd.ts'

const ASKER: Asker = { user: 'bob', credentials: () => ({ user: 'bob', password: 'x' }) }
const organization = (base: string): string => `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\ndc: ${/dc=([^,]+)/.exec(base)?.[1]}\no: x\n`
const person = (uid: string, base: string): string => `dn: uid=${uid},${base}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${uid}\nsn: ${uid}\nmail: ${uid}@example.test\n`

const folder = mkdtempSync(join(tmpdir(), 'postern-slapd-tls-'))
const [certificate, key, other] = ['certificate.pem', 'key.pem', 'other.pem'].map((name) => join(folder, name)) as [string, string, string]

let far: RunningSlapd
let near: RunningSlapd
before(async () => {
  const own = await generate([{ name: 'commonName', value: 'localhost' }], { extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] })
  writeFileSync(certificate, own.cert)
  writeFileSync(key, own.private)
  writeFileSync(other, (await generate([{ name: 'commonName', value: 'localhost' }])).cert)
  far = await startSlapd({ base: 'dc=far,dc=test', ldif: [organization('dc=far,dc=test'), person('zoe', 'dc=far,dc=test')].join('\n') })
  const reference = `dn: ou=elsewhere,dc=near,dc=test\nobjectClass: referral\nobjectClass: extensibleObject\nou: elsewhere\nref: ldap://127.0.0.1:${far.port}/dc=far,dc=test\n`
  near = await startSlapd({ base: 'dc=near,dc=test', tls: { certificate, key }, ldif: [organization('dc=near,dc=test'), person('zora', 'dc=near,dc=test'), reference].join('\n') })
})
after(async () => {
  await near.stop()
  await far.stop()
  rmSync(folder, { recursive: true })
})

/** Whom "zo" finds. */
async function found(server: Partial<LdapServer>): Promise<readonly string[]> {
  const directory = new Directory({ name: 'near', title: 'Near', base: 'dc=near,dc=test', identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port: near.port, tls: 'none', verify: true, timeout: 3000, ...server } })
  try {
    return (await directory.complete('zo', ASKER, 5)).entries.map(({ name }) => name)
  } finally {
    await directory.close()
  }
}

test('a directory is trusted by the certificates that are named, by TLS and by StartTLS', async () => {
  for (const [tls, port] of [['starttls', near.port], ['tls', near.tlsPort ?? 0]] as const) {
    assert.deepEqual(await found({ host: 'localhost', tls, port, certificates: certificate }), ['zora'], tls)
    await assert.rejects(found({ host: 'localhost', tls, port }), { kind: 'certificate' }, `${tls}: nobody vouches for it`)
    await assert.rejects(found({ host: 'localhost', tls, port, certificates: other }), { kind: 'certificate' }, `${tls}: somebody else’s`)
    await assert.rejects(found({ host: '127.0.0.1', tls, port, certificates: certificate }), { kind: 'certificate' }, `${tls}: of another name`)
  }
})

test('one that is asked for TLS and has none is not asked in the clear', async () => {
  await assert.rejects(found({ host: 'localhost', tls: 'starttls', port: far.port, certificates: certificate }), { name: 'DirectoryFailure' })
  await assert.rejects(found({ host: 'localhost', tls: 'tls', port: far.port, certificates: certificate }), { name: 'DirectoryFailure' })
})

test('where it refers to is asked only if the configuration names it', async () => {
  assert.deepEqual(await found({}), ['zora'])
  assert.deepEqual(await found({ referrals: ['elsewhere.example.org'] }), ['zora'])
  assert.deepEqual(await found({ referrals: ['127.0.0.1'] }), ['zora', 'zoe'])
})

test('one that answers slowly is waited for as long as it is given, and no longer', async () => {
  // Every piece of an answer waits.
  const slow = createServer((socket) => {
    const behind = connect(near.port, '127.0.0.1')
    socket.pipe(behind)
    behind.on('data', (piece) => void setTimeout(() => socket.write(piece), 300))
    for (const [one, two] of [[socket, behind], [behind, socket]] as const) one.on('error', () => two.destroy()).on('close', () => two.destroy())
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const { port } = slow.address() as AddressInfo
  assert.deepEqual(await found({ port, timeout: 10_000 }), ['zora'])
  await assert.rejects(found({ port, timeout: 50 }), { kind: 'timeout' })
  slow.close()
})
