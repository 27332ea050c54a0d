import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { DavPeer } from '#lib/testing/dav/dav-peer.ts'
import { outsidePerson, type OutsidePerson, vcard } from '#lib/testing/dav/outside-fixture.ts'
import { writeCard } from './wire-card.ts'

let peer: DavPeer
let ann: OutsidePerson
beforeEach(async () => {
  peer = await new DavPeer().start()
  ann = await outsidePerson(peer.bookUrl(), peer.account)
})
afterEach(async () => {
  await ann.close()
  await peer.stop()
})

const names = async (): Promise<readonly string[]> => (await ann.cards()).map(({ name }) => name).toSorted()
const conflicts = async (): Promise<readonly unknown[]> => (await ann.outside.links(ann.book)).flatMap(({ conflict }) => conflict ?? [])
const problems = async (): Promise<readonly string[]> => (await ann.outside.links(ann.book)).flatMap(({ problem }) => (problem === '' ? [] : [problem]))
/** Both sides have these, and asking again changes and asks for nothing. */
async function settled(...expected: readonly string[]): Promise<void> {
  assert.deepEqual([await names(), peer.friends.names()], [expected, expected])
  const [count, before] = [peer.friends.count, (await ann.store.book(ann.who, ann.book)).change]
  await ann.sync()
  const asked = peer.asked.length
  await ann.sync()
  assert.equal(peer.asked.length - asked, peer.knowsSync ? 1 : 2, peer.asked.slice(asked).join('\n'))
  assert.deepEqual([peer.friends.count, (await ann.store.book(ann.who, ann.book)).change], [count, before])
}

for (const knowsSync of [true, false]) {
  describe(knowsSync ? 'with a server that knows what changed' : 'with a server that only lists', () => {
    beforeEach(() => {
      peer.knowsSync = knowsSync
    })

    it('brings what is there here and what is here there', async () => {
      peer.friends.put('ben.vcf', vcard('ben', 'Ben', 'X-CUSTOM;X-A=b:kept\r\n'))
      await ann.add('Cleo', 'urn:uuid:0A1B2C3D-0000-4000-8000-000000000001')
      await ann.sync()
      await settled('Ben', 'Cleo')
      assert.ok(peer.friends.cards.has('0a1b2c3d-0000-4000-8000-000000000001.vcf'))

      await ann.rename((await ann.named('Ben')).id, 'Benjamin')
      peer.friends.put('dora.vcf', vcard('dora', 'Dora'))
      await ann.sync()
      await settled('Benjamin', 'Cleo', 'Dora')
      assert.match(peer.friends.cards.get('ben.vcf')?.text ?? '', /X-CUSTOM;X-A=b:kept/)

      peer.friends.put('dora.vcf', vcard('dora', 'Dora D'))
      await ann.remove((await ann.named('Cleo')).id)
      await ann.sync()
      await settled('Benjamin', 'Dora D')

      peer.friends.remove('ben.vcf')
      await ann.sync()
      await settled('Dora D')
    })

    it('keeps both where both have changed, until somebody chooses', async () => {
      peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
      await ann.sync()
      const { id } = await ann.named('Ben')
      await ann.rename(id, 'Ben here')
      peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
      await ann.sync()
      await ann.sync()
      assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [['Ben here'], ['Ben there'], ['changed']])
      assert.equal((await ann.outside.linkOf(ann.book, id))?.theirs?.card.properties.find(({ name }) => name === 'fn')?.values[0], 'Ben there')

      await ann.rename(id, 'Ben here, again')
      peer.friends.put('ben.vcf', vcard('ben', 'Ben there, again'))
      await ann.sync()
      assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [['Ben here, again'], ['Ben there, again'], ['changed']])

      await ann.rename(id, 'Both')
      peer.friends.put('ben.vcf', writeCard((await ann.named('Both')).card))
      await ann.sync()
      assert.deepEqual(await conflicts(), [], 'the same by now')
      await settled('Both')
    })

    it('a card that was deleted on one side and changed on the other is kept', async () => {
      for (const name of ['ben', 'cleo']) peer.friends.put(`${name}.vcf`, vcard(name, name))
      await ann.sync()
      await ann.remove((await ann.named('ben')).id)
      peer.friends.put('ben.vcf', vcard('ben', 'ben there'))
      await ann.rename((await ann.named('cleo')).id, 'cleo here')
      peer.friends.remove('cleo.vcf')
      await ann.sync()
      assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [['ben there', 'cleo here'], ['ben there'], ['deleted']])
      await ann.sync()
      assert.deepEqual(await conflicts(), ['deleted'])
      await ann.remove((await ann.named('cleo here')).id)
      await ann.sync()
      await settled('ben there')
    })

    it('deleted on both sides is gone, and so is what moved there to another address', async () => {
      for (const name of ['ben', 'cleo']) peer.friends.put(`${name}.vcf`, vcard(name, name))
      await ann.sync()
      await ann.remove((await ann.named('ben')).id)
      peer.friends.remove('ben.vcf')
      const { id } = await ann.named('cleo')
      peer.friends.remove('cleo.vcf')
      peer.friends.put('other.vcf', vcard('cleo', 'cleo'))
      await ann.sync()
      await settled('cleo')
      assert.equal((await ann.named('cleo')).id, id)
    })
  })
}

