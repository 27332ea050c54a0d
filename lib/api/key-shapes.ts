import * as v from 'valibot'
import { shape } from './shape.ts'

const fingerprint = v.pipe(v.string(), v.regex(/^[0-9A-F]{32,128}$/))

/** What is done to a keyring: `text` holds keys or certificates in armour. */
export const keyringChange = shape(
  v.variant('intent', [
    v.object({ intent: v.literal('add'), text: v.pipe(v.string(), v.maxLength(512 * 1024)) }),
    v.object({ intent: v.picklist(['verify', 'unverify', 'remove']), fingerprint }),
  ]),
)
