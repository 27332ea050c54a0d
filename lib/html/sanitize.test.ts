import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { defaultTreeAdapter, parseFragment, type DefaultTreeAdapterTypes } from 'parse5'
import { VECTORS } from '#lib/testing/fixtures/mime/hostile-html.ts'
import { sanitizeMailHtml } from './sanitize.ts'

const hold = { remoteContent: false, rewrite: () => undefined }
const show = { remoteContent: true, rewrite: ({ kind, value }: { kind: string; value: string }) => `/mail-content/${kind}/${encodeURIComponent(value)}` }

const clean = (html: string): string => sanitizeMailHtml(html, hold).html
const shown = (html: string): string => sanitizeMailHtml(html, show).html

/** Says what is dangerous in an output, written apart from the lists of the sanitizer. */
function dangers(html: string): string[] {
  const found: string[] = []
  const waiting: DefaultTreeAdapterTypes.Node[] = [parseFragment(html)]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if ('childNodes' in node) waiting.push(...node.childNodes)
    if (node.nodeName === '#comment') found.push('a comment')
    if (!defaultTreeAdapter.isElementNode(node)) continue
    if (node.namespaceURI !== ('http://www.w3.org/1999/xhtml' as string)) found.push(`namespace of ${node.tagName}`)
    if (FORBIDDEN.has(node.tagName)) found.push(node.tagName)
    if (node.tagName === 'style') found.push(...cssDangers(node.childNodes.map((child) => ('value' in child ? child.value : '<')).join('')))
    for (const { name, value } of node.attrs) found.push(...attributeDangers(node.tagName, name, value))
  }
  return found
}

const FORBIDDEN = new Set(
  'script iframe frame frameset object embed applet form input textarea select button option meta base link svg math template noscript xmp plaintext noembed title video audio source track portal dialog'.split(' '),
)

