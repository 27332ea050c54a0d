import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { textToHtml } from '#lib/html/composing/text-to-html.ts'
import { takeTyped } from './take-typed.ts'

const HTML = '<div><br></div><div>High <b>water</b></div>'
const shown = composedText(HTML)
const take = (typed: string) => takeTyped({ typed, shown, html: HTML }, textToHtml)

test('words typed before the editor came stand in it, and what was formatted stays so', () => {
  assert.deepEqual(take(shown), { html: HTML, caret: 'start' })
  assert.deepEqual(take(`Hello\nBob${shown}`), { html: `<div>Hello</div><div>Bob</div>${HTML}`, caret: 2 })
  assert.deepEqual(take(`${shown}\nBye`), { html: `${HTML}<div>Bye</div>`, caret: 'end' })
  assert.deepEqual(take('High tide'), { html: '<div>High tide</div>', caret: 'end' })
  assert.deepEqual(takeTyped({ typed: 'Hello', shown: '', html: '' }, textToHtml), { html: '<div>Hello</div>', caret: 1 })
})
