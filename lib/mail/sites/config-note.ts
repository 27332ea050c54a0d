import type { Place, ReasonOf, Reasons } from '../reason.ts'

/**
 * What a configuration says that is allowed but surely not meant. The sentences are words, `configNotes`; each stands behind its place.
 * `key` is a path such as `site.lab.theme`, and sites and groups are named as the file does.
 */
export const CONFIG_NOTES = {
  'old-name': ['key', 'name', 'version'],
  'no-directory': ['key', 'path'],
  'language-left-out': ['key', 'language'],
  'no-language-left': ['key', 'language'],
  'default-not-offered': ['key', 'language'],
  'site-default-not-offered': ['key', 'language', 'site'],
  'group-default-not-offered': ['key', 'language'],
  'idle-beyond-total': ['key', 'idle', 'total'],
  'lock-against-default-site': ['group', 'preference'],
  'lock-against-site': ['group', 'preference', 'site'],
  'lock-against-group': ['group', 'preference', 'first'],
} as const satisfies Reasons

export type ConfigNoteReason = ReasonOf<typeof CONFIG_NOTES>

/** One thing to be noted about a configuration, and where. */
export interface ConfigNote extends Place {
  readonly reason: ConfigNoteReason
}
