import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SignInBrake } from './sign-in-brake.ts'

const guess = (at: number, user = 'alice') => ({ user, password: `guess ${at}` })

test('ten wrong passwords for one name from one address, then none for a quarter of an hour', () => {
  let now = 0
  const brake = new SignInBrake(() => now)
  for (let at = 0; at < 10; at++) assert.equal(brake.mayTry('192.0.2.1', guess(at)), true)
  assert.equal(brake.mayTry('192.0.2.1', guess(10)), false)
  assert.equal(brake.mayTry('192.0.2.1', { user: 'ALICE', password: 'right' }), false, 'not even the right one')
  assert.equal(brake.mayTry('192.0.2.1', guess(3)), true, 'a program that goes on with an old one counts once')
  assert.equal(brake.mayTry('192.0.2.2', guess(10)), true, 'from elsewhere alice signs in as ever')
  assert.equal(brake.mayTry('192.0.2.1', guess(10, 'bob')), true)
  now += 15 * 60_000
  assert.equal(brake.mayTry('192.0.2.1', guess(10)), true)
})

test('what was right never counts; a network of IPv6 is one address; one address has a limit for all names', () => {
  const brake = new SignInBrake(() => 0)
  for (let at = 0; at < 30; at++) {
    assert.equal(brake.mayTry('192.0.2.1', guess(at)), true)
    brake.wasRight('192.0.2.1', guess(at))
  }
  for (let at = 0; at < 10; at++) brake.mayTry(`2001:db8:1:2::${at}`, guess(at))
  assert.equal(brake.mayTry('2001:db8:1:2:3:4:5:6', guess(10)), false)
  assert.equal(brake.mayTry('2001:db8:1:3::1', guess(10)), true)
  for (let at = 0; at < 10; at++) brake.mayTry(`2001:db8::${at}`, guess(at))
  assert.equal(brake.mayTry('2001:0DB8::ffff:1', guess(10)), false, 'however it is written')
  for (let at = 0; at < 100; at++) assert.equal(brake.mayTry('192.0.2.9', guess(at, `user${at}`)), true)
  assert.equal(brake.mayTry('192.0.2.9', guess(0, 'another')), false)
})
