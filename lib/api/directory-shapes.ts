import { DIRECTORY_FIELDS, DIRECTORY_MATCHES } from '#lib/mail/directory/directory-query.ts'
import * as v from 'valibot'
import { shape } from './shape.ts'

/** Nobody's name is longer; what is typed beyond it is no word. */
export const TEXT_LIMIT = 500
const DN_LIMIT = 2000

export const distinguishedName = v.pipe(v.string(), v.minLength(1), v.maxLength(DN_LIMIT))
const text = v.optional(v.pipe(v.string(), v.maxLength(TEXT_LIMIT)), '')
export const directoryName = v.pipe(v.string(), v.maxLength(100))
export const compositionId = v.optional(v.union([v.literal(''), v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))]), '')

/** `?q=`: what is typed so far. */
export const suggestionQuery = shape(v.object({ q: text }))

/** `?directory=&entry=`: an entry by its distinguished name. */
export const entryQuery = shape(v.object({ directory: directoryName, entry: distinguishedName }))

/** The form that looks people up; what it does not say is as it stands there at first. */
export const lookUpQuery = shape(
  v.object({
    directory: v.optional(directoryName, ''),
    scope: v.fallback(v.picklist(['sub', 'one']), 'sub'),
    join: v.fallback(v.picklist(['and', 'or']), 'and'),
    field: v.fallback(v.picklist(DIRECTORY_FIELDS), 'name'),
    match: v.fallback(v.picklist(DIRECTORY_MATCHES), 'begins'),
    text,
    field2: v.fallback(v.picklist(DIRECTORY_FIELDS), 'unit'),
    match2: v.fallback(v.picklist(DIRECTORY_MATCHES), 'begins'),
    text2: text,
    most: v.fallback(v.pipe(v.string(), v.picklist(['50', '100', '200', '400']), v.transform(Number)), 50),
    composition: v.fallback(compositionId, ''),
    /** Set by the form's button: that nothing was typed is then worth a word. */
    look: v.optional(v.string()),
  }),
)

export type LookUpForm = ReturnType<typeof lookUpQuery>
