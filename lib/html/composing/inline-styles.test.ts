import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inlineStyles } from './inline-styles.ts'
import { sanitizeComposedHtml, sentPicture } from './sanitize-composed.ts'

/** As a draft of another program becomes one to write on. */
const written = (html: string): string => sanitizeComposedHtml(inlineStyles(sanitizeComposedHtml(html, { styles: 'quoted', picture: sentPicture })), { styles: 'dropped', picture: sentPicture })

test('rules stand in the elements that they are for: by name, class, id and place, the closer ones later, what an element says itself last', () => {
  assert.equal(written('<style>p.MsoNormal, li.MsoNormal {margin:0; font-size:11pt} .x b {color:red}</style><p class="MsoNormal">One <b>b</b></p><div class="x"><i><b>c</b></i></div>'), '<p style="margin:0;font-size:11pt">One <b>b</b></p><div><i><b style="color:red">c</b></i></div>')
  assert.equal(written('<style>.a{color:red}p{color:blue;margin:0}#one{color:green}</style><p class="a" id="one" style="color:gray">x</p><p>y</p>'), '<p id="mail-one" style="color:blue;margin:0;color:red;color:green;color:gray">x</p><p style="color:blue;margin:0">y</p>')
  assert.equal(written('<style>div>b{color:red}</style><div><b>x</b><i><b>y</b></i></div>'), '<div><b style="color:red">x</b><i><b>y</b></i></div>')
  assert.equal(written('<style>body{font-family:Arial}</style><p>x</p>'), '<div style="font-family:Arial"><p>x</p></div>')
})

test('what is for a state or a medium is left out, and HTML without rules comes back as it is', () => {
  assert.equal(written('<style>a:hover{color:red}@media print{p{color:blue}}p[align]{color:red}p{margin:0}</style><p align="left">x</p>'), '<p align="left" style="margin:0">x</p>')
  assert.equal(inlineStyles('<p>x</p>'), '<p>x</p>')
})

test('long selectors and deep nests come to an end', () => {
  const deep = `${'<div class="a">'.repeat(400)}<b>x</b>${'</div>'.repeat(400)}`
  const html = `<style>.mail-quotation ${'.a '.repeat(300)}.none b{color:red}</style>${deep.repeat(20)}`
  assert.doesNotMatch(inlineStyles(html), /color/)
})

test('a style sheet that is too large for its text is left where it is', () => {
  const css = Array.from({ length: 1_000 }, (_, at) => `.mail-quotation .c${at}{color:red}`).join('')
  const html = `<style>${css}</style>${'<b>x</b>'.repeat(1_000)}`
  assert.equal(inlineStyles(html), html)
})
