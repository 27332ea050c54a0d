import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageView, SealedView } from '#lib/mail/reading/message-view.ts'

/**
 * What is said of an encrypted message, and what its opening needs in words; nothing of one that is not. The encrypted part is downloaded from there, and is no
 * attachment beside.
 */
export function sealedView({ encrypted, attachments }: Pick<MessageView, 'encrypted' | 'attachments'>, { sealed, signatures, message, details, editing }: PageWords): { readonly sealed?: SealedView; readonly attachments?: MessageView['attachments'] } {
  if (!encrypted) return {}
  const { format, isWhole } = encrypted
  const says = format === 'smime' ? sealed.smime : isWhole ? sealed.openpgp : sealed.partly
  const verdicts = Object.fromEntries(Object.entries(signatures.verdicts).map(([name, text]) => [name, typeof text === 'string' ? text : text({ address: '{address}' })]))
  const html = { frame: message.htmlFrame, cut: message.cut, tangled: details.tangled, quotation: editing.quotation, linkSays: details.linkSays({ says: '{says}', leads: '{leads}' }), linkLookalike: details.linkLookalike({ leads: '{leads}' }) }
  return {
    attachments: attachments.filter(({ section }) => section !== encrypted.section),
    sealed: { says, download: sealed.download, ...(format === 'openpgp' && isWhole ? { opening: { words: { ...sealed, ...html }, verdicts } } : {}) },
  }
}