function attributeDangers(tag: string, name: string, value: string): string[] {
  const where = `${tag} ${name}=${value.slice(0, 60)}`
  if (/^on|^(?:srcset|srcdoc|action|formaction|ping|poster|data|xlink:href|xmlns|lowsrc|dynsrc|longdesc|profile|manifest|is|slot|form|name|autofocus|contenteditable|tabindex|accesskey|download)$/.test(name) && tag !== 'map') return [where]
  if (name === 'href') return /^(?:https?:\/\/|mailto:|tel:|#mail-)/.test(value) ? [] : [where]
  if (name === 'src' || name === 'background') return /^(?:data:image\/(?:png|jpe?g|gif|webp|bmp|avif);base64,|\/mail-content\/)/.test(value) ? [] : [where]
  if (name === 'target') return value === '_blank' ? [] : [where]
  if (name === 'id') return value.startsWith('mail-') ? [] : [where]
  return name === 'style' ? cssDangers(value) : []
}

function cssDangers(css: string): string[] {
  const rest = css.replace(/url\("(?:\/mail-content\/|data:image\/(?:png|jpe?g|gif|webp|bmp|avif);base64,)[^"()\\]*"\)/g, '')
  const danger = /url\(|expression|@import|@font-face|@namespace|@container|@keyframes|position\s*:(?!\s*(?:static|relative)\b)|behavior|-moz-binding|var\(|attr\(|image-set|element\(|cursor|[\\<]|\/\*|content\s*:/i.exec(rest)
  return danger ? [`css ${danger[0]}`] : []
}

for (const [name, html] of VECTORS) {
  test(`hostile: ${name}`, () => {
    for (const options of [hold, show]) {
      const output = sanitizeMailHtml(html, options).html
      assert.deepEqual(dangers(output), [], output)
      if (options === hold) assert.doesNotMatch(output, /evil\.test(?!\/link)/, output)
    }
  })
}

test('the check itself sees what is dangerous in the vectors as they are', () => {
  const unseen = VECTORS.filter(([, html]) => dangers(html).length === 0).map(([name]) => name)
  assert.ok(unseen.length < VECTORS.length / 8, unseen.join(', '))
})

const KEPT: readonly (readonly [string, string, string])[] = [
  ['words and marks', '<p>a <b>b</b> <i>c</i><br>d &amp; &lt;e&gt;</p>', '<p>a <b>b</b> <i>c</i><br>d &amp; &lt;e&gt;</p>'],
  ['a table for layout', '<table role="presentation" width="100%" cellpadding=0 bgcolor=#fff><tr><td align=left colspan=2 valign=top>x</table>', '<table role="presentation" width="100%" cellpadding="0" bgcolor="#fff"><tbody><tr><td align="left" colspan="2" valign="top">x</td></tr></tbody></table>'],
  ['unknown elements, without themselves', '<o:p>a</o:p><x-y>b</x-y><form><label>c</label></form><button>d</button>', 'abcd'],
  ['a link', '<a href=" HTTPS://Example.test/a b ">x</a>', '<a href="https://example.test/a%20b" target="_blank" rel="noopener noreferrer" title="https://example.test/a%20b">x</a>'],
  ['a link without scheme', '<a href="//example.test/">x</a><a href="/relative">y</a>', '<a href="https://example.test/" target="_blank" rel="noopener noreferrer" title="https://example.test/">x</a><a>y</a>'],
  ['mail and telephone', '<a href="mailto:a@b?subject=x">m</a><a href="tel:+1 23">t</a>', '<a href="mailto:a@b?subject=x" target="_blank" rel="noopener noreferrer" title="mailto:a@b?subject=x">m</a><a href="tel:+1 23" target="_blank" rel="noopener noreferrer" title="tel:+1 23">t</a>'],
  ['a place inside the message', '<a href="#top">up</a><a name="top">x</a><p id="p1">y</p>', '<a href="#mail-top">up</a><a id="mail-top">x</a><p id="mail-p1">y</p>'],
  ['styles', '<p style="COLOR: Red; margin:0 auto!important; font-family:\'A B\',serif">x</p>', '<p style="color:Red;margin:0 auto!important;font-family:&quot;A B&quot;,serif">x</p>'],
  ['a style sheet', '<head><style media="screen">#a .b>p:first-child{color:red}</style></head>x', '<style>@media screen{#mail-a .b>p:first-child{color:red}}</style>x'],
  ['a media query', '<style>@media only screen and (max-width:600px){.a{width:100%!important}}</style>', '<style>@media only screen and (max-width:600px){.a{width:100%!important}}</style>'],
  ['an old comment around styles', '<style><!-- p{color:red} --></style>', '<style>p{color:red}</style>'],
  ['colours of the body', '<body bgcolor="#eee" text=black style="margin:0"><p>x', '<div style="background-color:#eee;color:black;margin:0"><p>x</p></div>'],
  ['a data image', '<img src="data:image/PNG;base64,iVBO RR==" width=1>', '<img width="1" src="data:image/png;base64,iVBORR==">'],
  ['a direction', '<p dir="rtl" lang="he">שלום</p>', '<p dir="rtl" lang="he">שלום</p>'],
]
for (const [name, html, expected] of KEPT) test(`kept: ${name}`, () => assert.equal(clean(html), expected))

const IMAGES: readonly (readonly [string, string, string, boolean])[] = [
  ['a remote image', '<img src="http://t.test/a.png" alt="A">', '<img alt="A" src="/mail-content/remote/http%3A%2F%2Ft.test%2Fa.png">', true],
  ['an image of the message', '<img src="cid:a%40b">', '<img src="/mail-content/cid/a%40b">', false],
  ['the first of a set', '<img srcset="https://t.test/a 1x, https://t.test/b 2x">', '<img src="/mail-content/remote/https%3A%2F%2Ft.test%2Fa">', true],
  ['a background attribute', '<table background="http://t.test/b"></table>', '<table background="/mail-content/remote/http%3A%2F%2Ft.test%2Fb"></table>', true],
  ['a background in a style', '<p style="background:#fff url(http://t.test/c) no-repeat">x</p>', '<p style="background:#fff url(&quot;/mail-content/remote/http%3A%2F%2Ft.test%2Fc&quot;) no-repeat">x</p>', true],
  ['a background in a style sheet', '<style>p{background-image:url("http://t.test/d")}</style>', '<style>p{background-image:url("/mail-content/remote/http%3A%2F%2Ft.test%2Fd")}</style>', true],
  ['nothing remote', '<p style="list-style:url(http://t.test/e)">x</p>', '<p>x</p>', false],
]
for (const [name, html, expected, remote] of IMAGES) {
  test(`images: ${name}`, () => {
    assert.equal(shown(html), expected)
    assert.deepEqual([sanitizeMailHtml(html, hold).remoteContent, sanitizeMailHtml(html, show).remoteContent], [remote, false])
    assert.doesNotMatch(clean(html), /t\.test|mail-content/)
  })
}

test('what rewrite answers cannot leave its place', () => {
  const options = { remoteContent: true, rewrite: () => `"><script>x</script>` }
  assert.deepEqual(dangers(sanitizeMailHtml('<img src="http://t.test/a"><p style="background:url(http://t.test/a)">', options).html).filter((danger) => !danger.startsWith('img src')), [])
})

test('the output is a fixed point', () => {
  const piece = fc.constantFrom(
    ...'<p>|</p>|<a href=http://x.test>|</a>|<table>|<tr>|<td>|</table>|<b>|</b>|<i class=x>|<form>|</form>|<button>|</button>|<select>|<option>|<svg>|</svg>|<math>|<mtext>|<style>|</style>|p{color:red}|<pre>|\n|<textarea>|</textarea>|<li>|<ul>|</ul>|<div>|</div>|<h1>|</h1>|<body bgcolor=red>|<font color=red>|</font>|<noscript>|<template>|<!--|-->|&lt;|"|x|<img src=cid:a>|<marquee>|<object>|<caption>|<col>|<nobr>|<center>|<dd>|<br>|<hr>|</p>|</br>'.split('|'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const once = clean(pieces.join(''))
      assert.equal(clean(once), once)
      assert.deepEqual(dangers(once), [])
    }),
    { numRuns: 2000 },
  )
})

test('arbitrary styles give nothing dangerous', () => {
  const piece = fc.constantFrom(...'color|:|;|red|url(|)|"|\'|http://evil.test|\\|/*|*/|{|}|@import|@media|position|fixed|background|var(--a)|--a|!important|<|</style>|,|(|\\75rl(|expression(|calc(1px + 2px)|\n'.split('|'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const css = pieces.join('')
      for (const html of [`<style>${css}</style>x`, `<p style="${css.replaceAll('"', '&quot;')}">x</p>`]) {
        const output = clean(html)
        assert.deepEqual(dangers(output), [], output)
        assert.equal(clean(output), output)
        // As text it may stand there, but in no style and no attribute.
      assert.doesNotMatch(output, /<style>[^<]*evil\.test|="[^"]*evil\.test/)
      }
    }),
    { numRuns: 2000 },
  )
})

test('limits: depth, elements, attributes, size; each says that it cut', () => {
  const floods = ['<div>'.repeat(100_000), '<p>x'.repeat(200_000), `<p>x<a ${'a=b '.repeat(1000)}>`, 'x'.repeat(2 * 1024 * 1024 + 1)]
  for (const html of floods) {
    const { cut, html: output } = sanitizeMailHtml(html, hold)
    assert.equal(cut, true)
    assert.ok(output.length <= 2 * 1024 * 1024 + 10)
  }
  assert.equal(sanitizeMailHtml('<div>'.repeat(400), hold).cut, false)
  assert.equal(sanitizeMailHtml('x'.repeat(2 * 1024 * 1024), hold).cut, false)
})

test('a style does not hang the parser by what an earlier one left in it', () => {
  for (const opener of '{([') {
    for (let length = 1; length < 40; length++) {
      const left = `${';'.repeat(length)}${opener}`
      const output = clean(`<p style="${left}">x</p><p style="calc(1px + 2px)}{">x</p><p style="a)]}([{">x</p>`)
      assert.equal(output, '<p>x</p><p>x</p><p>x</p>')
    }
  }
})

test('hostile nesting in styles loses the styles and nothing else', () => {
  for (const piece of ['(', '{', '[', ':not(', '@media a{', 'a{', '"', '/*', 'calc(']) {
    assert.match(clean(`<style>${piece.repeat(100_000)}</style><p>text</p>`), /<p>text<\/p>$/)
  }
})

test('real HTML of the corpus keeps words, holds nothing dangerous, and is a fixed point', () => {
  const corpus = `${import.meta.dirname}/../testing/fixtures/corpus`
  let withWords = 0
  for (const { parentPath, name } of globSync(`${corpus}/**`, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    const message = readFileSync(`${parentPath}/${name}`, 'latin1')
    const start = message.search(/<html/i)
    if (start < 0) continue
    for (const options of [hold, show]) {
      const { html } = sanitizeMailHtml(message.slice(start), options)
      assert.deepEqual(dangers(html), [], name)
      if (options === hold) assert.equal(clean(html), html, name)
      if (/\w{4,} \w+/.test(html)) withWords++
    }
  }
  assert.ok(withWords > 50)
})
