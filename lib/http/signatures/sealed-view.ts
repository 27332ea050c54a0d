import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageView, SealedView } from '#lib/mail/reading/message-view.ts'

/** What is said of an encrypted message; nothing of one that is not. */
export function sealedView({ encrypted }: Pick<MessageView, 'encrypted'>, { sealed }: PageWords): { readonly sealed?: SealedView } {
  if (!encrypted) return {}
  const { format, isWhole } = encrypted
  const says = format === 'smime' ? sealed.smime : isWhole ? sealed.openpgp : sealed.partly
  return { sealed: { says, download: sealed.download } }
}
