import type { Place, ReasonOf, Reasons } from '../reason.ts'

/** Why a value holds that nobody gave. The phrases are words, `valueSources`. */
export const VALUE_SOURCES = {
  default: [],
  'its-name': [],
  'default-site': [],
  demonstration: [],
  'behind-proxy': [],
  'nobody-trusted': [],
  'on-loopback': [],
  'off-loopback': [],
  'from-imap-url': [],
  'first-domain': [],
  'beside-imap-url': [],
  'from-own-imap-url': [],
  'own-servers': [],
  'from-servers': [],
  'every-directory': [],
  'of-directory': [],
} as const satisfies Reasons

/** Who said a value: `postern.toml` with its line, a variable, an option; or why it holds although nobody did. */
export type ValueSource = Place | ReasonOf<typeof VALUE_SOURCES>

/** Whether somebody said it. */
export const isSaid = (source: ValueSource | undefined): source is Place => source !== undefined && 'file' in source
