import type { DocumentRequest } from '#lib/gateway/message-html.ts'
import type { PageWords } from '#lib/i18n/words.ts'

/** What the document of a message says about itself, in those words. */
export function documentNotices({ message, details, editing }: PageWords): DocumentRequest['notices'] {
  return { cut: message.cut, tangled: details.tangled, quotation: editing.quotation, doubtfulLink: ({ kind, says, leads }) => (kind === 'says-other' ? details.linkSays({ says, leads }) : details.linkLookalike({ leads })) }
}
