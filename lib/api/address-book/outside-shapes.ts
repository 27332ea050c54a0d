import * as v from 'valibot'
import { shape } from '../shape.ts'

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))
const text = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^[^\p{Cc}]*$/u))
const password = text(1000)
/** What becomes of the contacts here; those there stay. */
const contacts = v.optional(v.picklist(['keep', 'remove']), 'keep')
const urls = v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((value) => (typeof value === 'string' ? [value] : value)), v.maxLength(100), v.array(v.pipe(v.string(), v.maxLength(1000))))

/** `/outside-books/[server]` */
export const serverParams = shape(v.object({ server: id }))

/** `/outside-books/books/[book]` */
export const outsideBookParams = shape(v.object({ book: id }))

/** A server to look for address books on. */
export const newServer = shape(v.object({ address: v.pipe(text(1000), v.trim()), user: v.optional(v.pipe(text(320), v.trim()), ''), password }))

/** What is to become of a server. */
export const serverChange = shape(v.variant('intent', [
  v.object({ intent: v.literal('follow'), url: v.optional(urls, []) }),
  v.object({ intent: v.literal('find') }),
  v.object({ intent: v.literal('password'), password }),
  v.object({ intent: v.literal('stop'), book: v.optional(id), contacts }),
]))

/** What is to be done with a book that is like one outside. */
export const outsideBookChange = shape(v.variant('intent', [
  v.object({ intent: v.literal('synchronise') }),
  v.object({ intent: v.literal('remove-many') }),
  v.object({ intent: v.literal('settle'), contact: id, keep: v.picklist(['here', 'there', 'both']), seen: id }),
]))
