import type { CompositionAttachment } from '#lib/mail/composition.ts'
import type { Address } from '#lib/mail/envelope.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeAddressField } from './build-message.ts'
import { canonicalLines } from './canonical-lines.ts'
import type { CheckedAddresses } from '../addresses/check-addresses.ts'
import type { KeptComposition } from '../kept-composition.ts'
import type { Spool } from '../spool.ts'
import { requireWholeFiles } from '../whole-files.ts'

/** Octets of a header that are looked through for Bcc; a larger one is none that a mail program wrote. */
const MOST_HEADER = 1024 * 1024

export interface Redirection extends Pick<CheckedAddresses, 'to' | 'cc'> {
  readonly from: Address
  readonly date: Date
}

/**
 * The message that is attached to `kept`, as it came, behind a block of Resent fields (RFC 5322 §3.6.6): its own From, Date and Message-ID stay. A Bcc of its first
 * sender does not go along. Streams. Throws GatewayError 'invalid' when the message is not there; the stream does when it is not whole.
 */
export function redirectMessage(kept: KeptComposition, { from, to, cc, date }: Redirection, spool: Spool): AsyncGenerator<Uint8Array> {
  const [original] = kept.attachments
  if (!original) throw new GatewayError('invalid', 'nothing to redirect')
  const resent = [
    `Resent-Date: ${date.toUTCString().replace('GMT', '+0000')}\r\n`,
    writeAddressField('Resent-From', [from]),
    writeAddressField('Resent-To', to),
    writeAddressField('Resent-Cc', cc),
    `Resent-Message-ID: ${kept.messageId}\r\n`,
  ]
  return canonicalLines(behind(resent.join(''), wholeFile(original, spool)))
}

async function* wholeFile(original: CompositionAttachment, spool: Spool): AsyncGenerator<Uint8Array> {
  await requireWholeFiles(spool, [original])
  yield* spool.read(original.id) as AsyncIterable<Uint8Array>
}

async function* behind(fields: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(fields)
  let header: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of content) {
    if (header === undefined) {
      yield chunk
      continue
    }
    header = Buffer.concat([header, chunk])
    if (!/\r?\n\r?\n/.test(header.toString('latin1')) && header.length < MOST_HEADER) continue
    yield withoutBcc(header)
    header = undefined
  }
  if (header !== undefined) yield withoutBcc(header)
}

function withoutBcc(beginning: Buffer): Buffer {
  const text = beginning.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const header = text.slice(0, end).replace(/(?<=^|\n)bcc[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|$)/gi, '')
  return Buffer.from(header + text.slice(end), 'latin1')
}