describe('synchronising a book', () => {
  it('begins anew when the token is known no more', async () => {
    peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
    peer.friends.put('cleo.vcf', vcard('cleo', 'Cleo'))
    await ann.sync()
    peer.friends.remove('ben.vcf')
    peer.friends.put('dora.vcf', vcard('dora', 'Dora'))
    peer.friends.oldest = peer.friends.count
    await ann.sync()
    await settled('Cleo', 'Dora')
  })

  it('a server that names no state of what it has written is asked for it', async () => {
    peer.tellsEtag = false
    await ann.add('Ben')
    await ann.sync()
    await settled('Ben')
    await ann.rename((await ann.named('Ben')).id, 'Benjamin')
    await ann.sync()
    await settled('Benjamin')
  })

  it('a card that changes there between asking and telling is not written over', async () => {
    peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
    await ann.sync()
    await ann.rename((await ann.named('Ben')).id, 'Ben here')
    peer.fault = ({ method }) => {
      if (method === 'PUT') {
        peer.fault = () => undefined
        peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
      }
      return undefined
    }
    await ann.sync()
    assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [['Ben here'], ['Ben there'], ['changed']])
  })

  it('a card that changes here while it is taken is not written over', async () => {
    peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
    await ann.sync()
    const { id } = await ann.named('Ben')
    peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
    const save = ann.store.save.bind(ann.store)
    ann.store.save = async (...args) => {
      ann.store.save = save
      await ann.rename(id, 'Ben here')
      return save(...args)
    }
    await ann.sync()
    assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [['Ben here'], ['Ben there'], ['changed']])
  })

  it('what cannot be read there is told, left as it is, and never written over', async () => {
    peer.friends.put('bad.vcf', 'this is no card')
    peer.friends.put('two.vcf', vcard('x', 'X') + vcard('y', 'Y'))
    peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
    peer.friends.put('twin.vcf', vcard('ben', 'Ben’s twin'))
    await ann.sync()
    assert.deepEqual([await names(), (await problems()).toSorted()], [['Ben'], ['double', 'unreadable', 'unreadable']])
    peer.friends.put('ben.vcf', 'broken')
    await ann.sync()
    await ann.rename((await ann.named('Ben')).id, 'Ben here')
    await ann.sync()
    assert.equal(peer.friends.cards.get('ben.vcf')?.text, 'broken')
    peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
    await ann.sync()
    assert.deepEqual([await names(), await conflicts()], [['Ben here'], ['changed']])
  })

  it('what the server does not take stays here, is noted, and told again when somebody asks', async () => {
    peer.fault = ({ method }) => (method === 'PUT' ? { status: 415 } : undefined)
    await ann.add('Ben')
    await ann.sync()
    assert.deepEqual([await names(), await problems()], [['Ben'], ['rejected']])
    peer.fault = () => undefined
    await ann.sync()
    assert.deepEqual(peer.friends.names(), [])
    await ann.sync({ tellsAgain: true })
    await settled('Ben')
    assert.deepEqual(await problems(), [])
  })

  it('where one may only read, nothing is told, and what comes from there overwrites no change of one’s own', async () => {
    peer.friends.put('ben.vcf', vcard('ben', 'Ben'))
    await ann.sync()
    await ann.outside.changeBook(ann.book, { mayWrite: false })
    await ann.rename((await ann.named('Ben')).id, 'Ben here')
    await ann.sync()
    assert.deepEqual([peer.friends.names(), await problems()], [['Ben'], ['read-only']])
    peer.friends.put('ben.vcf', vcard('ben', 'Ben there'))
    await ann.sync()
    assert.deepEqual([await names(), await conflicts()], [['Ben here'], ['changed']])
  })

  it('a book that is nearly empty all at once empties nothing here without asking', async () => {
    for (let at = 0; at < 12; at++) peer.friends.put(`${at}.vcf`, vcard(`u${at}`, `Person ${at}`))
    await ann.sync()
    for (let at = 0; at < 11; at++) peer.friends.remove(`${at}.vcf`)
    peer.friends.oldest = peer.friends.count
    await assert.rejects(ann.sync(), /many-gone/)
    assert.equal((await names()).length, 12)
    await ann.sync({ mayRemoveMany: true })
    await settled('Person 11')
  })

  it('cards without a UID are no second ones when they are read again', async () => {
    peer.friends.put('ben.vcf', 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben\r\nN:Ben;;;;\r\nEND:VCARD\r\n')
    await ann.sync()
    await ann.outside.dropLink(ann.book, `${peer.bookUrl()}ben.vcf`)
    await ann.outside.changeBook(ann.book, { token: '', change: 0 })
    await ann.sync()
    assert.deepEqual([await names(), peer.friends.cards.size], [['Ben'], 1])
  })
})

