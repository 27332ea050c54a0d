import fc from 'fast-check'
import { decodeOctets } from '#lib/mime/charset.ts'

/** A message in its octets, and words that are in it or nearly so. */
export interface Letter {
  readonly octets: Buffer
  readonly words: readonly string[]
}

/** Characters that fold to several, to others' forms or to nothing, and some that a query language might take for its own. */
const characters = fc.constantFrom(...'aAbeEtT  ', 'é', 'E\u0301', 'ß', 'ẞ', 'ﬁ', 'Ǆ', 'ǅ', 'ά', 'Σ', 'ς', 'я', 'Я', '日', '本', '😀', 'İ', 'ı', '\u212a', 'ⅷ', '½', '"', '*', "'", ':', '-', '(', '\u0307', '\ufffd')
const text = fc.array(characters, { maxLength: 24 }).map((all) => all.join(''))

const charset = fc.constantFrom('utf-8', 'iso-8859-1', 'windows-1252', 'koi8-r', 'windows-1251', 'iso-2022-jp', 'gb2312', 'big5', 'shift_jis', 'euc-kr', 'utf-7', 'utf-16le', 'us-ascii', 'no-such-charset')
/** Whatever these octets mean there. */
const foreign = fc.tuple(charset, fc.uint8Array({ minLength: 4, maxLength: 40 }))
const encoded = fc.oneof(text.map((value) => ['utf-8', Buffer.from(value)] as const), foreign.map(([name, octets]) => [name, Buffer.from(octets)] as const))

const part = fc.record({
  content: encoded,
  mediaType: fc.constantFrom('text/plain', 'text/plain', 'text/html', 'application/octet-stream'),
  transfer: fc.constantFrom('base64', 'quoted-printable', '8bit'),
  /** Enough for a file of its own. */
  isLong: fc.integer({ min: 0, max: 15 }).map((die) => die === 0),
})

type Part = typeof part extends fc.Arbitrary<infer Value> ? Value : never

const word = ([name, octets]: readonly [string, Uint8Array]): string => `=?${name}?B?${Buffer.from(octets).toString('base64')}?=`

function written({ content: [name, octets], mediaType, transfer, isLong }: Part): Buffer {
  const whole = isLong ? Buffer.concat([Buffer.alloc(70_000, 'padding '), octets]) : octets
  const body = transfer === '8bit' ? whole : transfer === 'base64' ? Buffer.from(whole.toString('base64')) : Buffer.from([...whole].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(''))
  return Buffer.concat([Buffer.from(`Content-Type: ${mediaType}; charset=${name}; name="${word([name, octets])}"\r\nContent-Transfer-Encoding: ${transfer}\r\n\r\n`), body])
}

export const letter: fc.Arbitrary<Letter> = fc
  .record({ subject: encoded, from: text, to: text, label: encoded, parts: fc.array(part, { minLength: 1, maxLength: 3 }) })
  .map(({ subject, from, to, label, parts }) => {
    const head = [
      `Subject: ${word(subject)}`,
      `From: ${word(['utf-8', Buffer.from(from)])} <a.sender@example.test>`,
      `To: ${word(['utf-8', Buffer.from(to)])} <b@example.test>, second@example.test`,
      `X-Label: ${word(label)}`,
      'Message-ID: <one.two@example.test>',
      'Content-Type: multipart/mixed; boundary=next',
    ]
    const pieces = parts.flatMap((one) => [Buffer.from('\r\n--next\r\n'), written(one)])
    const octets = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n`), ...pieces, Buffer.from('\r\n--next--\r\n')])
    return { octets, words: [decodeOctets(subject[1], subject[0]), from, to, decodeOctets(label[1], label[0]), ...parts.map(({ content: [name, body] }) => decodeOctets(body, name))] }
  })

const name = fc.oneof(fc.constantFrom('a', 'b', '"a"', 'c'), fc.nat(12).map(String))
const mailId = name.map((local) => `<${local}@example.test>`)

/** One of a few people, their group, or nobody who can be read. */
const person = fc.oneof(text.map((value) => `${word(['utf-8', Buffer.from(value)])} <n@example.test>`), fc.constantFrom('ann@example.test', 'ANN@other.test', '"Ann" <ann@example.test>', 'friends: bob@example.test, cy@example.test;', 'nobody:;', 'what is this <>'))
const topic = fc.oneof(fc.tuple(fc.constantFrom('', 'Re: ', 'Fwd: ', '[list] ', 'RE: re: '), fc.constantFrom('tea', 'Tea', 'milk', '', 'ﬁ', 'FI')).map((both) => both.join('')), text.map((value) => word(['utf-8', Buffer.from(value)])))

/** A message that belongs to others, or is one of those. */
export const reply: fc.Arbitrary<Letter> = fc
  .record(
    { subject: topic, from: person, to: person, cc: person, id: mailId, references: fc.array(mailId, { minLength: 1, maxLength: 4 }), inReplyTo: mailId, date: fc.integer({ min: -2, max: 5 }), more: fc.nat(9) },
    { requiredKeys: ['subject', 'more'] },
  )
  .map(({ subject, from, to, cc, id, references, inReplyTo, date, more }) => {
    const fields = { Subject: subject, From: from, To: to, Cc: cc, 'Message-ID': id, References: references?.join(' '), 'In-Reply-To': inReplyTo, Date: date === undefined ? undefined : new Date(date * 1000).toUTCString() }
    const lines = Object.entries(fields).filter(([, value]) => value !== undefined).map(([field, value]) => `${field}: ${value}\r\n`)
    return { octets: Buffer.from(`${lines.join('')}\r\n${'x'.repeat(more)}`), words: [] }
  })
