import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, ORIGIN, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import { GatewaySite, letter, put, type ServerUnderTest } from './site.ts'
import type { AddressBookStore } from '#lib/gateway/address-book/open-store.ts'
import type { CardView } from '#lib/gateway/address-book/view-card.ts'
import type { Config } from '#lib/config/config.ts'
import { failedForm, notice } from '#lib/http/failed-forms.ts'
import { processSingleton, setProcessSingleton } from '#lib/http/process-singleton.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

describe('the routes of address books', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: ConfiguredGateway
  let config: Config
  let [alice, bob]: readonly [RouteBrowser, RouteBrowser] = [new RouteBrowser(), new RouteBrowser()]
  let book: string

  const data = async <T>(browser: RouteBrowser, path: string): Promise<T> => (await (await browser.ask(path, { headers: { Accept: 'application/json' } })).json()) as T
  const make = async (fields: Readonly<Record<string, unknown>>): Promise<string> => ((await (await alice.ask(`/api/address-books/${book}/contacts`, { json: fields })).json()) as { id: string }).id
  const location = (response: Response): URL => {
    assert.equal(response.status, 303)
    return new URL(response.headers.get('location') ?? '', ORIGIN)
  }

  before(async () => {
    server = await startEmbedded()
    site = new GatewaySite(server.address)
    gateway = await configureGateway(server, (loaded) => (config = loaded))
    ;[alice, bob] = [new RouteBrowser(), new RouteBrowser()]
    await alice.signIn(server.alice)
    await bob.signIn(server.bob)
    book = (await data<readonly Book[]>(alice, '/api/address-books'))[0]?.id ?? ''
  })
  after(async () => {
    await (await processSingleton<{ opened?: Promise<AddressBookStore> }>('address-books', () => ({})).opened)?.close()
    await gateway.end()
    site.close()
    await server.stop()
  })

  test('a form makes a contact, with several addresses, and comes to its page', async () => {
    const made = location(await alice.ask(`/api/address-books/${book}/contacts`, { form: { given: 'Ann', family: 'Smith', email: ['ann@example.test', '', 'work@example.test'], emailWas: ['', '', ''], emailKind: ['home', 'home', 'work'], street: '1 Pier', postalWas: '', postalKind: 'home' } }))
    assert.equal(notice(made.searchParams.get('notice') ?? undefined), 'Ann Smith was added.')
    const { card } = await data<CardView>(alice, `/api${made.pathname.replace('address-book', 'address-books').replace(/\/([^/]+)$/, '/contacts/$1')}`)
    assert.deepEqual(card.card.properties.map(({ name, parameters, values }) => [name, parameters.type?.[0], values[0]]).slice(0, 5), [
      ['fn', undefined, 'Ann Smith'],
      ['n', undefined, ['Smith', 'Ann', '', '', '']],
      ['email', 'home', 'ann@example.test'],
      ['email', 'work', 'work@example.test'],
      ['adr', 'home', ['', '', '1 Pier', '', '', '', '']],
    ])
  })

  test('a form that comes too late keeps what was typed and says so; a script gets 409', async () => {
    const id = await make({ given: 'Bea' })
    const path = `/api/address-books/${book}/contacts/${id}`
    const { card } = await data<CardView>(alice, path)
    assert.equal((await alice.ask(path, { json: { intent: 'save', etag: card.etag, name: 'Bea one' } })).status, 200)
    const late = location(await alice.ask(path, { form: { intent: 'save', etag: card.etag, name: 'Bea two', return: `/address-book/${book}/${id}/edit` } }))
    assert.equal(late.pathname, `/address-book/${book}/${id}/edit`)
    const failed = failedForm(late.searchParams.get('failed') ?? undefined)
    assert.deepEqual([failed?.failure, failed?.status, failed?.fields.name], ['conflict', 409, ['Bea two']])
    assert.equal((await alice.ask(path, { json: { intent: 'save', etag: card.etag, name: 'Bea three' } })).status, 409)
    assert.equal((await data<CardView>(alice, path)).card.name, 'Bea one')
  })

  test('nothing is deleted by a form before its box is ticked', async () => {
    const id = await make({ given: 'Cleo' })
    const path = `/api/address-books/${book}/contacts/${id}`
    assert.ok(location(await alice.ask(path, { form: { intent: 'delete' } })).searchParams.has('failed'))
    assert.equal((await alice.ask(path)).status, 200)
    assert.equal(location(await alice.ask(path, { form: { intent: 'delete', confirm: 'yes' } })).pathname, `/address-book/${book}`)
    assert.equal((await alice.ask(path)).status, 404)
  })

  test('whom a message names can be added, and is known from then on', async () => {
    const ref = await put(site.connections(server.alice), 'INBOX', letter({ From: '"Pen, Friend" <Pen@example.test>', To: 'alice@example.test', Subject: 'known' }, 'Hello'))
    const view = (): Promise<MessageView> => data(alice, `/api/mailboxes/INBOX/messages/${writeMessageId(ref)}`)
    assert.equal((await view()).known, undefined)
    const added = location(await alice.ask('/api/contacts', { form: { person: 'Pen@example.test Pen, Friend', return: '/mailboxes/INBOX' } }))
    assert.deepEqual([added.pathname, notice(added.searchParams.get('notice') ?? undefined)], ['/mailboxes/INBOX', 'Pen, Friend is in your contacts now.'])
    assert.deepEqual(Object.keys((await view()).known ?? {}), ['pen@example.test'])
    assert.deepEqual(await data(alice, '/api/contacts?q=frie'), { suggestions: [{ name: 'Pen, Friend', address: 'Pen@example.test', written: '"Pen, Friend" <Pen@example.test>', detail: '', isGroup: false, source: 'Personal' }], more: false, failures: [] })
    assert.deepEqual(await data(bob, '/api/contacts?q=frie'), { suggestions: [], more: false, failures: [] })
  })

  test('a book is given to another by its rights, and taken back', async () => {
    const { id: shared } = (await (await alice.ask('/api/address-books', { json: { title: 'Choir' } })).json()) as Book
    const path = `/api/address-books/${shared}`
    assert.equal((await bob.ask(`${path}/contacts`)).status, 404)
    assert.equal((await alice.ask(path, { json: { intent: 'share', name: 'BOB', right: 'read' } })).status, 204)
    assert.equal((await bob.ask(`${path}/contacts`)).status, 200)
    assert.equal((await bob.ask(`${path}/contacts`, { json: { given: 'Forged' } })).status, 403)
    await alice.ask(path, { json: { intent: 'share', name: 'bob', right: 'write' } })
    assert.equal((await bob.ask(`${path}/contacts`, { json: { given: 'Dora' } })).status, 201)
    assert.equal((await bob.ask(path, { json: { intent: 'share', name: 'carol', right: 'read' } })).status, 403)
    await alice.ask(path, { json: { intent: 'unshare', to: 'user', name: 'bob' } })
    assert.equal((await bob.ask(`${path}/contacts`)).status, 404)
  })

  test('a site without the module has none of its routes, and a message says nothing of contacts', async () => {
    const [first] = config.sites
    setProcessSingleton('config', { ...config, sites: [{ ...first, modules: { ...first.modules, contacts: false } }] })
    for (const path of ['/api/address-books', `/api/address-books/${book}/contacts`, '/api/contacts?q=a']) assert.equal((await alice.ask(path)).status, 404)
    assert.equal((await alice.ask('/api/contacts', { json: { address: 'a@example.test' } })).status, 404)
    setProcessSingleton('config', config)
  })
})
