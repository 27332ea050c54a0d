import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { after, before, test } from 'node:test'
import { PIER, startPierDirectory, ZOE_DN, ZOE_PASSWORD, type PierDirectory } from '#lib/testing/directory/pier-directory.ts'
import type { AttributeMap, LdapServer } from '#lib/mail/directory/directory-settings.ts'
import { completionFilter, type Filter } from './filter.ts'
import { LdapConnection } from './ldap-connection.ts'

const ATTRIBUTES: AttributeMap = { name: ['cn'], first: [], last: ['sn'], mail: ['mail'], user: ['uid'], phone: ['telephoneNumber'], organization: [], unit: [], title: [], city: [] }
const PERSON: Filter = { type: 'equal', attribute: 'objectClass', value: 'person' }

let directory: PierDirectory
let server: LdapServer
before(async () => {
  directory = await startPierDirectory()
  server = { host: '127.0.0.1', port: directory.port, tls: 'none', verify: true, timeout: 1000 }
})
after(() => directory.close())

async function found(filter: Filter, limit = 10): Promise<{ readonly names: readonly string[]; readonly hasMore: boolean }> {
  const connection = await LdapConnection.open(server)
  try {
    const { entries, hasMore } = await connection.search({ base: PIER, scope: 'sub', filter, attributes: ['cn', 'mail'], limit })
    return { names: entries.map(({ values }) => String(values.get('cn')?.[0])), hasMore }
  } finally {
    await connection.close()
  }
}

const typed = (text: string): Filter => {
  const filter = completionFilter(text, ATTRIBUTES, PERSON)
  assert.ok(filter)
  return filter
}

test('a few letters find people of any script, in whatever order they are typed', async () => {
  assert.deepEqual(await found(typed('zoë')), { names: ['Zoë Ōe'], hasMore: false })
  assert.deepEqual(await found(typed('Ōe zo')), { names: ['Zoë Ōe'], hasMore: false })
  assert.deepEqual(await found(typed('ада')), { names: ['Ада Петрова'], hasMore: false })
  assert.deepEqual(await found(typed('meyer@pi')), { names: ['Grete Meyer'], hasMore: false })
  assert.deepEqual(await found(typed('nobody')), { names: [], hasMore: false })
})

test('what sounds alike, what is contained, and a telephone number are found', async () => {
  assert.deepEqual((await found({ type: 'approx', attribute: 'sn', value: 'Mayer' })).names, ['Hans Meier', 'Grete Meyer'])
  assert.deepEqual((await found({ type: 'substring', attribute: 'cn', initial: '', any: ['PETRO'] })).names, [])
  assert.deepEqual((await found({ type: 'substring', attribute: 'cn', initial: '', any: ['етр'] })).names, ['Ада Петрова'])
  assert.deepEqual((await found({ type: 'equal', attribute: 'telephoneNumber', value: '+43 1 234' })).names, ['Zoë Ōe'])
})

test('what has a meaning in filters is a text like any other', async () => {
  assert.deepEqual((await found(typed('crew3 (deck*)'))).names, [])
  assert.deepEqual((await found({ type: 'substring', attribute: 'cn', initial: 'Crew 3 (deck*', any: [] })).names, ['Crew 3 (deck*)'])
  for (const text of ['*', '*)(uid=*', ')', '\\', '\\2a', '\0']) assert.deepEqual((await found({ type: 'equal', attribute: 'uid', value: text })).names, [], text)
})

test('that there is more is told, by the directory’s own limit too', async () => {
  const crew = typed('crew')
  assert.deepEqual([(await found(crew, 10)).names.length, (await found(crew, 10)).hasMore], [10, true])
  assert.equal((await found(crew, 30)).hasMore, false)
  assert.equal((await found(crew, 29)).hasMore, true)
})

test('somebody’s password is their own, and none at all is nobody’s', async () => {
  const connection = await LdapConnection.open(server, { user: ZOE_DN, password: ZOE_PASSWORD })
  assert.equal(connection.isUsable, true)
  await connection.close()
  assert.equal(connection.isUsable, false)
  for (const password of ['wrong', '']) await assert.rejects(LdapConnection.open(server, { user: ZOE_DN, password }), { name: 'DirectoryFailure', kind: 'credentials' })
})

test('a server that is not there, says nothing, or speaks something else is told apart', async () => {
  await assert.rejects(LdapConnection.open({ ...server, port: 9 }), { kind: 'unreachable' })
  await assert.rejects(LdapConnection.open({ ...server, host: 'nowhere.invalid' }), { kind: 'unknown-host' })
  const mute = await listening(() => undefined)
  await assert.rejects(LdapConnection.open({ ...server, port: mute.port, timeout: 200 }), { kind: 'timeout' })
  await mute.close()
  const hasty = await listening((socket) => socket.end())
  await assert.rejects(LdapConnection.open({ ...server, port: hasty.port }), { kind: 'unreachable' })
  await hasty.close()
  await assert.rejects(LdapConnection.open({ ...server, tls: 'starttls' }), { name: 'DirectoryFailure' })
})

async function listening(serve: (socket: import('node:net').Socket) => void): Promise<{ readonly port: number; close(): Promise<void> }> {
  const listener: Server = createServer(serve)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return { port: (listener.address() as AddressInfo).port, close: async () => { listener.close() } }
}
