import { KNOWN_CARDS } from '#lib/mail/contacts/contact-import.ts'
import * as v from 'valibot'
import { shape } from '../shape.ts'

/** Columns of a table and their fields, as a form has them. */
const MOST_COLUMNS = 1000
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))
const book = v.pipe(v.string(), v.regex(/^(?:[A-Za-z0-9_-]{22}|site)$/))
const card = v.pipe(v.string(), v.regex(/^(?:[A-Za-z0-9_-]{22}|site-[0-9]{1,5})$/))
const FORMATS = ['vcard4', 'vcard3', 'ldif', 'csv', 'thunderbird', 'google', 'outlook', 'pine'] as const
const format = v.optional(v.picklist(FORMATS), 'vcard4')
/** Some of one kind: a name that came once, or often. */
const some = <Item extends v.GenericSchema<string, string>>(item: Item, most: number) =>
  v.optional(v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((value) => (typeof value === 'string' ? [value] : value)), v.maxLength(most), v.array(item)), [])

/** `/address-books/imports/[import]` */
export const importParams = shape(v.pipe(v.object({ import: id }), v.transform((params) => ({ id: params.import }))))

/** The page of a report. */
export const reportQuery = shape(v.object({ page: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,4}$/), v.transform(Number)), '1') }))

/** What is posted to an import: settings to look at its file with, or to import it with; or what is to become of it. */
export const importPost = shape(v.variant('intent', [
  v.object({
    intent: v.picklist(['look', 'import']),
    format,
    charset: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{0,20}$/)), ''),
    book: v.optional(v.union([v.literal(''), book]), ''),
    title: v.optional(v.pipe(v.string(), v.maxLength(1000), v.trim()), ''),
    known: v.optional(v.picklist(KNOWN_CARDS), 'merge'),
    /** The charset in which the columns were mapped. */
    mapped: v.optional(v.pipe(v.string(), v.maxLength(20)), ''),
    column: some(v.pipe(v.string(), v.regex(/^[a-z/@,#0-9]{1,40}$/)), MOST_COLUMNS),
  }),
  v.object({ intent: v.picklist(['discard', 'take-back']) }),
]))

/** `?format=` of a file that is written. */
export const exportQuery = shape(v.object({ format }))

/** Chosen contacts to be written to a file. */
export const exportPost = shape(v.object({ format, contact: some(card, 200) }))

/** Cards that are made one, or said to be different, each with its etag behind a colon. */
export const duplicatesPost = shape(v.pipe(
  v.object({ intent: v.picklist(['join', 'apart']), first: v.optional(v.pipe(v.string(), v.maxLength(22)), ''), card: some(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}:[0-9]{1,15}$/)), 20) }),
  v.transform(({ card: cards, ...rest }) => ({ ...rest, cards: cards.map((each) => ({ id: each.slice(0, 22), expected: each.slice(23) })) })),
))
