/** Messages made to wear readers out: the size of what arrives, not of what is written here. Lines end with CRLF. */
export const TORTURES: Readonly<Record<string, () => Buffer>> = {
  'multiparts a thousand deep': () => wire(`Subject: Deep\nMIME-Version: 1.0\n${nested(1000, (level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`)}Content-Type: text/plain\n\nVisible words.\n`),
  'messages a thousand deep': () => wire(`Subject: Deep\nMIME-Version: 1.0\n${'Content-Type: message/rfc822\n\n'.repeat(1000)}Subject: Innermost\n\nVisible words.\n`),
  'a hundred thousand parts': () => wire(`Subject: Wide\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVisible words.\n${'--b\nContent-Type: text/x-y\n\nx\n'.repeat(100_000)}--b--\n`),
  'a hundred thousand attachments without a word': () => wire(`Subject: Wide\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: image/png; name=a.png\nContent-Disposition: attachment\n\nx\n'.repeat(100_000)}--b--\n`),
  'ten megabytes of header': () => wire(`Subject: Long head\n${`X-Filler: ${'x'.repeat(70)}\n`.repeat(130_000)}\nVisible words.\n`),
  'one field of ten megabytes': () => wire(`X-Filler: ${'x'.repeat(10_000_000)}\nSubject: Long field\n\nVisible words.\n`),
  'a folding bomb': () => wire(`Subject: Folded\n${' folded\n'.repeat(500_000)}To: a@example.test\n\nVisible words.\n`),
  'blanks to fold without end': () => wire(`Subject: ${' \t'.repeat(1_000_000)}\n${'\t \n'.repeat(300_000)}From: a@example.test\n\nVisible words.\n`),
  'a hundred thousand recipients': () => wire(`Subject: All\nTo: ${Array.from({ length: 100_000 }, (_, at) => `p${at}@example.test`).join(',\n ')}\n\nVisible words.\n`),
  'an address of brackets and quotes': () => wire(`From: ${'('.repeat(200_000)}${'<'.repeat(100_000)}${'"\\'.repeat(100_000)}\nTo: ${'a:'.repeat(100_000)}\nSubject: Brackets\n\nVisible words.\n`),
  'encoded words without end': () => wire(`Subject: ${'=?utf-8?Q?=41?= '.repeat(100_000)}\nFrom: ${'=?utf-8?B?'.repeat(100_000)} <a@example.test>\n\nVisible words.\n`),
  'a hundred thousand continued parameters': () => wire(`Subject: Parameters\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVisible words.\n--b\nContent-Type: text/x-y; ${Array.from({ length: 100_000 }, (_, at) => `name*${at}*=%41`).join('; ')}\n\nx\n--b--\n`),
  'NUL octets': () => Buffer.concat([wire('Subject: Nothing\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n'), wire(Buffer.from(`Visible words.${'\0'.repeat(2_000_000)}`).toString('base64'))]),
  'base64 that is none': () => wire(`Subject: Bad\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Visible words.').toString('base64')}${'=!*= \n'.repeat(500_000)}`),
  'quoted-printable that is none': () => wire(`Subject: Bad\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nVisible words.${'=ZZ=\n='.repeat(500_000)}`),
  'uuencode that does not end': () => wire(`Subject: Bad\nMIME-Version: 1.0\nContent-Type: text/plain\n\nVisible words.\nbegin 644 x\n${'M'.repeat(60)}\n`.padEnd(2_000_000, 'M')),
  'a line of twenty megabytes': () => wire(`Subject: Line\n\nVisible words. ${'x'.repeat(20_000_000)}`),
  'a text of line ends': () => wire(`Subject: Lines\n\nVisible words.${'\n'.repeat(5_000_000)}`),
  'delimiters that are nearly right': () => wire(`Subject: Nearly\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${'b'.repeat(70)}"\n\n--${'b'.repeat(70)}\n\nVisible words.\n${`--${'b'.repeat(69)}a\n`.repeat(100_000)}`),
  'quotes without end': () => wire(`Subject: Quotes\n\nVisible words.\n${'>'.repeat(1_000_000)}\n${'> '.repeat(500_000)}x\n`),
  'HTML a hundred thousand deep': () => wire(`Subject: HTML\nMIME-Version: 1.0\nContent-Type: text/html\n\nVisible words.${'<div>'.repeat(100_000)}`),
  'HTML of ten megabytes': () => wire(`Subject: HTML\nMIME-Version: 1.0\nContent-Type: text/html\n\nVisible words.${'<p class="a" style="color:red">x</p>\n'.repeat(280_000)}`),
  'HTML of open formatting': () => wire(`Subject: HTML\nMIME-Version: 1.0\nContent-Type: text/html\n\nVisible words.${'<b><i><u><font color=red><p>'.repeat(10_000)}`),
  'HTML of one attribute': () => wire(`Subject: HTML\nMIME-Version: 1.0\nContent-Type: text/html\n\nVisible words.<p title="${'&amp;'.repeat(300_000)}">x`),
  'styles of two megabytes': () => wire(`Subject: HTML\nMIME-Version: 1.0\nContent-Type: text/html\n\nVisible words.<style>${'a{color:red}'.repeat(20_000)}${'a{b:(('.repeat(20_000)}</style>${'<p style="color:red;color:rgb(((((">x</p>'.repeat(20_000)}`),
  'a message that ends in its header': () => wire('Subject: Cut\nContent-Type: multipart/mixed; boundary=b'),
}

function nested(levels: number, write: (level: number) => string): string {
  return Array.from({ length: levels }, (_, level) => write(level)).join('')
}

function wire(text: string): Buffer {
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1')
}
