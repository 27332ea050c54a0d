import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { exchange } from '#lib/dav/client/exchange.ts'
import { HERE, outsidePerson, type OutsidePerson } from '../dav/outside-fixture.ts'
import { startRadicale, type RunningRadicale } from './radicale.ts'

const NEVER = new AbortController().signal

describe('two people whose books are both like one of Debian’s Radicale', () => {
  let radicale: RunningRadicale
  let ann: OutsidePerson
  let ben: OutsidePerson
  before(async () => {
    radicale = await startRadicale(findProgram('radicale') ?? 'radicale')
    const make = '<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:set><d:prop><d:resourcetype><d:collection/><c:addressbook/></d:resourcetype></d:prop></d:set></d:mkcol>'
    await exchange({ method: 'MKCOL', url: new URL('rita/friends/', radicale.url), headers: { 'content-type': 'application/xml' }, body: make }, radicale.account, HERE, NEVER)
    const url = `${radicale.url}rita/friends/`
    ;[ann, ben] = [await outsidePerson(url, radicale.account), await outsidePerson(url, radicale.account)]
  })
  after(async () => {
    await Promise.all([ann.close(), ben.close()])
    await radicale.stop()
  })

  const names = async (of: OutsidePerson): Promise<readonly string[]> => (await of.cards()).map(({ name }) => name).toSorted()
  const conflicts = async (of: OutsidePerson): Promise<readonly unknown[]> => (await of.outside.links(of.book)).flatMap(({ conflict }) => conflict ?? [])
  const exchanged = async (): Promise<void> => {
    for (const each of [ann, ben, ann, ben]) await each.sync()
  }

  it('have what the other has, changed, and deleted', async () => {
    await ann.add('Zoë Ångström')
    await ben.add('Cleo, with; all \\ of them')
    await exchanged()
    assert.deepEqual([await names(ann), await names(ben)], [['Cleo, with; all \\ of them', 'Zoë Ångström'], ['Cleo, with; all \\ of them', 'Zoë Ångström']])
    await ben.rename((await ben.named('Zoë Ångström')).id, 'Zoë')
    await exchanged()
    assert.deepEqual(await names(ann), ['Cleo, with; all \\ of them', 'Zoë'])
    await ann.remove((await ann.named('Cleo, with; all \\ of them')).id)
    await exchanged()
    assert.deepEqual([await names(ann), await names(ben), await conflicts(ann), await conflicts(ben)], [['Zoë'], ['Zoë'], [], []])
  })

  it('keep every property of a card', async () => {
    const text = (name: string, value: string, parameters = {}) => ({ name, parameters, type: 'text', values: [value] })
    const photo = { name: 'photo', parameters: {}, type: 'uri', values: [`data:image/png;base64,${Buffer.alloc(3000, 7).toString('base64')}`] }
    const properties = [text('fn', 'All'), { name: 'n', parameters: {}, type: 'text', values: [['Family', 'Given', ['Middle', 'Other'], '', '']] }, text('email', 'all@example.test', { type: ['work'], pref: ['1'] }), text('note', 'one\ntwo; three, four'), { ...text('x-ablabel', 'Own'), group: 'item1' }, { name: 'bday', parameters: {}, type: 'date-and-or-time', values: ['--0229'] }, photo, { name: 'x-own', parameters: { 'x-p': ['q'] }, type: 'unknown', values: ['as it is'] }]
    await ann.store.save(ann.who, ann.book, { properties })
    await exchanged()
    const [there] = (await ben.cards()).filter(({ name }) => name === 'All')
    for (const property of properties) assert.deepEqual(there?.card.properties.find(({ name }) => name === property.name)?.values, property.values, property.name)
    await ben.rename(there?.id ?? '', 'All of it')
    await exchanged()
    const again = await ann.named('All of it')
    assert.deepEqual(again.card.properties.find(({ name }) => name === 'photo')?.values, photo.values)
    assert.deepEqual([await conflicts(ann), await conflicts(ben)], [[], []])
  })

  it('have a conflict where both changed one card, and both keep theirs', async () => {
    await ann.rename((await ann.named('Zoë')).id, 'Zoë by Ann')
    await ben.rename((await ben.named('Zoë')).id, 'Zoë by Ben')
    await exchanged()
    assert.deepEqual([await conflicts(ann), await conflicts(ben)], [[], ['changed']])
    const { id } = await ben.named('Zoë by Ben')
    assert.equal((await ben.outside.linkOf(ben.book, id))?.theirs?.card.properties.find(({ name }) => name === 'fn')?.values[0], 'Zoë by Ann')
    await ann.named('Zoë by Ann')
  })

  it('are quiet when nothing happens, and begin anew when their token is too old', async () => {
    await exchanged()
    const before = await ann.store.book(ann.who, ann.book)
    const known = await ann.outside.book(ann.book)
    await ann.outside.changeBook(ann.book, { token: `${known?.token.slice(0, -8) ?? ''}00000000` })
    await ann.sync()
    assert.equal((await ann.store.book(ann.who, ann.book)).change, before.change)
  })
})
