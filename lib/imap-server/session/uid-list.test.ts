import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { uidRunsOf } from '#lib/mail-store/uid-runs.ts'
import { UidList } from './uid-list.ts'

const ascendingUids = fc.uniqueArray(fc.integer({ min: 1, max: 200 })).map((uids) => uids.sort((a, b) => a - b))

test('positions and UIDs name each other', () => {
  fc.assert(
    fc.property(ascendingUids, (uids) => {
      const list = UidList.from(uids)
      assert.equal(list.length, uids.length)
      assert.deepEqual(list.all(), uids)
      uids.forEach((uid, index) => {
        assert.equal(list.at(index + 1), uid)
        assert.equal(list.positionOf(uid), index + 1)
      })
      assert.equal(list.at(0), undefined)
      assert.equal(list.at(uids.length + 1), undefined)
      for (let uid = 0; uid <= 201; uid++) if (!uids.includes(uid)) assert.equal(list.positionOf(uid), 0)
    }),
  )
})

test('removing answers the positions of what was there', () => {
  fc.assert(
    fc.property(ascendingUids, fc.array(fc.integer({ min: 1, max: 200 })), (uids, gone) => {
      const list = UidList.from(uids)
      const positions = uids.flatMap((uid, index) => (gone.includes(uid) ? [index + 1] : []))
      assert.deepEqual(list.remove(gone), positions)
      const left = uids.filter((uid) => !gone.includes(uid))
      assert.deepEqual(list.all(), left)
      left.forEach((uid, index) => assert.equal(list.positionOf(uid), index + 1))
    }),
  )
})

test('ranges of UIDs and of positions pick what lies in them', () => {
  const range = fc.tuple(fc.integer({ min: 1, max: 210 }), fc.integer({ min: 0, max: 50 })).map(([first, more]) => ({ first, last: first + more }))
  fc.assert(
    fc.property(ascendingUids, range, (uids, { first, last }) => {
      const list = UidList.from(uids)
      assert.deepEqual(list.within([{ first, last }]), uids.filter((uid) => uid >= first && uid <= last))
      assert.deepEqual(list.slice([{ first, last }]), uids.slice(first - 1, last))
    }),
  )
})

test('what another list has from a UID on is added as it is there', () => {
  fc.assert(
    fc.property(ascendingUids, fc.integer({ min: 1, max: 210 }), (uids, from) => {
      const list = UidList.from(uids)
      const [lower, upper] = [uids.filter((uid) => uid < from), uids.filter((uid) => uid >= from)]
      for (const before of [[], lower]) {
        const added = UidList.from(before)
        added.addFrom(list, from)
        assert.deepEqual(added.all(), [...before, ...upper])
        assert.deepEqual(UidList.ofRuns(uidRunsOf(added.all())), added, 'neighbours are one run')
      }
    }),
  )
})

test('only a greater UID is added', () => {
  const list = UidList.from([5])
  assert.equal(list.add(5), false)
  assert.equal(list.add(4), false)
  assert.equal(list.add(6), true)
  assert.deepEqual(list.all(), [5, 6])
})
