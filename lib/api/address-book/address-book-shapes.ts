import { BOOK_RIGHTS } from '#lib/mail/contacts/book.ts'
import { type ContactFields, type Detail, POSTAL_PARTS, type PostalAddress, TEXT_FIELDS } from '#lib/mail/contacts/contact-fields.ts'
import * as v from 'valibot'
import { shape } from '../shape.ts'

/** A field of a contact; a note may have some pages. */
const TEXT_LIMIT = 64 * 1024
/** Several of one kind: addresses, numbers, chosen contacts. */
const MOST_VALUES = 200

/** Octets of a posted contact, percent-encoded. */
export const CONTACT_FORM_LIMIT = 1024 * 1024

/** The id of a book or of a contact. */
export const contactId = v.pipe(v.string(), v.regex(/^(?:[A-Za-z0-9_-]{22}|site(?:-[0-9]{1,5})?)$/))
export const contactEtag = v.pipe(v.string(), v.regex(/^[0-9]{1,15}$/))
const text = v.pipe(v.string(), v.maxLength(TEXT_LIMIT), v.transform((value) => value.replaceAll('\0', '').trim()))
const title = v.pipe(v.string(), v.maxLength(1000))
/** A name that came once, or often. */
const several = v.optional(v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((value) => (typeof value === 'string' ? [value] : value)), v.maxLength(MOST_VALUES), v.array(v.pipe(v.string(), v.maxLength(TEXT_LIMIT)))), [])
const ids = v.optional(v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((value) => (typeof value === 'string' ? [value] : value)), v.maxLength(MOST_VALUES), v.array(contactId)), [])

/** `/address-books/[book]` */
export const bookParams = shape(v.object({ book: contactId }))

/** `/address-books/[book]/contacts/[contact]` */
export const contactParams = shape(v.pipe(v.object({ book: contactId, contact: contactId }), v.transform(({ book, contact }) => ({ book, id: contact }))))

/** How the contacts of a book are asked for. */
export const bookQuery = shape(v.pipe(
  v.object({
    q: v.optional(v.pipe(v.string(), v.maxLength(500), v.trim()), ''),
    letter: v.optional(v.pipe(v.string(), v.maxLength(4))),
    page: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,5}$/), v.transform(Number)), '1'),
  }),
  v.transform(({ q, letter, page }) => ({ question: q, letter: letter === '' ? undefined : letter, page })),
))

export const newBook = shape(v.object({ title }))

/** What the settings of a book post. */
export const bookChange = shape(v.variant('intent', [
  v.object({ intent: v.literal('rename'), title }),
  v.object({ intent: v.literal('share'), to: v.optional(v.picklist(['user', 'group']), 'user'), name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(320), v.regex(/^[^\p{Cc}]*$/u)), right: v.picklist(BOOK_RIGHTS) }),
  v.object({ intent: v.literal('unshare'), to: v.picklist(['user', 'group']), name: v.pipe(v.string(), v.maxLength(320)) }),
  v.object({ intent: v.literal('delete'), confirm: v.optional(v.string()) }),
]))

const details = Object.fromEntries(['email', 'phone'].flatMap((name) => [name, `${name}Was`, `${name}Kind`].map((field) => [field, several])))
const postal = Object.fromEntries([...POSTAL_PARTS, 'postalWas', 'postalKind'].map((field) => [field, several]))
const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, v.optional(text, '')]))
const contactEntries = { ...texts, ...details, ...postal }

type Posted = Readonly<Record<string, unknown>>

function fieldsOf(posted: Posted): ContactFields {
  const list = (name: string): readonly string[] => (posted[name] ?? []) as readonly string[]
  const one = (name: string, at: number): string => (list(name)[at] ?? '').replaceAll('\0', '').trim()
  const detailsOf = (name: string): readonly Detail[] => list(name).map((_, at) => ({ was: list(`${name}Was`)[at] ?? '', value: one(name, at), kind: list(`${name}Kind`)[at] ?? 'other' }))
  const rows = Math.max(0, ...POSTAL_PARTS.map((part) => list(part).length))
  const addresses = Array.from({ length: rows }, (_, at) => ({ ...Object.fromEntries(POSTAL_PARTS.map((part) => [part, one(part, at)])), was: list('postalWas')[at] ?? '', kind: list('postalKind')[at] ?? 'other' })) as unknown as readonly PostalAddress[]
  return { texts: Object.fromEntries(TEXT_FIELDS.map((field) => [field, posted[field] as string])) as ContactFields['texts'], emails: detailsOf('email'), phones: detailsOf('phone'), addresses }
}

/** The fields as a form has them, for a page that shows them again. */
export function contactFieldsOf(typed: Readonly<Record<string, readonly string[]>>): ContactFields {
  return fieldsOf({ ...Object.fromEntries(TEXT_FIELDS.map((field) => [field, typed[field]?.[0] ?? ''])), ...Object.fromEntries([...Object.keys(details), ...Object.keys(postal)].map((field) => [field, typed[field] ?? []])) })
}

const target = v.optional(v.union([v.literal(''), contactId]), '')

/** What is posted to the contacts of a book: a new one, a new group, or something to be done with those that are chosen. */
export const contactsPost = shape(v.pipe(
  v.object({ intent: v.optional(v.picklist(['create', 'create-group', 'delete', 'move', 'copy', 'add-to-group']), 'create'), contact: ids, target, group: target, confirm: v.optional(v.string()), ...contactEntries }),
  v.transform(({ intent, contact, target: to, group, confirm, ...posted }) => ({ intent, contacts: contact, target: to, group, isConfirmed: confirm === 'yes', fields: fieldsOf(posted) })),
))

/** What is posted to one contact. */
export const contactPost = shape(v.pipe(
  v.object({ intent: v.picklist(['save', 'delete', 'move', 'copy', 'members']), etag: v.optional(contactEtag), target, confirm: v.optional(v.string()), add: v.optional(text, ''), remove: several, ...contactEntries }),
  v.transform(({ intent, etag: expected, target: to, confirm, add, remove, ...posted }) => ({ intent, expected, target: to, isConfirmed: confirm === 'yes', add, remove, fields: fieldsOf(posted) })),
))

/** `?q=`: what was typed so far. */
export const suggestQuery = shape(v.object({ q: v.optional(v.pipe(v.string(), v.maxLength(200)), '') }))

/** Somebody whom a message names: with name and address, or as `person`, the address, a space and the name. */
export const namedPerson = shape(v.pipe(
  v.object({ name: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''), address: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(320)), ''), person: v.optional(v.pipe(v.string(), v.maxLength(1400)), '') }),
  v.transform(({ name, address, person }) => {
    const [first = '', ...rest] = person.split(' ')
    return person === '' ? { name, address } : { name: rest.join(' '), address: first }
  }),
))
