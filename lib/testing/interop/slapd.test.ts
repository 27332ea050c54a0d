import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Directory, type Asker } from '#lib/directory/directory.ts'
import { demoPeople } from '#lib/demo/demo-people.ts'
import type { DirectoryField, DirectoryMatch } from '#lib/mail/directory/directory-query.ts'
import { USUAL_ATTRIBUTES, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { startSlapd, type RunningSlapd } from './slapd.ts'

const BASE = 'dc=example,dc=test'
const PEOPLE = demoPeople('example.test')
const SERVICE = { dn: `cn=postern,${BASE}`, password: 'Blaß & "quoted"' }
const ASKER: Asker = { user: 'bob', credentials: () => ({ user: 'bob', password: 'x' }) }

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const LDIF = [
  `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: x\n`,
  `dn: ${SERVICE.dn}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: postern\nuserPassword:: ${base64(SERVICE.password)}\n`,
  ...PEOPLE.map(({ uid, first, last, address, phone, title }) =>
    `dn: uid=${uid},${BASE}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn:: ${base64(`${first} ${last}`)}\nsn:: ${base64(last)}\ngivenName:: ${base64(first)}\nmail: ${address}\ntelephoneNumber: ${phone}\ntitle: ${title}\njpegPhoto:: /9j/4AAQ\n`),
].join('\n')

let slapd: RunningSlapd
before(async () => void (slapd = await startSlapd({ ldif: LDIF, base: BASE, sizeLimit: 50 })))
after(() => slapd.stop())

async function withDirectory<T>(more: Partial<DirectorySettings>, use: (directory: Directory) => Promise<T>): Promise<T> {
  const directory = new Directory({ name: 'campus', title: 'Campus', base: BASE, identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES, server: { host: '127.0.0.1', port: slapd.port, tls: 'none', verify: true, timeout: 1000 }, ...more })
  try {
    return await use(directory)
  } finally {
    await directory.close()
  }
}

const names = (field: DirectoryField, match: DirectoryMatch, text: string): Promise<readonly string[]> =>
  withDirectory({}, async (directory) => (await directory.lookUp({ conditions: [{ field, match, text }], join: 'and', scope: 'sub' }, ASKER, 20)).entries.map(({ name }) => name))

test('slapd finds by name, in any script, by part, by telephone number and by sound', async () => {
  assert.deepEqual(await names('name', 'is', 'Zoë 山本'), ['Zoë 山本'])
  assert.equal((await names('last', 'begins', 'Ле')).length, 20)
  assert.equal((await names('last', 'contains', 'AMICO')).length, 20)
  assert.equal((await names('last', 'is', 'Smith (Sr.)')).length, 20)
  assert.deepEqual(await names('phone', 'is', PEOPLE[7]?.phone ?? ''), [`${PEOPLE[7]?.first} ${PEOPLE[7]?.last}`])
  assert.ok((await names('last', 'sounds', 'Kowaltschik')).every((name) => name.endsWith('Kowalczyk')))
  for (const text of ['*', '*)(uid=*', '\\2a']) assert.deepEqual(await names('last', 'is', text), [], text)
})

test('that there is more is told, also where the server’s own limit is lower than ours', async () => {
  await withDirectory({}, async (directory) => {
    const few = await directory.complete('ada', ASKER, 20)
    assert.deepEqual([few.entries.length, few.hasMore], [20, false])
    assert.deepEqual(await directory.complete('a', ASKER, 10).then(({ entries, hasMore }) => [entries.length, hasMore]), [10, true])
    const all = await directory.lookUp({ conditions: [{ field: 'mail', match: 'contains', text: '@' }], join: 'and', scope: 'sub' }, ASKER, 100)
    assert.deepEqual([all.entries.length, all.hasMore], [50, true])
    const details = await directory.read(all.entries[0]?.dn ?? '', ASKER)
    assert.deepEqual([details?.entry.name, details?.hasPhoto, details?.hasCertificate], [all.entries[0]?.name, true, false])
    assert.deepEqual(Buffer.from((await directory.octets(all.entries[0]?.dn ?? '', 'photo', ASKER)) ?? []).toString('base64'), '/9j/4AAQ')
    assert.equal(await directory.read(`uid=nobody,${BASE}`, ASKER), undefined)
    assert.equal(await directory.read(SERVICE.dn, ASKER), undefined, 'neither a person nor a group')
  })
})

test('a service asks with its own password, and a wrong one is told', async () => {
  assert.equal((await withDirectory({ identity: { as: 'service', ...SERVICE } }, (directory) => directory.complete('ada brandt', ASKER, 5))).entries.length, 1)
  await assert.rejects(withDirectory({ identity: { as: 'service', dn: SERVICE.dn, password: 'wrong' } }, (directory) => directory.complete('ada', ASKER, 5)), { kind: 'credentials' })
  await assert.rejects(withDirectory({ base: 'dc=nowhere' }, (directory) => directory.complete('ada', ASKER, 5)), { kind: 'no-such-base' })
})

test('one that is stopped and hangs is given up in time, and answers again when it goes on', async () => {
  await withDirectory({}, async (directory) => {
    await directory.complete('ada', ASKER, 5)
    await freeze(slapd.pid)
    await assert.rejects(directory.complete('zoe', ASKER, 5), { kind: 'timeout' })
    process.kill(slapd.pid, 'SIGCONT')
    assert.equal((await directory.complete('zoe', ASKER, 5)).entries.length, 5)
  })
})

/** Stops a process and waits until each of its threads stands: the signal reaches a busy one a moment later. */
async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  const stands = (thread: string): boolean => / [tT] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'))
  while (!readdirSync(`/proc/${pid}/task`).every(stands)) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('one that ends and comes back is asked again over a new connection', async () => {
  const short = await startSlapd({ ldif: LDIF, base: BASE })
  await withDirectory({ server: { host: '127.0.0.1', port: short.port, tls: 'none', verify: true, timeout: 1000 } }, async (directory) => {
    await directory.complete('ada', ASKER, 5)
    await short.stop()
    await assert.rejects(directory.complete('zoe', ASKER, 5), { kind: 'unreachable' })
    const again = await startSlapd({ ldif: LDIF, base: BASE, port: short.port })
    assert.equal((await directory.complete('zoe', ASKER, 5)).entries.length, 5)
    await again.stop()
  })
})
