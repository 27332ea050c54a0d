import { createHash } from 'node:crypto'
import { attachmentName } from '#lib/composition/attachment-name.ts'
import { RECIPIENT_LIMIT } from '#lib/composition/composition-limits.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { composeDraft, composeOutgoing, composeTemplate } from '#lib/composition/message/compose-message.ts'
import { buildReceipt } from '#lib/composition/reports/build-receipt.ts'
import type { Spool } from '#lib/composition/spool.ts'
import { PLAIN } from '#lib/mail/composition.ts'

/** Every printable character of ASCII, other scripts, and more letters than one line of a header has. */
const NAMES = [String.fromCharCode(...Array.from({ length: 95 }, (_, at) => at + 32)), 'Übersicht – 漢字 🎉 עברית.pdf', `${'ä'.repeat(120)}.txt`, "it's; a=b, \"c\" %41 %.txt", '=?utf-8?Q?no?=.txt', '.hidden'].map(attachmentName)

const EMPTY: KeptComposition = {
  id: 'c'.repeat(22), kind: 'new', from: 'Alice Übel <alice@example.test>', to: 'bob@example.test', cc: '', bcc: '', replyTo: '', subject: 'plain', body: 'Hello\n', priority: 'normal', reports: 'none', followUp: 'none', headers: '', copyTo: '', ...PLAIN,
  attachments: [], inReplyTo: '', references: [], revision: 1, savedAt: 0, messageId: '<id@example.test>', state: 'open', touched: true,
}

/** A message that Postern made, and what it has to hold for whoever reads it. */
export interface Built {
  readonly subject: string
  readonly text: string
  /** How many stand in To and Cc. */
  readonly recipients: number
  /** Of each file its name and the SHA-256 of its octets; of a message its subject. */
  readonly attachments: readonly (readonly [name: string, holds: string])[]
  /** Octets above 127 stand in its header (RFC 6532). */
  readonly isUtf8: boolean
  readonly octets: Buffer
}

/** A message of each kind that Postern makes. */
export async function buildAll(spool: Spool): Promise<readonly Built[]> {
  const sources = { spool, userAgent: 'Postern/0.0.0', date: new Date('2026-02-03T04:05:06Z') }
  const keep = async (name: string, mediaType: string, text: string) => ({ ...(await spool.write(octetsOf(Buffer.from(text)))), name, mediaType })
  const files = await Promise.all(NAMES.map((name, at) => keep(name, 'application/octet-stream', `file ${at}\r\n.\r\nFrom here\n`)))
  const letter = await keep('letter.eml', 'message/rfc822', 'From: Carol <carol@example.test>\r\nTo: dave@example.test\r\nSubject: inner\r\nDate: Tue, 3 Feb 2026 04:05:06 +0000\r\nMessage-ID: <inner@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe\r\n.\r\n')
  const sums = files.map(({ name }, at) => [name, sha256(`file ${at}\r\n.\r\nFrom here\n`)] as const)
  const picture = { ...(await keep('Höhe.png', 'image/png', '\x89PNG\r\n\x1a\n.\r\n')), contentId: 'p1@example.test' }
  const long = `${'A long line of prose that has to be folded somewhere, and more of it. '.repeat(30).trim()}\n`
  const everywhere = 'Grüße, 漢字 🎉 и עברית\n.\n..two\nFrom the start\n-- \nÜbel\n'
  const crowd = Array.from({ length: RECIPIENT_LIMIT }, (_, at) => `u${at}@example.test`).join(', ')
  const variants: readonly (Partial<KeptComposition> & { readonly text?: string; readonly holds?: Built['attachments']; readonly recipients?: number })[] = [
    {},
    { subject: 'flowed', body: long },
    { subject: 'Überraschung 🎉 '.repeat(20).trim(), to: '"Bob \\"B\\" Ünal" <bob@example.test>, Carol <carol@example.test>', cc: 'Team: dave@example.test, eve@example.test;', body: everywhere, recipients: 4 },
    { subject: 'attached', attachments: files, holds: sums },
    { subject: 'ten thousand', to: crowd, recipients: RECIPIENT_LIMIT },
    { subject: 'forwarded', kind: 'forward-attached', attachments: [letter], holds: [['letter.eml', 'inner']] },
    { subject: 'Bild', body: everywhere, format: 'html', html: '<div>Grüße, <b>漢字</b></div><div><img src="cid:p1@example.test" alt="Höhe"></div>', attachments: [picture, ...files], holds: sums },
    { subject: 'Jörg', to: 'Jörg <jörg@bücher.example>, 漢字@例え.example, Zoë <zoe@bücher.example>', body: everywhere, recipients: 3 },
  ]
  const built: Built[] = []
  for (const { holds = [], recipients = 1, ...variant } of variants) {
    const kept = { ...EMPTY, ...variant }
    built.push(asBuilt({ subject: kept.subject, text: kept.body, recipients, attachments: holds }, await collect(composeOutgoing(kept, sources).content)))
  }
  const draft = { ...EMPTY, subject: 'draft', to: 'bob@example.test, half an', body: everywhere, attachments: files }
  built.push(asBuilt({ subject: 'draft', text: everywhere, attachments: sums }, await collect(composeDraft(draft, sources))))
  built.push(asBuilt({ subject: 'template', text: everywhere, attachments: sums }, await collect(composeTemplate({ ...draft, subject: 'template', to: 'bob@example.test' }, 'Vörlage', sources))))
  built.push(asBuilt({ subject: 'inner', text: 'Grüße\n.\n' }, await collect(composeOutgoing({ ...EMPTY, kind: 'redirect', subject: 'inner', attachments: [letter] }, sources).content)))
  const people = { from: { name: 'Alice Übel', address: 'alice@example.test' }, to: 'bob@example.test' }
  const receipt = await buildReceipt({ ...people, messageId: '<r@example.test>', date: sources.date, subject: 'Gelesen: Grüße', text: 'Gelesen.', isAutomatic: false, original: { messageId: '<id@example.test>', subject: 'Grüße', date: '', originalRecipient: '' }, userAgent: 'Postern/0.0.0' })
  built.push(asBuilt({ subject: 'Gelesen: Grüße', text: 'Gelesen.\n' }, receipt))
  return built
}

function asBuilt(holds: Pick<Built, 'subject' | 'text'> & Partial<Pick<Built, 'recipients' | 'attachments'>>, octets: Buffer): Built {
  return { recipients: 1, attachments: [], ...holds, isUtf8: /[\x80-\xff]/.test(octets.subarray(0, octets.indexOf('\r\n\r\n')).toString('latin1')), octets }
}

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

async function* octetsOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** RFC 3676 §4.1: what was one line is one line again, and what was stuffed is not. */
export const unflowed = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(/(?<!^--) \n/gm, ' ').replaceAll(/^ (?=From |>| )/gm, '')
