/** What a theme may hold: room for every property twice over, and no way to fill memory with a folder that somebody dropped in. Octets. */
export const THEME_LIMITS = {
  css: 48 * 1024,
  manifest: 8 * 1024,
  slot: 8 * 1024,
  picture: 512 * 1024,
  pictures: 8,
  /** Entries of a theme's folder that are looked at. */
  files: 32,
  /** Pixels along a side: what a browser unpacks is width times height, whatever the file's size. */
  pixels: 2560,
  rules: 40,
  /** UTF-16 units of one value. */
  value: 400,
  /** `var()` in one value. */
  references: 4,
  /** Themes that a theme stands on. */
  parents: 4,
  /** Themes of one directory. */
  themes: 200,
} as const

/** Small letters, digits and hyphens: it stands in addresses. */
export const isThemeName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name)

export const PICTURE_NAME = /^[a-z0-9][a-z0-9_-]{0,59}\.(png|jpg|jpeg|webp)$/

/** The text slots and their files. */
export const SLOT_FILES = {
  signInHeader: 'sign-in-header.md',
  signInFooter: 'sign-in-footer.md',
  notice: 'notice.md',
  helpLink: 'help-link.txt',
} as const
