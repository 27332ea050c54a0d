import { StoreProblem, type Mailbox, type StoredMessage } from '#lib/mail-store/mail-store.ts'
import { searchableHeader, searchableText, type ReadOctets } from '#lib/mime/searchable-text.ts'
import { foldCase } from './message-text.ts'

/**
 * True when the decoded text of the message holds `wanted` (folded already): its bodies, and with 'text' its header
 * too (RFC 3501 §6.4.4). Reads content part by part and stops at the first hit. What is damaged holds nothing: one message does not keep others from being found.
 */
export async function holdsInContent(mailbox: Mailbox, message: Pick<StoredMessage, 'uid' | 'header' | 'parts'>, wanted: string, scope: 'body' | 'text'): Promise<boolean> {
  if (wanted === '') return true
  if (scope === 'text' && message.header && foldCase(searchableHeader(message.header)).includes(wanted)) return true
  try {
    return await holdsInParts(message.parts ?? [], (range) => mailbox.content(message.uid, range), wanted)
  } catch (error) {
    if (error instanceof StoreProblem && error.kind === 'damaged') return false
    throw error
  }
}

async function holdsInParts(parts: NonNullable<StoredMessage['parts']>, read: ReadOctets, wanted: string): Promise<boolean> {
  // A hit may lie across two pieces: the end of each is kept for the next.
  let kept = ''
  for await (const piece of searchableText(parts, read)) {
    const text = kept + foldCase(piece)
    if (text.includes(wanted)) return true
    kept = text.slice(Math.max(0, text.length - wanted.length + 1))
  }
  return false
}
