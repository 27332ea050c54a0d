import type { ReasonOf, Reasons } from '../reason.ts'

/** Why a theme is refused. The sentences are words, `themeReasons`; each stands behind the place that it is about. */
export const THEME_REASONS = {
  // The folder and its files
  'folder-name': [],
  'no-folder': [],
  'folder-unreadable': ['error'],
  'too-many-files': ['most'],
  'is-link': [],
  missing: [],
  'no-text-file': ['most'],
  'not-utf8': [],
  'no-picture-file': ['most'],
  'not-picture': [],
  'picture-size': ['most'],
  'slot-link': ['target'],
  'help-link': [],
  'link-line': [],
  'too-many-links': ['most'],

  // theme.toml
  'not-toml': [],
  'unknown-key': ['key', 'known'],
  'must-be-line': ['most'],
  'must-be-name': [],
  'must-be-scheme': [],
  'must-be-truth': [],
  'must-be-file': [],
  'parent-missing': ['parent'],
  'parent-refused': ['parent'],
  'ancestor-missing': ['parent', 'ancestor'],
  'ancestor-refused': ['parent', 'ancestor'],
  'parent-circle': ['parent'],
  'too-many-parents': ['parent', 'most'],

  // theme.css
  'too-many-characters': ['most'],
  'needless-characters': [],
  'too-deep': [],
  'too-many-rules': ['most'],
  'not-css': [],
  'not-rule': [],
  'not-property': [],
  'at-rule': ['rule'],
  'media-query': [],
  'media-content': [],
  selector: ['selector'],
  'strange-selector': [],
  'unknown-property': ['property'],
  'strange-property': [],
  important: [],
  circular: ['property'],

  // Values of custom properties
  'value-length': ['most'],
  'must-be-color': [],
  'must-be-shadow': [],
  'must-be-length': [],
  'must-be-number': [],
  'must-be-time': [],
  'must-be-weight': [],
  'must-be-font': [],
  'must-be-picture': [],
  'must-be-place': [],
  'function-for-color': ['function'],
  'function-for-shadow': ['function'],
  'function-for-length': ['function'],
  'function-for-number': ['function'],
  'function-for-time': ['function'],
  'function-for-weight': ['function'],
  'function-for-font': ['function'],
  'function-for-picture': ['function'],
  'function-for-place': ['function'],
  url: [],
  'light-dark': [],
  'too-many-references': ['most'],
  reference: [],
  size: ['value', 'least', 'most'],
  number: ['value', 'least', 'most'],
  value: ['value'],

  // What is typed in the editor
  'theme-name': [],
  'unknown-theme': [],
  'own-parent': [],
  'strange-character': [],
} as const satisfies Reasons

export type ThemeReason = ReasonOf<typeof THEME_REASONS>

/** Why a theme is not used, and where. */
export interface ThemeProblem {
  /** '' where it is about the folder. */
  readonly file: string
  readonly line?: number
  /** The custom property or the key that it is about, where the reason names none. */
  readonly part?: string
  readonly reason: ThemeReason
}

/** Why something that was typed is refused; `field` is '' where it is about all of it. */
export interface FieldProblem {
  readonly field: string
  readonly reason: ThemeReason
}
