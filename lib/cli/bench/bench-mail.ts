/** The mail of the benchmarks: message `index` is the same in every mailbox and on every machine. */

const SENDERS = ['Ada Kowalski', 'Bruno Okafor', 'Chen Li', 'Dana Petrović', 'Eva Lindström', 'Farid Haddad', 'Grace Nakamura', 'Hugo Martins', 'Ines Moreau', 'Jakub Novák']
const TOPICS = ['Budget', 'Minutes', 'Travel', 'Release', 'Invoice', 'Garden', 'Lecture', 'Train tickets', 'Server room', 'Holiday rota', 'Paper draft', 'Kitchen']
const WORDS = 'the meeting moves to friday because room four is being painted please bring the figures of last quarter and the list of open questions thank you and see you there'.split(' ')

/** Every so many messages the subject holds this word, which stands nowhere else. */
export const RARE_WORD = 'zebrafish'
const RARE_EVERY = 997

const FIRST_DATE = Date.UTC(2019, 0, 1, 8)
const BETWEEN = 37 * 60 * 1000

export interface BenchMessage {
  readonly content: Buffer
  readonly internalDate: Date
  readonly flags: readonly string[]
}

/** Message number `index` (from 0): about 2 KB, every fourth with HTML. */
export function benchMessage(index: number): BenchMessage {
  const pick = generator(index)
  const internalDate = new Date(FIRST_DATE + index * BETWEEN)
  const sender = SENDERS[pick(SENDERS.length)] ?? ''
  const topic = TOPICS[pick(TOPICS.length)] ?? ''
  const subject = `${pick(3) === 0 ? 'Re: ' : ''}${topic} ${pick(5000)}${index % RARE_EVERY === 0 ? ` ${RARE_WORD}` : ''}`
  const text = paragraphs(pick)
  const head = [
    `From: ${encoded(sender)} <sender${pick(400)}@example.net>`,
    'To: Reader <reader@example.test>',
    `Subject: ${subject}`,
    `Date: ${internalDate.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <bench-${index}@example.net>`,
    'MIME-Version: 1.0',
  ]
  const content = index % 4 === 0 ? [...head, ...alternative(text)] : [...head, 'Content-Type: text/plain; charset=utf-8', '', text, '']
  return { content: Buffer.from(content.join('\r\n')), internalDate, flags: pick(3) === 0 ? [] : ['\\Seen'] }
}

/** A message with one attachment of `octets` random-looking octets in base64. */
export function benchAttachment(octets: number): Buffer {
  const head = ['From: Sender <sender@example.net>', 'To: Reader <reader@example.test>', `Subject: Attachment of ${octets} octets`, 'Date: Sun, 01 Nov 2026 10:00:00 +0000', 'Message-ID: <bench-large@example.net>', 'MIME-Version: 1.0']
  const data = Buffer.alloc(octets)
  for (let at = 0; at + 4 <= octets; at += 4) data.writeUInt32LE((at * 2654435761) >>> 0, at)
  const lines = data.toString('base64').replace(/.{76}/g, '$&\r\n')
  const parts = ['Content-Type: multipart/mixed; boundary=bench', '', '--bench', 'Content-Type: text/plain', '', 'Attached.', '--bench', 'Content-Type: application/octet-stream', 'Content-Disposition: attachment; filename=large.bin', 'Content-Transfer-Encoding: base64', '', lines, '--bench--', '']
  return Buffer.from([...head, ...parts].join('\r\n'), 'latin1')
}

function alternative(text: string): string[] {
  const html = `<html><body>${text.split('\r\n\r\n').map((paragraph) => `<p>${paragraph}</p>`).join('')}</body></html>`
  return ['Content-Type: multipart/alternative; boundary=bench', '', '--bench', 'Content-Type: text/plain; charset=utf-8', '', text, '--bench', 'Content-Type: text/html; charset=utf-8', '', html, '--bench--', '']
}

function paragraphs(pick: (below: number) => number): string {
  const paragraph = (): string => {
    const lines: string[] = []
    for (let line = 0; line < 4; line += 1) lines.push(Array.from({ length: 11 }, () => WORDS[pick(WORDS.length)]).join(' '))
    return lines.join('\r\n')
  }
  return Array.from({ length: 2 + pick(5) }, paragraph).join('\r\n\r\n')
}

function encoded(name: string): string {
  return /^[ -~]*$/.test(name) ? name : `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`
}

/** A small deterministic generator (mulberry32) seeded with the message's number: `pick(n)` is from 0 to n-1. */
function generator(seed: number): (below: number) => number {
  let state = (seed + 1) * 0x9e3779b9
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
