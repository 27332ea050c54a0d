import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { languageOf, LANGUAGES } from '#lib/i18n/languages.ts'
import { negotiateLanguage } from '#lib/i18n/negotiate-language.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import type { Book } from '#lib/mail/contacts/book.ts'

/** What books are called for a program: in the language that it asks for, as phones do, among those of the site. */
export async function bookNames({ languages, defaults }: Pick<SiteConfig, 'languages' | 'defaults'>, accept: string | undefined): Promise<(book: Book) => string> {
  const named = languages.map((tag) => languageOf(tag)?.tag).filter((tag) => tag !== undefined)
  const [first = 'en', ...others] = named.length > 0 ? named : [languageOf(defaults.language)?.tag ?? 'en', ...LANGUAGES.map(({ tag }) => tag)]
  const { contacts } = await pageWordsIn(negotiateLanguage({ accept, offered: [first, ...others] }))
  return ({ title, kind, isOwn, owner }) => {
    const name = title !== '' || kind === 'further' || kind === 'directory' ? title : contacts[kind]
    return isOwn ? name : `${name} (${contacts.sharedBy({ owner })})`
  }
}
