import * as v from 'valibot'
import { shape } from '../shape.ts'

/** What the page of passwords for programs posts; `password` is the person's own. */
export const programPasswordChange = shape(v.variant('intent', [
  v.object({ intent: v.literal('make'), name: v.pipe(v.string(), v.maxLength(1000)), password: v.pipe(v.string(), v.maxLength(1024)) }),
  v.object({ intent: v.literal('revoke'), id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)) }),
]))
