import type { ThemeProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'

/** A theme that was found to be safe. */
export interface Theme {
  /** Of its folder. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly about: string
  /** Whose custom properties it begins with. */
  readonly parent: string | undefined
  /** `both`, or the only one that it is made for. */
  readonly scheme: 'both' | 'light' | 'dark'
  /** Shown to people who choose for themselves; else it is only for sites and groups that name it. */
  readonly offered: boolean
  /** Its own rules, written anew from what was understood; parents are not in it. */
  readonly css: string
  readonly pictures: Readonly<Partial<Record<PictureUse, ThemePicture>>>
  readonly slots: Readonly<Partial<Record<Slot, string>>>
  /** Of the slot help-link.txt. */
  readonly helpLink?: ThemeLink
  /** Of the slot links.txt; undefined where a theme says nothing of them. */
  readonly links?: readonly ThemeLink[]
}

/** A link that a theme adds; its address begins with `https://`, `http://` or `mailto:`. */
export interface ThemeLink {
  readonly title: string
  readonly url: string
}

/** What a picture is for; the keys of theme.toml. */
export const PICTURE_USES = ['logo', 'logo_dark', 'icon'] as const
export type PictureUse = (typeof PICTURE_USES)[number]

/** A raster picture of a theme, looked at. */
export interface ThemePicture {
  readonly file: string
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Texts that a theme puts in their places, in the Markdown of the manual. */
export const SLOTS = ['sign-in-header', 'sign-in-footer', 'notice'] as const
export type Slot = (typeof SLOTS)[number]

/** Collects the problems of one theme: where and why. */
export type Say = (file: string, reason: ThemeReason, where?: Pick<ThemeProblem, 'line' | 'part'>) => void

export type CheckedTheme = { readonly theme: Theme } | { readonly name: string; readonly problems: readonly ThemeProblem[] }

/** The name of a theme's folder, and so a segment of its address. */
export const THEME_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
export const PICTURE_NAME = /^[a-z0-9][a-z0-9-]{0,60}\.(png|webp|jpg)$/
