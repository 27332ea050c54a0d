import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import type { Reports } from '#lib/mail/composition.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import { signatureHtml, type Signature } from '#lib/html/composing/signature-html.ts'
import { lineHtml } from '#lib/html/composing/text-to-html.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import type { Writer } from '../writing.ts'
import { hasSignature } from '../formatted/change-signature.ts'
import type { OwnIdentity } from './identities.ts'

/** Addresses that get a blind copy of everything whatever is typed; none where the person may choose. */
export function imposedBlindCopies({ habits, imposed }: Pick<Writer, 'habits' | 'imposed'>): readonly string[] {
  return imposed.has('composing.blind_copies') ? habits['composing.blind_copies'] : []
}

/** The message as it goes out: where answers go, who gets a blind copy and what stands at the end is not the form's to say where it is imposed. */
export function withImposedFields(writer: Pick<Writer, 'habits' | 'imposed'>, kept: KeptComposition, identity: OwnIdentity): KeptComposition {
  const { from, replyTo } = identity
  const imposes = (name: PreferenceName): boolean => writer.imposed.has(name)
  const typed = new Set(parseAddresses(kept.bcc).map(({ address }) => address.toLowerCase()))
  const missing = imposedBlindCopies(writer).filter((address) => !typed.has(address.toLowerCase()))
  return {
    ...kept,
    from,
    ...(imposes('identity.signature') ? signed(kept, identity) : {}),
    replyTo: imposes('identity.reply_to') ? replyTo : kept.replyTo,
    reports: imposes('composing.receipts') ? withReceipt(kept.reports, writer.habits['composing.receipts']) : kept.reports,
    bcc: [kept.bcc, ...missing].filter((each) => each.trim() !== '').join(', '),
  }
}

/** A delivery report is another matter. */
function withReceipt(reports: Reports, asks: boolean): Reports {
  const wantsDelivery = reports === 'delivery' || reports === 'both'
  if (asks) return wantsDelivery ? 'both' : 'receipt'
  return wantsDelivery ? 'delivery' : 'none'
}

/** In both forms that the message has. */
function signed({ body, html, format }: KeptComposition, by: Signature): Pick<KeptComposition, 'body' | 'html'> {
  const block = signatureHtml(by)
  const isThere = block === '' || hasText(body, by.signature) || (format === 'html' && hasSignature(html, by))
  if (isThere) return { body, html }
  return { body: withSignature(body, by.signature), html: format === 'html' ? `${html}${lineHtml('')}${block}` : html }
}

const hasText = (body: string, signature: string): boolean => signature !== '' && `\n${body}\n`.includes(`\n-- \n${signature}\n`)

/** Below everything. */
function withSignature(body: string, signature: string): string {
  return signature === '' ? body : `${body.trimEnd()}\n\n-- \n${signature}\n`
}
