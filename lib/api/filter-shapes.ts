import { SCRIPT_OCTETS } from '#lib/mail/filters/script.ts'
import * as v from 'valibot'
import { shape } from './shape.ts'

/** Octets of a posted form: a script percent-encoded, where each octet may take three. */
export const FILTER_FORM_LIMIT = 4 * SCRIPT_OCTETS

const name = v.pipe(v.string(), v.maxLength(1000))
const newName = v.pipe(name, v.trim())
/** A little more than what is kept, so that the sentence about it is said. */
const text = v.pipe(v.string(), v.maxLength(2 * SCRIPT_OCTETS))
const revision = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{0,64}$/))

/** `?name=` */
export const filterQuery = shape(v.object({ name }))

/** What is done with a filter. */
export const filterPost = shape(v.variant('intent', [
  // `as` saves what was typed under another name, as a new one.
  v.object({ intent: v.literal('save'), name, text, revision: v.optional(revision, ''), as: v.optional(newName, '') }),
  v.object({ intent: v.literal('check'), name: v.optional(name, ''), text, revision: v.optional(revision, ''), as: v.optional(newName, '') }),
  v.object({ intent: v.picklist(['use', 'stop']), name }),
  v.object({ intent: v.literal('rename'), name, to: newName }),
  v.object({ intent: v.literal('delete'), name, revision, confirm: v.optional(v.string()) }),
]))

/** What the editor is told when a filter was saved or looked at. */
export interface FilterAnswer {
  /** What the page says. */
  readonly sentence: string
  /** Of what is at the server now; '' after a mere check. */
  readonly revision: string
}

/** What it is told of a text that is wrong, besides what every failure tells. */
export interface FilterMistake {
  /** The server's words, several lines. */
  readonly answer: string
  /** The first line that it names; undefined when it names none. */
  readonly line: number | undefined
  /** `Line 3`, in the reader's language; '' where the server names none. */
  readonly where: string
}
