import type { ReasonOf, Reasons } from '../reason.ts'

/**
 * What a configuration says that is allowed but surely not meant. The sentences are words, `configNotes`: `place` is where it is said, such as
 * `postern.toml, line 3`, `key` its path, and sites and groups are named as the file does.
 */
export const CONFIG_NOTES = {
  'no-directory': ['place', 'key', 'path'],
  'language-left-out': ['place', 'key', 'language'],
  'no-language-left': ['place', 'key', 'language'],
  'default-not-offered': ['place', 'key', 'language'],
  'site-default-not-offered': ['place', 'key', 'language', 'site'],
  'group-default-not-offered': ['place', 'key', 'language'],
  'idle-beyond-total': ['place', 'key', 'idle', 'total'],
  'lock-against-default-site': ['place', 'group', 'preference'],
  'lock-against-site': ['place', 'group', 'preference', 'site'],
  'lock-against-group': ['place', 'group', 'preference', 'first'],
} as const satisfies Reasons

export type ConfigNote = ReasonOf<typeof CONFIG_NOTES>
