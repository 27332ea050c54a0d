import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlToText } from './html-to-text.ts'

const CASES: readonly (readonly [string, string, string])[] = [
  ['paragraphs and breaks', '<p>One  two\n three</p><p>four<br>five</p>', 'One two three\n\nfour\nfive'],
  ['divs', '<div>a</div><div><div>b</div></div>c', 'a\nb\nc'],
  ['headings and rules', '<h1>T</h1>text<hr>more', `T\n\ntext\n\n${'-'.repeat(40)}\n\nmore`],
  ['quotes', '<p>a</p><blockquote><p>b</p><p>c</p><blockquote>d</blockquote></blockquote>e', 'a\n\n> b\n>\n> c\n>\n> > d\n\ne'],
  ['lists', '<ul><li>a<li>b<ol><li>x<li>y</ol><li>c</ul>', '- a\n- b\n  1. x\n  2. y\n- c'],
  ['a list that begins with another number', '<ol start=9><li>a<li>b</ol>', '9. a\n10. b'],
  ['links', '<a href="http://x.test/a">here</a> <a href="https://x.test">x.test</a> <a href="mailto:a@b">a@b</a> <a href="mailto:a@b">Ann</a> <a href="javascript:x">no</a> <a href="http://x.test/i"><img></a>', 'here <http://x.test/a> x.test a@b Ann <a@b> no <http://x.test/i>'],
  ['images', '<img alt="Logo" src=x><img src=y>', '[Logo]'],
  ['a table of values', '<table><tr><th>Item<th>Price<tr><td>Tea<td>2</table>', 'Item  Price\nTea  2'],
  ['a table for layout', '<table><tr><td><p>Left</p></td><td><p>Right</p></td></tr></table>', 'Left\n\nRight'],
  ['preformatted text', '<pre>a\n  b\n\nc</pre>d', 'a\n  b\n\nc\n\nd'],
  ['what nobody sees', '<head><title>t</title><style>x</style></head><script>x</script><div style="display:none">hidden</div><!-- c -->seen<select><option>x</select>', 'seen'],
  ['invisible characters', 'a\u200bb\u00adc\u00a0\u00a0d', 'abc d'],
  ['definitions', '<dl><dt>a<dd>b</dl>', 'a\n    b'],
  ['inline elements', 'a<b>b</b> <i> c </i>d', 'ab c d'],
  ['nothing', '', ''],
]
for (const [name, html, expected] of CASES) test(`text of ${name}`, () => assert.equal(htmlToText(html), expected))

test('no more than the limit', () => {
  assert.equal(htmlToText('<p>hello world</p>'.repeat(1000), 100).length <= 100, true)
  assert.equal(htmlToText('<blockquote>'.repeat(400) + 'x').length < 100_000, true)
})

test('where nothing would be left, the words of the source', () => {
  const below = '<table><tr><td>'.repeat(400)
  for (const html of [`${below}<p>Visible words.`, `<style>p{color:red}</style><style>a{<p>Visible words.</p>`, '<title>x<p>Visible words.</p>', '<select><option>Visible words.', '<p title="a onclick=x>Visible words.</p>']) {
    assert.match(htmlToText(html), /Visible words\./, html.slice(0, 40))
  }
  assert.equal(htmlToText('<style>p{color:red}</style><img src="x"><script>x()</script>'), '')
})
