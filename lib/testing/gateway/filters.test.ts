import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { failedForm, notice, rememberedFields } from '#lib/http/failed-forms.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { SieveServer } from '../fakes/sieve-server.ts'
import { startEmbedded } from './embedded-server.ts'
import { type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import type { ServerUnderTest } from './site.ts'

describe('the routes of filters', () => {
  let server: ServerUnderTest
  let sieve: SieveServer
  let gateway: ConfiguredGateway
  let config: Config
  let [alice, bob]: readonly [RouteBrowser, RouteBrowser] = [new RouteBrowser(), new RouteBrowser()]

  const location = (response: Response): URL => {
    assert.equal(response.status, 303)
    return new URL(response.headers.get('location') ?? '', ORIGIN)
  }
  const revisionOf = async (name: string): Promise<string> => {
    const { readFilter } = await import('#lib/gateway/filters/read-filter.ts')
    return (await readFilter({ server: { host: '127.0.0.1', port, tls: 'none', verify: false }, credentials: server.alice, signal: new AbortController().signal }, name)).revision
  }
  let port: number

  before(async () => {
    server = await startEmbedded()
    sieve = new SieveServer({ users: { [server.alice.user]: server.alice.password, [server.bob.user]: server.bob.password } })
    const address = await sieve.listen()
    port = address.port
    gateway = await configureGateway(server, (loaded) => {
      const served = withServers(loaded, (servers) => ({ ...servers, sieve: address }))
      const [first, ...others] = served.sites
      return (config = { ...served, sites: [{ ...first, modules: { ...first.modules, filters: true } }, ...others] })
    })
    ;[alice, bob] = [new RouteBrowser(), new RouteBrowser()]
    await alice.signIn(server.alice)
    await bob.signIn(server.bob)
  })
  after(async () => {
    await gateway.end()
    await sieve.close()
    await server.stop()
  })

  test('a form saves a filter and comes to its page; the same as data', async () => {
    const saved = location(await alice.ask('/api/filters', { form: { intent: 'save', name: ' Lists ', text: 'keep;\r\n', revision: '' } }))
    assert.deepEqual([saved.pathname, saved.searchParams.get('name'), notice(saved.searchParams.get('notice') ?? '')], ['/filters/edit', 'Lists', 'The filter Lists was saved. It is not in use.'])
    const again = await alice.ask('/api/filters', { json: { intent: 'save', name: 'Lists', text: '# b\r\nkeep;\r\n', revision: await revisionOf('Lists') } })
    assert.deepEqual(await again.json(), { sentence: 'The filter Lists was saved. It is not in use.', revision: await revisionOf('Lists') })
    assert.equal((await alice.ask('/api/filters', { json: { intent: 'use', name: 'Lists' } })).status, 204)
    assert.deepEqual(await (await alice.ask('/api/filters')).json(), [{ name: 'Lists', isActive: true }])
    assert.deepEqual(await (await bob.ask('/api/filters')).json(), [], 'nobody else has it')
    const file = await alice.ask('/api/filters/script?name=Lists')
    assert.deepEqual([await file.text(), file.headers.get('content-disposition')], ['# b\r\nkeep;\r\n', 'attachment; filename="Lists.sieve"'])
  })

  test('a mistake comes back with the line, and the form with all that was typed', async () => {
    const form = { name: 'Lists', text: 'keep;\r\nfrobnicate;\r\n', revision: await revisionOf('Lists'), return: '/filters/edit?name=Lists' }
    for (const intent of ['save', 'check']) {
      const failed = failedForm(location(await alice.ask('/api/filters', { form: { ...form, intent } })).searchParams.get('failed') ?? '')
      assert.deepEqual([failed?.status, failed?.refusal?.name, failed?.fields.text], [422, 'filter-wrong', [form.text]])
      const answer = await alice.ask('/api/filters', { json: { ...form, intent } })
      const body = (await answer.json()) as { answer: string; line: number; where: string }
      assert.deepEqual([answer.status, body.line, body.where], [422, 2, 'Line 2'])
      assert.match(body.answer, /unknown command 'frobnicate'/)
    }
    const right = location(await alice.ask('/api/filters', { form: { ...form, intent: 'check', text: 'discard;' } }))
    assert.equal(notice(right.searchParams.get('notice') ?? ''), 'The mail server found no mistakes. Nothing was saved.')
    assert.deepEqual(rememberedFields(right.searchParams.get('typed') ?? '')?.text, ['discard;'])
    assert.equal(sieve.of(server.alice.user).scripts.get('Lists'), '# b\r\nkeep;\r\n')
    assert.doesNotMatch(gateway.logged.join(), /frobnicate/, 'what somebody filters is nobody’s to read in a log')
    assert.ok(!gateway.logged.join().includes(server.alice.password))
  })

  test('what was changed elsewhere is a conflict, and nothing is lost', async () => {
    const revision = await revisionOf('Lists')
    sieve.of(server.alice.user).scripts.set('Lists', '# elsewhere')
    const failed = failedForm(location(await alice.ask('/api/filters', { form: { intent: 'save', name: 'Lists', text: '# mine', revision, return: '/filters/edit?name=Lists' } })).searchParams.get('failed') ?? '')
    assert.deepEqual([failed?.status, failed?.refusal?.name, failed?.fields.text], [409, 'filter-changed', ['# mine']])
    const beside = location(await alice.ask('/api/filters', { form: { intent: 'save', name: 'Lists', text: '# mine', revision, as: 'Mine' } }))
    assert.equal(beside.searchParams.get('name'), 'Mine')
    const { scripts } = sieve.of(server.alice.user)
    assert.deepEqual([scripts.get('Lists'), scripts.get('Mine')], ['# elsewhere', '# mine'])
  })

  test('it is renamed; deleted only after a tick, and not while it is in use', async () => {
    const renamed = location(await alice.ask('/api/filters', { form: { intent: 'rename', name: 'Mine', to: 'Other' } }))
    assert.equal(renamed.searchParams.get('name'), 'Other')
    const revision = await revisionOf('Other')
    const refusalOf = async (form: Readonly<Record<string, string>>): Promise<unknown> => failedForm(location(await alice.ask('/api/filters', { form: { intent: 'delete', ...form } })).searchParams.get('failed') ?? '')?.refusal?.name
    assert.equal(await refusalOf({ name: 'Other', revision }), 'filter-not-confirmed')
    assert.equal(await refusalOf({ name: 'Lists', revision: await revisionOf('Lists'), confirm: 'yes' }), 'filter-active')
    assert.equal(location(await alice.ask('/api/filters', { form: { intent: 'delete', name: 'Other', revision, confirm: 'yes' } })).pathname, '/filters')
    assert.deepEqual([...sieve.of(server.alice.user).scripts.keys()], ['Lists'])
  })

  test('what is no such form is refused; where there is no server for them there is no route', async () => {
    for (const json of [{}, { intent: 'save' }, { intent: 'drop', name: 'Lists' }, { intent: 'delete', name: 'Lists' }, { intent: 'use', name: { a: 1 } }]) assert.equal((await alice.ask('/api/filters', { json })).status, 400, JSON.stringify(json))
    const [first, ...others] = config.sites
    for (const site of [{ ...first, modules: { ...first.modules, filters: false } }, { ...first, servers: { ...first.servers, sieve: undefined } }]) {
      setProcessSingleton('config', { ...config, sites: [site as typeof first, ...others] })
      for (const path of ['/api/filters', '/api/filters/script?name=Lists']) assert.equal((await alice.ask(path)).status, 404)
      assert.equal((await alice.ask('/api/filters', { json: { intent: 'use', name: 'Lists' } })).status, 404)
    }
    setProcessSingleton('config', config)
  })
})
