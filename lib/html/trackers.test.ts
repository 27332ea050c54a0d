import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sanitizeMailHtml } from './sanitize.ts'
import { findTrackers } from './trackers.ts'

test('what nobody sees is a tracker, named by its service or its host', () => {
  const table: [html: string, count: number, names: string[]][] = [
    ['<img src="https://shop.test/logo.png" width="120" height="40">', 0, []],
    ['<img src="https://t.shop.test/p" width="1" height="1">', 1, ['t.shop.test']],
    ["<IMG height=0 width=0 SRC='//us1.list-manage.com/track/open.php?u=1&amp;id=2'>", 1, ['Mailchimp']],
    ['<img src="https://u1.ct.sendgrid.net/wf/open?upn=abc">', 1, ['SendGrid']],
    ['<img style="display:none" src="https://a.test/x"><img style="width:1px; height:1px" src="https://a.test/y"><img style="opacity: 0" src="https://b.test/">', 3, ['a.test', 'b.test']],
    ['<img src="cid:a" width=1 height=1><img src="data:image/gif;base64,AA" width=1 height=1>', 0, []],
    ['<img src="https://shop.test/line.png" width="1" height="200"><img style="width:100%;height:2px" src="https://shop.test/line.png">', 0, []],
    ['<img src="http://[" width=1 height=1>', 0, []],
    ['<div style="background:url(https://shop.test/paper.png)">Hello</div><td background="https://shop.test/paper.png" width="600">', 0, []],
    ['<div style="width:1px;height:1px;background-image:url(&quot;https://t.shop.test/b?a=1&amp;b=2&quot;)"></div>', 1, ['t.shop.test']],
    ["<li style='list-style:url(\"//shop.emltrk.com/x\")'><td background=//a.test/b width=1 height=1>", 2, ['Litmus', 'a.test']],
    ['<style>@media print{#_t{background-image:url(\'https://x.emltrk.com/p?p\')}} p::after{content:url(https://a.test/track/open?u=1)} b{display:none;background:url(https://b.test/1)} i{background:url(https://c.test/fine.png)}</style>', 3, ['Litmus', 'a.test', 'b.test']],
  ]
  for (const [html, count, names] of table) assert.deepEqual(findTrackers(html), { count, names }, html)
})

test('a flood of unfinished images is read in time that grows with its length alone', () => {
  for (const piece of ['<img ', '<p style=url(', '<style>', '<style>{url(', 'url(', '<td background=']) assert.equal(findTrackers(piece.repeat(100_000)).count, 0, piece)
})

test('a tracker is not fetched where the pictures are', () => {
  const asked: string[] = []
  const rewrite = ({ value }: { value: string }): string => `https://us.test/mail-content/${asked.push(value)}`
  const { html } = sanitizeMailHtml('<img src="https://a.test/logo.png" width="9" height="9"><img src="https://a.test/p.gif" width="1" height="1"><img src="cid:x" width="1" height="1">', { remoteContent: true, rewrite })
  assert.deepEqual(asked, ['https://a.test/logo.png', 'x'])
  assert.equal(html.match(/mail-content/g)?.length, 2)
})

test('nor are those of styles, wherever they stand', () => {
  const asked: string[] = []
  const rewrite = ({ value }: { value: string }): string => `https://us.test/mail-content/${asked.push(value)}`
  const hostile = '<style>.a{background:url(https://x.emltrk.com/1)} .b{background:url(https://a.test/paper.png)} .c{width:1px;height:1px;background:url(https://a.test/2)}</style>' +
    '<p style="display:none;background:url(https://a.test/3)">x</p><p style="background:url(https://a.test/wood.png)">y</p><table background="https://a.test/4" width="1" height="1"><tr><td>z</table>'
  sanitizeMailHtml(hostile, { remoteContent: true, rewrite })
  assert.deepEqual(asked, ['https://a.test/paper.png', 'https://a.test/wood.png'])
})
