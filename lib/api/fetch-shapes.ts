import * as v from 'valibot'
import { shape } from './shape.ts'

/** No server takes longer ones. */
const CREDENTIAL_LIMIT = 1000
const empty = v.pipe(v.literal(''), v.transform(() => undefined))
const port = v.pipe(v.string(), v.trim(), v.regex(/^[1-9][0-9]{0,4}$/), v.transform(Number), v.maxValue(65_535))

/** From where mail is to be fetched, and what becomes of it there. A password is taken as it was typed, blanks and all. */
export const fetchForm = shape(v.object({
  host: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(253)),
  port: v.optional(v.union([empty, port])),
  security: v.picklist(['none', 'starttls', 'tls']),
  user: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(CREDENTIAL_LIMIT), v.regex(/^[^\p{Cc}]*$/u)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(CREDENTIAL_LIMIT), v.regex(/^[^\0\r\n]*$/)),
  mailbox: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  afterwards: v.picklist(['keep', 'delete-later', 'delete']),
}))