describe('synchronising that ends anywhere', () => {
  /** Every kind of change on both sides at once. */
  async function prepare(): Promise<void> {
    for (const name of ['kept', 'changed', 'altered', 'gone', 'deleted', 'both']) peer.friends.put(`${name}.vcf`, vcard(name, name))
    await ann.sync()
    peer.friends.put('changed.vcf', vcard('changed', 'changed there'))
    peer.friends.put('new.vcf', vcard('new', 'new there'))
    peer.friends.remove('gone.vcf')
    peer.friends.put('both.vcf', vcard('both', 'both there'))
    await ann.rename((await ann.named('altered')).id, 'altered here')
    await ann.rename((await ann.named('both')).id, 'both here')
    await ann.remove((await ann.named('deleted')).id)
    await ann.add('added here', 'added')
  }

  const SHARED = ['added here', 'altered here', 'changed there', 'kept', 'new there']
  async function whole(): Promise<void> {
    assert.deepEqual([await names(), peer.friends.names(), await conflicts()], [[...SHARED, 'both here'].toSorted(), [...SHARED, 'both there'].toSorted(), ['changed']])
  }

  /** Everything anew, with one run that ends at the step of that number; false when there are fewer steps. */
  async function endingAt(step: number, arrange: (isReached: () => boolean) => () => void): Promise<boolean> {
    await prepare()
    let count = 0
    const restore = arrange(() => ++count === step)
    const hasEnded = await ann.sync().then(() => false, () => true)
    restore()
    await ann.sync()
    await whole()
    await ann.sync()
    await whole()
    await Promise.all([ann.close(), peer.stop()])
    peer = await new DavPeer().start()
    ann = await outsidePerson(peer.bookUrl(), peer.account)
    return hasEnded
  }

  for (const drop of ['before', 'after'] as const) {
    it(`loses and doubles nothing when the connection ends ${drop} an exchange is done, whichever that is`, async () => {
      let step = 1
      const arrange = (isReached: () => boolean) => {
        peer.fault = () => (isReached() ? { drop } : undefined)
        return () => {
          peer.fault = () => undefined
        }
      }
      while (await endingAt(step, arrange)) step++
      assert.ok(step > 5, `${step} exchanges`)
    })
  }

  it('loses and doubles nothing when the process ends before a step of its own, whichever that is', async () => {
    let step = 1
    const arrange = (isReached: () => boolean) => {
      let isOver = false
      const originals = { ...ann.outside }
      for (const name of ['saveLink', 'dropLink', 'changeBook'] as const) {
        const original = ann.outside[name] as (...given: readonly unknown[]) => Promise<unknown>
        Object.assign(ann.outside, { [name]: async (...given: readonly unknown[]) => {
          isOver ||= isReached()
          if (isOver) throw new Error('the process has ended')
          return original(...given)
        } })
      }
      return () => void Object.assign(ann.outside, originals)
    }
    while (await endingAt(step, arrange)) step++
    assert.ok(step > 8, `${step} steps`)
  })
})
