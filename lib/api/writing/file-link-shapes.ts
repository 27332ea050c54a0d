import * as v from 'valibot'
import { shape } from '../shape.ts'

/** `/linked-files/[token]`: anything may be asked for; what is no token opens nothing. */
export const linkParams = shape(v.object({ token: v.pipe(v.string(), v.maxLength(1000)) }))

/** What the page of files that were sent as links posts. */
export const fileLinkChange = shape(v.object({ intent: v.literal('remove'), id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }))
