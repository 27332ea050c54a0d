import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ALL_SEATS, seatBase, SEATS, takeSeat } from './seats.ts'
import { urls } from './urls.ts'

test('the first seat has the addresses without a prefix, the others one of their own', () => {
  assert.deepEqual(ALL_SEATS, [0, 1, 2, 3])
  assert.deepEqual([seatBase('', 0), seatBase('/mail', 0), seatBase('', 2), seatBase('/mail', 3)], ['', '/mail', '/~2', '/mail/~3'])
})

test('an address names its seat', () => {
  assert.deepEqual(takeSeat('/~2/mailboxes/INBOX?page=2', ''), { seat: 2, address: '/mailboxes/INBOX?page=2' })
  assert.deepEqual(takeSeat('/mail/~3/', '/mail'), { seat: 3, address: '/mail/' })
  assert.deepEqual([takeSeat('/~1', ''), takeSeat('/~1?notice=x', ''), takeSeat('/mail/~1', '/mail')], [{ seat: 1, address: '/' }, { seat: 1, address: '/?notice=x' }, { seat: 1, address: '/mail/' }])
})

test('what is no other seat stays as it stands', () => {
  const base = '/mail'
  const none = [`/~${SEATS}/`, '/~0/', '/~01/', '/~-1/', '/~1x/', '/~12/', '/~/', '/%7E1/', '/mailboxes/~1x', '//~1/', '']
  for (const address of none) assert.deepEqual(takeSeat(address, ''), { seat: 0, address }, address)
  for (const address of ['/~1/', '/mailx/~1/', '/mail', '/mail/mail/~1/']) assert.deepEqual(takeSeat(address, base), { seat: 0, address }, address)
  assert.deepEqual(takeSeat('/~1/~2/', ''), { seat: 1, address: '/~2/' }, 'only one is taken off')
})

test('whatever is shown under a seat comes back to it', () => {
  const mailbox = fc.string({ minLength: 1 }).filter((name) => name.isWellFormed())
  fc.assert(
    fc.property(fc.constantFrom('', '/mail', '/a/b'), fc.constantFrom(...ALL_SEATS), mailbox, fc.string().filter((text) => text.isWellFormed()), (base, seat, name, search) => {
      const [own, bare] = [urls(seatBase(base, seat)), urls(base)]
      const addresses = (of: typeof bare): readonly string[] => [of.home(), of.signIn(), of.mailbox(name, { search }), of.settings('links'), of.api.events(name), of.mailContent(search), of.compose({ body: search })]
      assert.deepEqual(addresses(own).map((address) => takeSeat(address, base)), addresses(bare).map((address) => ({ seat, address })))
    }),
  )
})
