import * as v from 'valibot'
import { shape } from './shape.ts'

/** No server takes longer ones; a longer one is an attack on whoever hashes it. */
const CREDENTIAL_LIMIT = 1000

const port = v.pipe(v.string(), v.trim(), v.regex(/^[1-9][0-9]{0,4}$/), v.transform(Number), v.maxValue(65_535))
const empty = v.pipe(v.literal(''), v.transform(() => undefined))

/** Taken as it was typed, blanks and all. */
const password = v.pipe(v.string(), v.minLength(1), v.maxLength(CREDENTIAL_LIMIT), v.regex(/^[^\0\r\n]*$/))

/** The sign-in form. A password is taken as it was typed, blanks and all; of a user name the blanks around it go. */
export const signInForm = shape(
  v.object({
    user: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(CREDENTIAL_LIMIT), v.regex(/^[^\p{Cc}]*$/u)),
    password,
    host: v.optional(v.union([empty, v.pipe(v.string(), v.trim(), v.maxLength(253))])),
    port: v.optional(v.union([empty, port])),
    security: v.optional(v.union([empty, v.picklist(['none', 'starttls', 'tls'])])),
    public: v.optional(v.literal('1')),
    next: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  }),
)

/** What the page of one's password posts: the present one, and the new one twice. */
export const passwordChange = shape(v.object({ password, new_password: password, new_password_again: password }))

/** What ends: the session of the seat that is asked, or with `accounts=all` those of every seat of this browser. */
export const signOutForm = shape(v.object({ accounts: v.optional(v.literal('all')) }))

/** The language that somebody chooses before signing in. */
export const languageForm = shape(v.object({ language: v.pipe(v.string(), v.maxLength(35), v.regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i)) }))

/** The last segment of `/site/…`. */
export const sitePath = shape(v.object({ path: v.pipe(v.string(), v.maxLength(100)) }))

/** `/theme/[theme]/[file]` */
export const themeFile = shape(v.object({ theme: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)), file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}\.(css|png|webp|jpg)$/)) }))
