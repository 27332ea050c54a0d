import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import type { ServerUnderTest } from './site.ts'
import type { Config } from '#lib/config/config.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import { AUDITED, type AuditedAct } from '#lib/log/audited.ts'
import { traceFile, traceFolder } from '#lib/log/trace/trace-store.ts'

type Line = Readonly<Record<string, unknown>>
const FROM = { 'x-postern-remote-address': '203.0.113.9', 'x-postern-request-id': 'request-7' }

describe('the audit log of the gateway', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  const done = new Set<string>()
  let [alice, bob] = [new RouteBrowser(), new RouteBrowser()]

  before(async () => {
    server = await startEmbedded({ serviceAccounts: ['alice'] })
    gateway = await configureGateway(server, (loaded): Config => ({ ...loaded, log: { level: 'error' }, sites: [{ ...loaded.sites[0], admins: ['alice'] }] }))
    ;[alice, bob] = [new RouteBrowser(), new RouteBrowser()]
  })
  after(async () => {
    await (await import('#lib/http/admin/announcements.ts')).announcements().close()
    for (const store of ['address-books', 'program-passwords']) await (await processSingleton<{ opened?: Promise<{ close(): Promise<void> }> }>(store, () => ({})).opened)?.close()
    await gateway.end()
    await server.stop()
  })

  /** The lines of the audit log that this request has made: just one, of the documented shape. */
  async function audited(browser: RouteBrowser, path: string, json: unknown, status: number): Promise<Line> {
    const from = gateway.logged.length
    const answer = await browser.ask(path, { ...(json !== undefined && { json }), headers: FROM })
    assert.equal(answer.status, status, path)
    lastAnswer = answer
    const lines = gateway.logged.slice(from).map((line) => JSON.parse(line) as Line).filter(({ event }) => event === 'audit')
    assert.equal(lines.length, 1, `${path}: ${JSON.stringify(lines)}`)
    const { time, level, event, requestId, did, ...what } = lines[0] ?? {}
    assert.deepEqual([typeof time, level, event, requestId, Object.hasOwn(AUDITED, String(did))], ['string', 'info', 'audit', 'request-7', true])
    assert.deepEqual(Object.keys(what), AUDITED[did as AuditedAct].fields.filter((field) => field !== 'text' || 'text' in what), `the manual says so of ${String(did)}`)
    assert.equal(what.remote, '203.0.113.9')
    done.add(String(did))
    return { did, ...what }
  }
  let lastAnswer: Response

  test('signing in, and being refused, by address and without what was typed', async () => {
    assert.deepEqual(await audited(bob, '/api/session', { user: 'my-secret-password', password: 'wrong-secret' }, 401), { did: 'sign-in-refused', site: 'default', remote: '203.0.113.9' })
    assert.deepEqual(await audited(bob, '/api/session', server.bob, 200), { did: 'sign-in', who: 'bob', site: 'default', remote: '203.0.113.9' })
    assert.equal((await audited(alice, '/api/session', server.alice, 200)).who, 'alice')
  })

  test('a password for a program, made and revoked', async () => {
    const made = await audited(bob, '/api/program-passwords', { intent: 'make', name: 'Phone of Bob', password: server.bob.password }, 201)
    const { id, password } = (await lastAnswer.json()) as { id: string; password: string }
    assert.deepEqual(made, { did: 'program-password-made', who: 'bob', site: 'default', remote: '203.0.113.9', password: id })
    assert.equal((await audited(bob, '/api/program-passwords', { intent: 'revoke', id }, 204)).did, 'program-password-revoked')
    assert.ok(!gateway.logged.join('').includes(password))
    const from = gateway.logged.length
    await bob.ask('/api/program-passwords', { json: { intent: 'revoke', id } })
    assert.doesNotMatch(gateway.logged.slice(from).join(''), /"audit"/, 'what is gone already is not revoked')
  })

  test('an address book, shared and taken back', async () => {
    const { id } = (await (await bob.ask('/api/address-books', { json: { title: 'Choir' } })).json()) as { id: string }
    const shared = await audited(bob, `/api/address-books/${id}`, { intent: 'share', name: 'alice', right: 'read' }, 204)
    assert.deepEqual(shared, { did: 'book-shared', who: 'bob', site: 'default', remote: '203.0.113.9', book: id, to: 'user', name: 'alice', right: 'read' })
    assert.equal((await audited(bob, `/api/address-books/${id}`, { intent: 'unshare', to: 'user', name: 'alice' }, 204)).did, 'book-unshared')
  })

  test('what administrators do; what they are refused is not done', async () => {
    assert.deepEqual(await audited(alice, '/api/admin/announcements', { site: 'default', kind: 'alert', text: 'Noon' }, 200), { did: 'announcement', who: 'alice', site: 'default', remote: '203.0.113.9', kind: 'alert', forSite: 'default', text: 'Noon' })
    assert.deepEqual(await audited(alice, '/api/admin/announcements', { site: 'default', kind: 'motd', text: 'Heliotrope' }, 200), { did: 'announcement', who: 'alice', site: 'default', remote: '203.0.113.9', kind: 'motd', forSite: 'default' })
    assert.deepEqual(await audited(alice, '/api/admin/announcements', { site: 'default', kind: 'person', user: 'Bob', text: 'Heliotrope' }, 200), { did: 'alert-to-person', who: 'alice', site: 'default', remote: '203.0.113.9', person: 'bob', ofSite: 'default', act: 'show' })
    assert.equal((await audited(alice, '/api/themes', { intent: 'export', name: 'heather', title: 'Heather' }, 200)).theme, 'heather')
    const traced = await audited(alice, '/api/admin/traces', { user: 'bob', minutes: 5 }, 200)
    assert.deepEqual([traced.who, traced.person, traced.minutes], ['alice', 'bob', 5])
    const folder = traceFolder((await import('#lib/http/wiring.ts')).config().data)
    await writeFile(traceFile(folder, String(traced.trace), 'gateway'), 'said\n')
    assert.equal((await audited(alice, `/api/admin/traces/${String(traced.trace)}?side=gateway`, undefined, 200)).did, 'trace-read')
    assert.equal((await audited(alice, `/api/admin/traces/${String(traced.trace)}`, { act: 'end' }, 200)).did, 'trace-ended')
    assert.equal((await audited(alice, `/api/admin/traces/${String(traced.trace)}`, { act: 'remove' }, 200)).did, 'trace-removed')
    const { personRef } = await import('#lib/gateway/admin/signed-in-people.ts')
    const { sessions } = await import('#lib/http/wiring.ts')
    const account = (await (await sessions()).list()).find((each) => each.account.includes('"bob"'))?.account ?? ''
    const from = gateway.logged.length
    assert.equal((await bob.ask('/api/admin/people/sign-out', { json: { person: personRef(account), confirm: 'yes' } })).status, 404)
    assert.doesNotMatch(gateway.logged.slice(from).join(''), /"audit"/)
    const { who, person, ofSite } = await audited(alice, '/api/admin/people/sign-out', { person: personRef(account), confirm: 'yes' }, 200)
    assert.deepEqual([who, person, ofSite], ['alice', 'bob', 'default'])
  })

  test('somebody’s mail, opened to help them', async () => {
    // Its cookie is for another seat.
    const { cookie } = alice
    assert.deepEqual(await audited(alice, '/api/admin/support', { user: 'bob' }, 200), { did: 'support-begun', who: 'alice', site: 'default', remote: '203.0.113.9', person: 'bob', ofSite: 'default' })
    alice.cookie = cookie
    assert.deepEqual(await audited(alice, '/api/admin/support', { user: 'nobody' }, 422), { did: 'support-refused', who: 'alice', site: 'default', remote: '203.0.113.9', person: 'nobody' })
  })

  test('a password changed, and changed back', async () => {
    for (const [present, next] of [[server.alice.password, 'wrong-secret of another sort'], ['wrong-secret of another sort', server.alice.password]] as const) {
      const changed = await audited(alice, '/api/password', { password: present, new_password: next, new_password_again: next }, 204)
      assert.deepEqual(changed, { did: 'password-changed', who: 'alice', site: 'default', remote: '203.0.113.9', sessions: 0 })
    }
  })

  test('signing out', async () => {
    assert.deepEqual(await audited(alice, '/api/session/end', {}, 204), { did: 'sign-out', who: 'alice', site: 'default', remote: '203.0.113.9' })
  })

  test('that was every act that routes tell, and none with a secret', () => {
    const elsewhere: readonly AuditedAct[] = ['program-sign-in-refused', 'mailbox-shared', 'acted-for', 'support-ended', 'configuration-reloaded', 'configuration-refused', 'command']
    assert.deepEqual([...done, ...elsewhere].sort(), Object.keys(AUDITED).sort())
    assert.doesNotMatch(gateway.logged.join(''), /wrong-secret|my-secret-password|Heliotrope|Phone of Bob/)
    for (const { password } of [server.alice, server.bob]) assert.ok(!gateway.logged.join('').includes(password))
  })
})
