import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sanitizeMailHtml } from '../sanitize.ts'
import type { PageScheme } from './own-scheme.ts'

const GIF = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
const read = (html: string, scheme: PageScheme = 'dark') => sanitizeMailHtml(html, { remoteContent: true, rewrite: () => '/mail-content/ticket', scheme }).html
const marksIn = (html: string, scheme?: PageScheme): readonly string[] => [...read(html, scheme).matchAll(/data-mail-picture="(\w+)"/g)].map(([, value = '']) => value)

test('what stands on a picture is marked with what lies under it, however the picture is named', () => {
  const table: [html: string, marks: readonly string[]][] = [
    ['<p>No picture</p><img src="https://a.test/x.png">', []],
    [`<div style="background-image:url(${GIF})">On paper</div>`, ['light']],
    [`<div style="background:#eef url(${GIF}) no-repeat">On its own colour</div>`, ['own']],
    [`<table bgcolor="#000000"><tr><td background="${GIF}">On black</td></tr></table><p style="color:#000;background:#fff">Much more text, dark on light, as most of it</p>`, ['dark']],
    [`<table><tr><td background="https://a.test/b.png"><p>On a remote one</p></td></tr></table>`, ['light']],
    [`<style>.hero{background:url(${GIF})} td.none{background-image:none}</style><div class="hero">By a class</div><table><tr><td class="none">none</td></tr></table>`, ['light']],
    [`<style>.hero{background:url(${GIF})}</style><div class="hero" style="background:#fff">The picture is overruled</div>`, []],
    [`<div style="background-image:url(${GIF})"><p style="color:#000">Outside, and more of it than of the other</p><div style="background-image:url(${GIF});background-color:#000;color:#fff">One in another</div></div>`, ['light', 'own']],
  ]
  for (const [html, marks] of table) assert.deepEqual(marksIn(html), marks, html)
})

test('a style sheet that gives the page itself a picture is marked, for no element of the mail is the page', () => {
  const hero = (rule: string) => read(`<style>${rule}</style><p>Hello</p>`)
  assert.match(hero(`body{background:url(${GIF})}`), /^<style data-mail-picture="light">body\{/)
  assert.match(hero(`body{color:#222;background:#eef url(${GIF})}`), /^<style data-mail-picture="own">/)
  assert.match(hero(`body{background-image:url(${GIF})!important;background-color:#000}p{color:#000;background:#fff}`), /^<style data-mail-picture="own">/)
  assert.deepEqual(marksIn(`<style>body{background-color:#000}td{color:#000;background-image:url(${GIF})}</style><table><tr><td>On black</td></tr></table>`), ['dark'])
  for (const rule of ['body{background:#eef}', `p{background:#fff}`, `@media print{body{background:url(${GIF})}}`]) assert.doesNotMatch(hero(rule), /data-mail-picture/, rule)
  const once = hero(`body{background:url(${GIF})}`)
  assert.equal(read(once), once)
  assert.doesNotMatch(read('<style data-mail-picture="own">p{color:red}</style><p>Hello</p>'), /data-mail-picture/)
})

test('nothing is marked where nothing is turned, or where the picture is held back', () => {
  const hero = `<div style="background-image:url(${GIF})">Hello</div>`
  assert.deepEqual([marksIn(hero, 'light'), marksIn(hero, 'auto')], [[], ['light']])
  assert.deepEqual(marksIn(`<div style="background:#000 url(${GIF});color:#fff">Dark by design</div>`), [])
  assert.doesNotMatch(sanitizeMailHtml('<td style="background:url(https://a.test/x.png)">x', { remoteContent: false, rewrite: () => undefined, scheme: 'dark' }).html, /data-mail-picture/)
})

test('a message cannot mark anything itself, and what is read again is the same', () => {
  assert.deepEqual(marksIn('<p data-mail-picture="dark">Hello</p>'), [])
  const once = read(`<div data-mail-picture="own" style="background-image:url(${GIF})">Hello <a href="https://a.test/">there</a></div>`)
  assert.match(once, /data-mail-picture="light"/)
  assert.equal(read(once), once)
})
