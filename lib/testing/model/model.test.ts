import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BelievedMailbox } from './believed-mailbox.ts'
import { runModelOnBoth } from './run-model.ts'

test('16 clients that say random things hear nothing that cannot be, and end with the same picture', async () => {
  assert.deepEqual(await runModelOnBoth(1, (steps) => steps < 400), [])
})

test('what no honest server says is a fault', () => {
  const rows: readonly (readonly [string, boolean, readonly string[]])[] = [
    ['EXISTS that shrinks', false, ['* 1 EXISTS']],
    ['EXPUNGE of what is not there', false, ['* 4 EXPUNGE']],
    ['EXPUNGE where VANISHED was asked for', true, ['* 1 EXPUNGE']],
    ['VANISHED of what is not there', true, ['* VANISHED 9']],
    ['another message at the same number', false, ['* 2 FETCH (UID 7 FLAGS ())']],
    ['a UID out of order', false, ['* 1 EXPUNGE', '* 3 EXISTS', '* 3 FETCH (UID 2 FLAGS ())']],
    ['FETCH of what is not there', false, ['* 4 FETCH (UID 9 FLAGS ())']],
    ['MODSEQ that goes back', false, ['* 1 FETCH (UID 1 MODSEQ (5))', '* 1 FETCH (UID 1 MODSEQ (4))']],
    ['HIGHESTMODSEQ that goes back', false, ['* OK [HIGHESTMODSEQ 5]', '* OK [HIGHESTMODSEQ 4]']],
  ]
  for (const [why, qresync, lines] of rows) {
    const believed = new BelievedMailbox(qresync)
    believed.open([1, 2, 3].map((uid) => ({ uid, flags: new Set<string>(), modSeq: 1 })))
    believed.hear('* 3 EXISTS')
    believed.opened()
    assert.throws(() => lines.forEach((line) => believed.hear(line)), why)
  }
  const busy = new BelievedMailbox(false)
  busy.hear('* 3 EXISTS')
  busy.running = 'holds-numbers'
  assert.throws(() => busy.hear('* 1 EXPUNGE'), 'EXPUNGE while the numbers are in use')
})
