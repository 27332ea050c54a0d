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
  ]
  for (const [html, count, names] of table) assert.deepEqual(findTrackers(html), { count, names }, html)
})

test('a flood of unfinished images is read in time that grows with its length alone', () => {
  const html = '<img '.repeat(100_000)
  assert.equal(findTrackers(html).count, 0)
})

test('a tracker is not fetched where the pictures are', () => {
  const asked: string[] = []
  const rewrite = ({ value }: { value: string }): string => `https://us.test/mail-content/${asked.push(value)}`
  const { html } = sanitizeMailHtml('<img src="https://a.test/logo.png" width="9" height="9"><img src="https://a.test/p.gif" width="1" height="1"><img src="cid:x" width="1" height="1">', { remoteContent: true, rewrite })
  assert.deepEqual(asked, ['https://a.test/logo.png', 'x'])
  assert.equal(html.match(/mail-content/g)?.length, 2)
})
