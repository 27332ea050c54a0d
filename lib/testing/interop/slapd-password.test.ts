import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Directory } from '#lib/directory/directory.ts'
import { passwordAtDirectory } from '#lib/gateway/password/at-directory.ts'
import type { GatewayError } from '#lib/mail/gateway-error.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { startSlapd, type RunningSlapd } from './slapd.ts'

const BASE = 'dc=example,dc=test'
const LDIF = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: x\n`,
  ...['bob', 'eve'].map((uid) => `dn: uid=${uid},${BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${uid}\nsn: ${uid}\nuserPassword: secret\n`),
].join('\n')

const settingsAt = (port: number): DirectorySettings => ({ name: 'campus', title: 'Campus', base: BASE, identity: { as: 'person', dn: `uid=%u,${BASE}` }, attributes: USUAL_ATTRIBUTES, changesPasswords: true, server: { host: '127.0.0.1', port, tls: 'none', verify: true, timeout: 3000 } })

let slapd: RunningSlapd
let directory: Directory
before(async () => {
  slapd = await startSlapd({ ldif: LDIF, base: BASE, ownPasswords: true })
  directory = new Directory(settingsAt(slapd.port))
})
after(async () => {
  await directory.close()
  await slapd.stop()
})

const driver = (user: string, at = directory) => passwordAtDirectory(at, { user, credentials: () => ({ user, password: 'not asked for' }) })

async function refusal(work: Promise<void>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    const { refusal: said, message, cause } = error as GatewayError
    assert.equal(cause, undefined)
    assert.doesNotMatch(message, /secret|next/)
    return said
  }
  return undefined
}

test('a password is changed by whoever knows it, octet by octet, and of nobody else', async () => {
  const next = 'the next: näxt "🔑" {5} '
  await driver('bob').change('secret', next)
  assert.deepEqual(await refusal(driver('bob').change('secret', 'next')), { name: 'password-wrong' })
  await driver('bob').change(next, 'back again')
  await driver('eve').change('secret', 'her next')
  assert.deepEqual(await refusal(driver('nobody').change('secret', 'next')), { name: 'password-wrong' })
  assert.deepEqual(await refusal(driver('bob').change('', 'next')), { name: 'password-wrong' })
})

test('a directory that takes no password says so in its words, and one that is away is named', async () => {
  const strict = await startSlapd({ ldif: LDIF, base: BASE })
  const other = new Directory(settingsAt(strict.port))
  try {
    const said = (await refusal(driver('bob', other).change('secret', 'next'))) as { name: string; with: { answer: string } }
    assert.equal(said.name, 'password-refused')
    assert.notEqual(said.with.answer, '')
  } finally {
    await other.close()
    await strict.stop()
  }
  const gone = new Directory(settingsAt(strict.port))
  assert.deepEqual(await refusal(driver('bob', gone).change('secret', 'next')), { name: 'password-directory' })
  await gone.close()
})
