import { readPick } from '#lib/mail/people/pick.ts'
import * as v from 'valibot'
import { contactEtag, contactId } from './address-book/address-book-shapes.ts'
import { compositionId, directoryName, distinguishedName, TEXT_LIMIT } from './directory-shapes.ts'
import { shape } from './shape.ts'

const CHOSEN_LIMIT = 500
const NOTE_LIMIT = 64 * 1024
/** A distinguished name, an address and what encodes them. */
const PICK_LIMIT = 8000

/** Octets of a form with as many picks as may be. */
export const PICKS_FORM_LIMIT = 2 * 1024 * 1024

/** What somebody notes about an entry of a directory; `etag` of the contact that it has, if any. */
export const entryNote = shape(v.object({ directory: directoryName, entry: distinguishedName, note: v.pipe(v.string(), v.maxLength(NOTE_LIMIT), v.transform((text) => text.replaceAll('\0', '').replaceAll('\r\n', '\n').trim())), etag: v.optional(v.union([v.literal(''), contactEtag]), '') }))

/** `?q=&composition=`: what is searched everywhere, and for which message. */
export const peopleQuery = shape(v.object({ q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(TEXT_LIMIT)), ''), composition: v.fallback(compositionId, '') }))

const pick = v.pipe(
  v.string(),
  v.maxLength(PICK_LIMIT),
  v.transform(readPick),
  v.check((read) => read !== undefined && /^[^\p{Cc}\u2028\u2029]*$/u.test(read.written)),
  v.transform((read) => read as NonNullable<typeof read>),
)

/** Those who were chosen, and where they go: into a message (without a composition a new one), or into an address book. */
export const pickedPeople = shape(
  v.pipe(
    v.object({
      into: v.picklist(['to', 'cc', 'bcc', 'book']),
      pick: v.optional(v.union([v.pipe(pick, v.transform((one) => [one])), v.pipe(v.array(pick), v.maxLength(CHOSEN_LIMIT))]), []),
      composition: compositionId,
      book: v.optional(v.union([v.literal(''), contactId]), ''),
    }),
    v.transform(({ composition, ...rest }) => ({ ...rest, composition: composition || undefined })),
  ),
)
