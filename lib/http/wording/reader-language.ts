import 'server-only'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { formatsOf, localeOf, type Formats } from '#lib/i18n/formats.ts'
import { languageOf, LANGUAGES, type LanguageTag } from '#lib/i18n/languages.ts'
import { negotiateLanguage } from '#lib/i18n/negotiate-language.ts'
import { overlayWords } from '#lib/i18n/overlay-words.ts'
import type { OwnWords } from '#lib/i18n/own-words.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { plainCookieName, readCookie, writeCookie } from '#lib/session/cookies.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { headers } from 'next/headers'
import { preferences } from '../preferences/preferences-of.ts'
import { ownWords } from './own-words.ts'
import { isSecure } from '../request/public-origins.ts'
import { config, currentSession, currentSite, log, sessionOf, siteOf, siteToEnter } from '../wiring.ts'

/*
 * The language of a reader: their preference, which a site or group may have locked; else what this browser chose on the
 * sign-in page; else what it asks for; always one that the site offers.
 */

/** The cookie of what this browser chose on the sign-in page; no secret, and read by nothing else. */
const cookieName = (): string => plainCookieName('language', isSecure(config()))
const COOKIE_LIFE_SECONDS = 365 * 24 * 3600

/** The languages that a site offers, the one for everybody else first; all complete ones where it names none that we speak. */
export function languagesOf(site: Pick<SiteConfig, 'languages'>): readonly [LanguageTag, ...LanguageTag[]] {
  const [first, ...others] = site.languages.map((tag) => languageOf(tag)?.tag).filter((tag) => tag !== undefined)
  return first === undefined ? ['en', ...LANGUAGES.map(({ tag }) => tag).filter((tag) => tag !== 'en')] : [first, ...others]
}

/** The languages to choose from before signing in; only one where an administrator has decided. */
export function languagesToChoose(site: SiteConfig): readonly [LanguageTag, ...LanguageTag[]] {
  const offered = languagesOf(site)
  const locked = languageOf(site.locks.language?.value)?.tag
  return locked === undefined || !offered.includes(locked) ? offered : [locked]
}

/** The language of this page. */
export async function pageLanguage(): Promise<LanguageTag> {
  const own = await headers()
  // The framework gives every part of one page the same headers.
  const known = pages.get(own)
  if (known) return known
  const found = find({ session: currentSession, site: await siteToEnter(), headers: own })
  pages.set(own, found)
  return found
}

const pages = new WeakMap<object, Promise<LanguageTag>>()

/** The words of this page. */
export async function pageWords(): Promise<PageWords> {
  return wordsFor(await pageLanguage())
}

/** How this page's reader writes and sorts. */
export async function pageFormats(): Promise<Formats> {
  return formatsOf(await pageLanguage(), await pageWords())
}

/** The words for whoever sent this request. */
export async function wordsOf(request: Request): Promise<PageWords> {
  return wordsFor(await find({ session: () => sessionOf(request), site: siteOf(request), headers: request.headers }))
}

/** The words of a language, with those of this deployment's administrator in place of ours. */
async function wordsFor(language: LanguageTag): Promise<PageWords> {
  const own = await ownWords(language)
  if (!own) return pageWordsIn(language)
  const known = overlaid.get(own) ?? pageWordsIn(language).then((words) => overlayWords(words, own.all, localeOf(language)))
  overlaid.set(own, known)
  return known
}

const overlaid = new WeakMap<OwnWords, Promise<PageWords>>()

/** The Set-Cookie that chooses a language for this browser, for a year unless it is everybody's; undefined for one that the screens do not speak. */
export function chooseLanguage(tag: string, request: Request): string | undefined {
  const language = languageOf(tag)
  return language && writeCookie(cookieName(), language.tag, { secure: isSecure(config()), ...(siteOf(request).session.publicComputer === 'always' ? {} : { maxAge: COOKIE_LIFE_SECONDS }) })
}

interface Reader {
  readonly session: () => Promise<SignedIn | undefined>
  readonly site: SiteConfig
  readonly headers: Pick<Headers, 'get'>
}

async function find({ session, site, headers: sent }: Reader): Promise<LanguageTag> {
  const chosen = readCookie(sent.get('cookie'), cookieName())
  const accept = sent.get('accept-language')
  try {
    const reader = await session()
    if (reader === undefined) return negotiateLanguage({ chosen: chosen ?? site.defaults.language, accept, offered: languagesToChoose(site) })
    const { value, lock } = (await preferences(reader)).effective.language
    const own = languageOf(value)?.tag
    if (own !== undefined && lock) return own
    return negotiateLanguage({ chosen: own ?? chosen, accept, offered: languagesOf(await currentSite(reader)) })
  } catch (error) {
    // Whatever is down, it is said in words.
    log().error('language of a reader', error)
    return negotiateLanguage({ chosen, accept, offered: languagesOf(site) })
  }
}
