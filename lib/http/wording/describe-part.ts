import 'server-only'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { decodedSize, mediaType } from '#lib/mail/reading/attachments.ts'
import { partFileName } from '#lib/mail/reading/part-file-name.ts'
import { safeFileName } from '#lib/mail/reading/safe-file-name.ts'
import { pageFormats, pageWords } from './reader-language.ts'

/** What a message says in the place of a part that was taken out of it, in the reader's language. */
export async function describePart(): Promise<(part: BodyPart) => string> {
  const [words, { size }] = [await pageWords(), await pageFormats()]
  return (part) => words.parts.placeholder({ name: safeFileName(partFileName(part)), type: mediaType(part), size: size(decodedSize(part)) })
}
