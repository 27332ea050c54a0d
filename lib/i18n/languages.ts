/** A language that the screens speak. */
export interface Language {
  /** BCP 47. */
  readonly tag: string
  /** Its name in itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
}

/** Every language with a complete catalogue, English first, then by the name that its readers look for. */
export const LANGUAGES = [
  { tag: 'en', name: 'English', direction: 'ltr' },
  { tag: 'ar', name: 'العربية', direction: 'rtl' },
  { tag: 'de', name: 'Deutsch', direction: 'ltr' },
  { tag: 'es', name: 'Español', direction: 'ltr' },
  { tag: 'fr', name: 'Français', direction: 'ltr' },
  { tag: 'it', name: 'Italiano', direction: 'ltr' },
  { tag: 'ja', name: '日本語', direction: 'ltr' },
  { tag: 'nl', name: 'Nederlands', direction: 'ltr' },
  { tag: 'pl', name: 'Polski', direction: 'ltr' },
  { tag: 'pt-BR', name: 'Português (Brasil)', direction: 'ltr' },
  { tag: 'ru', name: 'Русский', direction: 'ltr' },
  { tag: 'zh-Hans', name: '简体中文', direction: 'ltr' },
] as const satisfies readonly Language[]

/**
 * English with accents, longer by a third and in brackets: what is not translated, cut off or put together from pieces
 * shows at once. Offered only where a site's configuration names it.
 */
export const PSEUDO = { tag: 'en-XA', name: '[Ẽñğľíšħ]', direction: 'ltr' } as const satisfies Language

export type LanguageTag = (typeof LANGUAGES)[number]['tag'] | typeof PSEUDO.tag

const KNOWN: ReadonlyMap<string, Language & { readonly tag: LanguageTag }> = new Map([...LANGUAGES, PSEUDO].map((language) => [language.tag.toLowerCase(), language]))

/** The language with that tag, in whatever case; undefined for one that the screens do not speak. */
export function languageOf(tag: string | undefined): (Language & { readonly tag: LanguageTag }) | undefined {
  return tag === undefined ? undefined : KNOWN.get(tag.toLowerCase())
}
