import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { composedText } from './composed-text.ts'
import { sanitizeComposedHtml, sentPicture } from './sanitize-composed.ts'
import { textToHtml } from './text-to-html.ts'

const written = (html: string): string => sanitizeComposedHtml(html, { styles: 'dropped', picture: sentPicture })
const quoted = (html: string): string => sanitizeComposedHtml(html, { styles: 'quoted', picture: sentPicture })

test('what may be written comes through as it is, and nothing that runs', () => {
  const kept = '<div><b>bold</b> <i>italic</i> <u>under</u> <span style="color:red">red</span></div><ul><li>one</li></ul><h2 style="text-align:center">head</h2><blockquote type="cite" style="margin:0">x</blockquote>'
  assert.equal(written(kept), kept)
  assert.equal(written('<a href="https://example.org/" target="x" onclick="evil()" rel="opener">go</a>'), '<a href="https://example.org/">go</a>')
  for (const hostile of ['<script>x</script>', '<img src=x onerror=alert(1)>', '<iframe src="//e"></iframe>', '<form action=x><input></form>', '<a href="javascript:x">y</a>', '<svg onload=x></svg>', '<style>p{color:red}</style>', '<object data=x></object>', '<math><mtext></math>', '<meta http-equiv=refresh content=0>', '<div style="background:url(javascript:x)">', '<base href="//e">']) {
    assert.doesNotMatch(written(`a${hostile}b`), /script|onerror|onload|iframe|form|input|svg|style|object|math|meta|base/i, hostile)
  }
})

test('classes are those of the page around it, so none is kept while writing', () => {
  assert.equal(written('<p class="for-screen-readers" id="content">x</p>'), '<p id="mail-content">x</p>')
})

test('pictures: of the message by their Content-ID, from elsewhere where they are, counters not at all', () => {
  assert.equal(written('<img src="cid:a1@postern.invalid" alt="x">'), '<img alt="x" src="cid:a1@postern.invalid">')
  assert.equal(written('<img src="https://example.org/a.png">'), '<img src="https://example.org/a.png">')
  assert.equal(written('<img src="https://example.org/o.gif" width="1" height="1">'), '<img width="1" height="1">')
  assert.equal(written('<img src="cid:a%22b">'), '<img>')
})

test('a quoted message keeps its style sheets, for itself alone', () => {
  assert.equal(quoted('<style>p.Mso,body{color:red}@media print{html body .x{color:blue}}</style><p class="Mso">x</p>'), '<style>.mail-quotation p.Mso,.mail-quotation{color:red}@media print{.mail-quotation .x{color:blue}}</style><p class="Mso">x</p>')
  assert.equal(quoted('<style>bodyguard{color:red}</style>'), '<style>.mail-quotation bodyguard{color:red}</style>')
})

test('whatever is pasted, what is kept stays as it is when it is read again', () => {
  const pieces = fc.constantFrom('<p>', '</p>', '<table><tr><td>', '</table>', '<b>', '</i>', '<style>a{b:c}</style>', '<img src="cid:x">', '<!--', '-->', '<svg><style>', '<blockquote type=cite>', 'text', '&lt;', '<a href="#x">', '<select><option>', '<![CDATA[')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (all) => {
      for (const clean of [written, quoted]) assert.equal(clean(clean(all.join(''))), clean(all.join('')))
    }),
    { numRuns: 200 },
  )
})

test('text becomes HTML and comes back', () => {
  for (const text of ['one\n\ntwo', 'a & b <c> "d"', 'end\n\n-- \nAlice', '']) assert.equal(composedText(textToHtml(text)).replaceAll(/^>> /gm, '> > ').trim(), text.replaceAll(/^>> /gm, '> > ').trim())
  assert.equal(textToHtml('> a\n  b'), '<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:2px solid #8a8a8a;padding-left:1ex"><div>a</div></blockquote><div>&nbsp; b</div>')
  assert.equal(written(textToHtml('> a')), textToHtml('> a'))
})

test('the text of what was formatted', () => {
  assert.equal(composedText('<div><b>Hi</b> Bob</div><div><br></div><ol><li>one</li><li>two</li></ol><p><a href="https://example.org/">here</a></p>'), 'Hi Bob\n\n1. one\n2. two\n\nhere <https://example.org/>')
})
