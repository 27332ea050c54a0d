import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConsoleMask, visible } from './console-mask.ts'

test('what proves who somebody is is not shown, in whatever form it is sent', () => {
  for (const [line, shown] of [
    ['a LOGIN ann secret', 'a LOGIN ann ***'],
    ['a login "an\\" n" "se cret"', 'a login "an\\" n" ***'],
    ['a LOGIN ann {6}', 'a LOGIN ann ***'],
    ['a LOGIN {3}', 'a LOGIN {3}'],
    ['a LOGIN', 'a LOGIN'],
    ['a AUTHENTICATE PLAIN', 'a AUTHENTICATE PLAIN'],
    ['a AUTHENTICATE PLAIN AGFubgBzZWNyZXQ=', 'a AUTHENTICATE PLAIN ***'],
    ['a XPASSWORD old new', 'a XPASSWORD ***'],
    ['a XPASSWORD old', 'a XPASSWORD ***'],
    ['a SELECT LOGIN', 'a SELECT LOGIN'],
  ] as const) assert.equal(new ConsoleMask().client(line), shown)
})

test('what follows it is hidden until it is answered', () => {
  const mask = new ConsoleMask()
  mask.client('a AUTHENTICATE PLAIN')
  mask.server('+ ')
  assert.equal(mask.client('AGFubgBzZWNyZXQ='), '***')
  mask.server('* OK not yet')
  assert.equal(mask.client('ann'), '***')
  mask.server('a OK done')
  assert.equal(mask.client('b NOOP'), 'b NOOP')
})

test('a terminal obeys nothing of what is shown', () => {
  assert.equal(visible('a\u001b[2Jb\u009bc\u202ed\te\u2028'), 'a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\te\\u{2028}')
})
