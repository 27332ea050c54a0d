import * as v from 'valibot'
import type { Expectation } from '#lib/mail/expectation.ts'
import { KEYS, type KeyName } from './keys.ts'

/** What a person's text means for a key, as postern.toml says it; or what the key must be. */
export function readKeyText(name: KeyName, text: string): { readonly value: unknown } | { readonly expected: Expectation } {
  const { kind } = KEYS[name]
  const value = kind.fromText(text)
  return v.safeParse(kind.schema as v.GenericSchema<unknown, unknown>, value).success ? { value } : { expected: kind.expected }
}
