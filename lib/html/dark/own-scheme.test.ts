import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sanitizeMailHtml } from '../sanitize.ts'
import { brightnessOf } from './brightness.ts'
import type { OwnScheme, PageScheme } from './own-scheme.ts'

const read = (html: string, scheme: PageScheme = 'dark') => sanitizeMailHtml(html, { remoteContent: false, rewrite: () => undefined, scheme })

test('a mail is dark by its own design where most letters are light on dark, however it says so', () => {
  const table: [html: string, own: OwnScheme | undefined][] = [
    ['<p>Hello</p>', undefined],
    ['<body bgcolor="#000000" text="#ffffff"><p>Hello</p></body>', 'dark'],
    ['<table bgcolor="black"><tr><td style="color:#eee">Hello</td></tr></table>', 'dark'],
    ['<div style="background:#1a1a2e url(https://a.test/x.png) no-repeat;color:rgb(240, 240, 240)">Hello</div>', 'dark'],
    ['<style>body{background-color:#111;color:#fafafa}</style><p>Hello</p>', 'dark'],
    ['<style>.night,.x{background:hsl(220,20%,10%)} p{color:white}</style><div class="Night"><p>Hello</p></div>', 'dark'],
    ['<style>td.night{background:#000!important}</style><table><tr><td class="night" style="background:#fff;color:#fff">Hello</td></tr></table>', 'dark'],
    // A dark foot below much text is not all of it; what names only dark letters could not be read on dark paper.
    ['<div style="background:#fff;color:#222">A long letter in black on white</div><div style="background:#000;color:#fff">Foot</div>', undefined],
    ['<div style="background:#000;color:#fff">A headline that is longer than the rest</div><p style="color:#333">Rest</p>', undefined],
    ['<div style="background:#000;color:#fff">A headline that is longer than the rest</div><table bgcolor="#ffffff"><tr><td>Rest</td></tr></table>', undefined],
    ['<div style="background:#000;color:#fff">A headline that is longer than the rest</div><p>Rest</p>', 'dark'],
    ['<div style="background:rgba(0,0,0,.1);color:#fff">Hello</div><p style="color:#333">dark</p>', undefined],
    ['<div style="background:#000;color:#fff;display:none">Hidden</div><p style="color:#000;background:#fff">Hello</p>', undefined],
  ]
  for (const [html, own] of table) assert.equal(read(html).ownScheme, own, html)
})

test('a mail with rules for dark screens keeps them where they make it dark, under the condition that fits the page', () => {
  const mail = '<style>.card{background:#fff;color:#111}@media (prefers-color-scheme: dark){body{background:#000}.card{background:#222!important;color:#eee!important}}</style><div class="card">Hello</div>'
  const table: [scheme: PageScheme, own: OwnScheme | undefined, condition: RegExp | undefined][] = [
    ['light', undefined, undefined],
    ['dark', 'adapts', /@media screen\{body\{background:#000\}\.card\{background:#222!important/],
    ['auto', 'adapts', /@media screen and \(prefers-color-scheme:dark\)\{body\{background:#000\}\.card/],
  ]
  for (const [scheme, own, condition] of table) {
    const { html, ownScheme } = read(mail, scheme)
    assert.equal(ownScheme, own, scheme)
    if (condition) assert.match(html, condition)
    else assert.doesNotMatch(html, /#222/)
  }
})

test('rules for dark screens that leave it light are dropped, as those with other conditions are', () => {
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-color-scheme: dark) and (max-width: 600px)', 'print and (prefers-color-scheme: dark)']) {
    const { html, ownScheme } = read(`<style>@media ${query}{.logo{width:9px}}</style><div class="logo" style="background:#fff;color:#000">Hello</div>`)
    assert.deepEqual([ownScheme, /9px/.test(html)], [undefined, false], query)
  }
})

test('what is read again is the same, and a flood takes time that grows with its length alone', () => {
  const flood = `<style>${'.a{background:#000;color:#fff}'.repeat(15_000)}</style>${'<p style="background:#000;color:#fff">x'.repeat(20_000)}`
  for (const html of [flood, '<style>@media screen and (prefers-color-scheme:dark){p{background:#000!important;color:#fff!important}}</style><p style="color:#000;background:#fff">Hello']) {
    const { html: once, ownScheme } = read(html, 'auto')
    assert.ok(ownScheme !== undefined)
    assert.equal(read(once, 'auto').html, once)
  }
})

test('colours by every name of theirs', () => {
  const table: [value: string, brightness: number | undefined][] = [
    ['#000', 0], ['#FFFFFF', 1], ['#fff8', 1], ['#fff0', undefined], ['#ffffff00', undefined], ['rgb(255 255 255)', 1], ['rgb(100%, 100%, 100%)', 1],
    ['rgba(0,0,0,.2)', undefined], ['hsl(0, 0%, 50%)', 0.5], ['White', 1], ['transparent', undefined], ['inherit', undefined], ['none', undefined], ['url(black.png) no-repeat', undefined],
  ]
  for (const [value, brightness] of table) assert.equal(brightnessOf(value)?.toFixed(2), brightness?.toFixed(2), value)
})

test('rules for dark screens pass the same sieve as all others', () => {
  const hostile = 'p{color:#fff!important;background-color:#000!important;position:fixed!important;background-image:url(https://evil.test/x);behavior:url(x)} #a{content:"x"} @import "https://evil.test/y"; @font-face{src:url(https://evil.test/z)} @media screen{p{top:0}}'
  for (const scheme of ['dark', 'auto'] as const) {
    const { html, ownScheme } = read(`<style>@media (prefers-color-scheme:dark){${hostile}}</style><p style="color:#000;background:#fff">Hello</p>`, scheme)
    assert.equal(ownScheme, 'adapts')
    assert.match(html, /color:#fff!important/)
    assert.doesNotMatch(html, /evil|fixed|behavior|content|@import|font-face|url\(/)
  }
})
