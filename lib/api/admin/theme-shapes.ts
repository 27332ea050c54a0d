import { TYPED_FIELDS, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import * as v from 'valibot'
import { shape } from '../shape.ts'

/** Octets of a posted theme: every field, and texts of some pages. */
export const THEME_FORM_LIMIT = 256 * 1024

const MOST_CHARACTERS = 64 * 1024

/** What the theme editor posts: what is typed, and whether it is to be looked at or to become a folder. Other fields are not read. */
export const themeForm = shape(v.pipe(
  v.object({ intent: v.picklist(['preview', 'export']), ...Object.fromEntries(TYPED_FIELDS.map((field) => [field, v.optional(v.pipe(v.string(), v.maxLength(MOST_CHARACTERS)))])) }),
  v.transform(({ intent, ...fields }) => ({ intent, typed: fields as TypedTheme })),
))
