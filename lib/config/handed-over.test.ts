import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HandedOverProblem, inheritedSockets } from './handed-over.ts'

const env = (names: string, more: Record<string, string> = {}) => ({ LISTEN_PID: '7', LISTEN_FDS: String(names === '' ? 0 : names.split(':').length), LISTEN_FDNAMES: names, ...more })

test('sockets are taken over by their names, several of one service too', () => {
  assert.deepEqual(inheritedSockets(env('imap:imaps:imap:http'), 7), { imap: [3, 5], imaps: [4], http: [6] })
  assert.deepEqual(inheritedSockets(env(''), 7), {})
  assert.deepEqual(inheritedSockets({}, 7), {})
})

test('those of another process are left alone', () => {
  assert.deepEqual(inheritedSockets(env('imap'), 8), {})
  assert.deepEqual(inheritedSockets(env('imap', { LISTEN_PID: '' }), 7), {})
})

test('what fits nothing is said in a sentence', () => {
  for (const wrong of [env('pop3'), env('postern-imap.socket'), env('imap', { LISTEN_FDS: '2' }), env('imap', { LISTEN_FDS: 'x' }), env('imap', { LISTEN_FDS: '-1' }), env('imap:imap', { LISTEN_FDS: '65' }), env('http:http'), env('unknown')]) {
    assert.throws(() => inheritedSockets(wrong, 7), HandedOverProblem, JSON.stringify(wrong))
  }
})
