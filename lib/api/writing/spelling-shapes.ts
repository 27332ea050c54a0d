import * as v from 'valibot'
import { shape } from '../shape.ts'

/** As long as the text of a composition. */
const TEXT_LENGTH = 2_000_000

const language = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/))

/** A plain text to check; with languages those from now on. */
export const newSpellingCheck = shape(v.object({ text: v.pipe(v.string(), v.maxLength(TEXT_LENGTH)), languages: v.optional(v.pipe(v.array(language), v.maxLength(50))) }))

/** A word that is right from now on. */
export const newOwnWord = shape(v.object({ word: v.pipe(v.string(), v.maxLength(200)) }))
