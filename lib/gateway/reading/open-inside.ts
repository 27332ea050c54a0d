import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readInside } from '#lib/imap/reading/read-inside.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { InsideView } from '#lib/mail/reading/message-view.ts'
import { readEnvelope } from '#lib/mime/envelope.ts'
import { excerptBody } from '../source-excerpt.ts'
import { attachmentsOf, bodyView, visibleEnvelope, type Wanted } from './view-parts.ts'

/**
 * A message that is attached to another one, as a person reads it: its own people, text and parts, whose sections are those of the outer
 * message. Throws GatewayError 'no-such-part', 'no-such-message', 'mailbox-replaced'.
 */
export async function openInside(connections: AccountConnections, ref: MessageRef, section: string, wanted: Wanted = {}): Promise<InsideView> {
  const { header, structure, bodies, excerpt } = await readInside(connections, ref, section, wanted)
  const read = readEnvelope(headerOf(header), wanted.charset)
  const { date } = read
  const envelope = visibleEnvelope(read)
  const shown = bodies.map((body) => bodyView(body, wanted)).filter(({ kind, text }) => kind === 'html' || text.trim() !== '')
  const rest = excerpt && shown.every(({ text }) => text.trim() === '') ? excerptBody(excerpt, wanted.charset) : undefined
  return {
    subject: envelope.subject,
    ...(date ? { date: date.toISOString() } : {}),
    envelope,
    bodies: rest ? [rest] : shown,
    attachments: structure ? attachmentsOf(structure, bodies) : [],
  }
}

/** Only the header of what may be a whole message. */
function headerOf(octets: Uint8Array): Uint8Array {
  const source = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  const ends = ['\r\n\r\n', '\n\n'].map((blank) => source.indexOf(blank)).filter((at) => at >= 0)
  return ends.length === 0 ? source : source.subarray(0, Math.min(...ends) + 2)
}
