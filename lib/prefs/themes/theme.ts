/** A theme that was found to be safe. */
export interface Theme {
  /** Of its folder. */
  readonly name: string
  /** For people. */
  readonly title: string
  /** Whose custom properties it begins with. */
  readonly parent: string | undefined
  /** Its own rules, written anew from what was understood; parents are not in it. */
  readonly css: string
  /** A picture beside the style, by its file name. */
  readonly logo: string | undefined
  readonly slots: Readonly<Partial<Record<Slot, string>>>
}

/** Texts that a theme puts in their places, in the Markdown of the manual. */
export const SLOTS = ['sign-in-header', 'sign-in-footer', 'notice'] as const
export type Slot = (typeof SLOTS)[number]

/** Why a theme is not used: a sentence for whoever made it. */
export interface ThemeProblem {
  readonly file: string
  readonly line?: number
  readonly reason: string
}

export type CheckedTheme = { readonly theme: Theme } | { readonly name: string; readonly problems: readonly ThemeProblem[] }

/** The name of a theme's folder, and so a segment of its address. */
export const THEME_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
