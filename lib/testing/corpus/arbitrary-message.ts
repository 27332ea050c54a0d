import fc from 'fast-check'

/** Words that stand in every text of an arbitrary message. */
export const VISIBLE = 'Visible words.'

/* Messages as programs with mistakes write them: built by the rules, then broken by pieces. All strings are octets, one a character. */

const CHARSETS = ['us-ascii', 'utf-8', 'UTF-8"', 'iso-8859-1', 'windows-1252', 'cp-850', 'x-unknown', 'utf-7', 'iso-2022-jp', 'gb2312', 'utf-16', '', '=?utf-8?Q?utf-8?=']
const ENCODINGS = ['7bit', '8bit', 'binary', 'base64', 'quoted-printable', 'QUOTED-PRINTABLE ', 'x-uuencode', 'base-64', 'none', '', 'quoted-printable; x=y']
const MULTIPARTS = ['mixed', 'alternative', 'related', 'signed', 'report', 'digest', 'parallel', 'x-new', 'form-data']
const TAILS = ['', '\xe4\xf6\xfc', '\xc3\xa4 \xe2\x82\xac', '\x1b$B$3$s\x1b(B', '+AOQ-', '=C3=A4=\r\n=ZZ=', '\0\x01\x7f', '<b>&#0;&amp', ' '.repeat(2000)]

const text = fc
  .record({ html: fc.boolean(), charset: fc.constantFrom(...CHARSETS), encoding: fc.constantFrom(...ENCODINGS), isEncoded: fc.boolean(), tail: fc.constantFrom(...TAILS), disposition: fc.constantFrom('', 'inline', 'attachment', 'inline; filename=a.txt', 'attachment; filename*0*=utf-8\'\'%41; filename*2=c', 'foo') })
  .map(({ html, charset, encoding, isEncoded, tail, disposition }) => {
    const words = html ? `<html><body><p>${VISIBLE}</p>${tail}` : `${VISIBLE} ${tail}`
    const body = isEncoded && encoding === 'base64' ? Buffer.from(words, 'latin1').toString('base64').replace(/.{76}/g, '$&\r\n') : words
    return `Content-Type: text/${html ? 'html' : 'plain'}; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n${disposition === '' ? '' : `Content-Disposition: ${disposition}\r\n`}\r\n${body}\r\n`
  })
const picture = fc.constant('Content-Type: image/png; name="a\r\n b.png"\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n')
const status = fc.constant('Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\nFinal-Recipient: rfc822; b@example.test\r\n')

/** One entity, header and body; what is in it is drawn from the level below. */
const entity: fc.Arbitrary<string> = fc.letrec<{ entity: string; multipart: string; inside: string }>((tie) => ({
  entity: fc.oneof({ maxDepth: 4, depthSize: 'small' }, text, picture, status, tie('multipart'), tie('inside')),
  multipart: fc.record({ kind: fc.constantFrom(...MULTIPARTS), boundary: fc.constantFrom('b', 'b-b', '--', 'b b', "'()+_,-./:=?", '=_Next'), quote: fc.constantFrom('"', ''), parts: fc.array(tie('entity'), { maxLength: 4 }), preamble: fc.constantFrom('', 'This is MIME.\r\n') }).map(
    ({ kind, boundary, quote, parts, preamble }) => `Content-Type: multipart/${kind}; boundary=${quote}${boundary}${quote}\r\n\r\n${preamble}${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`,
  ),
  inside: tie('entity').map((inner) => `Content-Type: message/rfc822\r\n\r\nSubject: Inside\r\nFrom: a@example.test\r\n${inner}`),
})).entity

/** One mistake: what is replaced where it stands for the n-th time, or what is done at a place between 0 and 1. */
type Mistake = (message: string) => string
const at = (message: string, place: number): number => Math.floor(message.length * place)
const mistake: fc.Arbitrary<Mistake> = fc.record({ kind: fc.nat({ max: 13 }), place: fc.double({ min: 0, max: 1, noNaN: true }), junk: fc.constantFrom('\0', '\xff', '\r', '\n', '\r\n', '--b', '--b--', ' ', '"', '(', ';', '=?utf-8?B?', 'Content-Type: text/plain\r\n') }).map(
  ({ kind, place, junk }): Mistake =>
    (message) => {
      const cut = at(message, place)
      const rest = message.slice(cut)
      const changes: readonly (() => string)[] = [
        () => message.slice(0, cut),
        () => message.slice(0, cut) + junk + rest,
        () => message.slice(0, cut) + rest.slice(7),
        () => message.slice(0, cut) + rest.slice(0, 40).repeat(20) + rest,
        () => message.slice(0, cut) + rest.replace(/--\r\n/, '\r\n'),
        () => message.slice(0, cut) + rest.replace(/boundary=/i, 'boundry='),
        () => message.slice(0, cut) + rest.replace(/\r\n\r\n/, '\r\n'),
        () => message.slice(0, cut) + rest.replace(/\r\n/g, '\n'),
        () => message.slice(0, cut) + rest.replace(/\r\n/g, '\r'),
        () => message.slice(0, cut) + rest.replace(/: /g, ':\r\n\t'),
        () => message.slice(0, cut) + rest.replace(/Content-Type: [a-z]+/i, 'Content-Type: text'),
        () => message.slice(0, cut) + rest.replace(/; charset/, ';; charset'),
        () => message.slice(0, cut) + rest.replace(/multipart\//, 'multipart'),
        () => message.slice(0, cut) + rest.replace(/Content-Transfer-Encoding/, 'Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding'),
      ]
      return changes[kind]?.() ?? message
    },
)

/** A message with up to four mistakes, as it may stand in a mailbox: no NUL (RFC 9051 §9), never empty. */
export const brokenMessage: fc.Arbitrary<Buffer> = fc.record({ entity, head: fc.constantFrom('From: a@example.test\r\nSubject: Broken\r\n', 'Subject: =?x?Q?=\r\n', '\r\n', 'MIME-Version: 1.0\r\n', 'no header at all\r\n'), mistakes: fc.array(mistake, { maxLength: 4 }) }).map(({ entity: first, head, mistakes }) => {
  const broken = mistakes.reduce((message, make) => make(message), head + first)
  return Buffer.from(`${broken.replaceAll('\0', '')}\r\n`, 'latin1')
})
