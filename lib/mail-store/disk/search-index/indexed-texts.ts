import { addressText } from '#lib/mail/address-text.ts'
import { casemap } from '#lib/mail/casemap.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { searchableHeader, searchableText, type ReadOctets } from '#lib/mime/searchable-text.ts'
import type { IndexedField } from './index-schema.ts'

/** Characters of a body up to which it is indexed: what is longer, nobody has written by hand. */
const BODY_LIMIT = 1_000_000

export interface IndexedTexts {
  readonly texts: Readonly<Record<IndexedField, string>>
  /** False where SEARCH finds more than `texts` hold. */
  readonly isWhole: boolean
}

/** The texts that SEARCH compares, folded as it does it. */
export async function indexedTexts({ keys, header, parts }: Pick<MessageDigest, 'keys' | 'header' | 'parts'>, read: ReadOctets): Promise<IndexedTexts> {
  const fold = (text: string): string => casemap(text).replaceAll('\0', ' ').toWellFormed()
  const pieces: string[] = []
  let length = 0
  for await (const piece of searchableText(parts, read, BODY_LIMIT)) {
    // Piece by piece, as SEARCH folds it.
    pieces.push(fold(piece))
    length += piece.length
  }
  const texts = {
    subject: fold(keys.subject),
    from: fold(addressText(keys.from)),
    to: fold(addressText(keys.to)),
    cc: fold(addressText(keys.cc)),
    bcc: fold(addressText(keys.bcc)),
    header: `${fold(searchableHeader(header))}\n${fold(keys.messageId)}`,
    body: pieces.join(''),
  }
  return { texts, isWhole: length < BODY_LIMIT }
}
