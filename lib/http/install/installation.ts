import 'server-only'
import { createHash } from 'node:crypto'
import { languageOf } from '#lib/i18n/languages.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { lookFor, themeColors, themes, type Look } from '../themes/themes-of.ts'
import { pageLanguage, pageWords } from '../wording/reader-language.ts'
import { currentSession, currentSite, rootUrls } from '../wiring.ts'
import { appIcons } from './app-icons.ts'
import { offlinePage } from './offline-page.ts'
import { writeManifest } from './web-manifest.ts'

/** What a page tells the browser of the application that it belongs to. */
export interface Installation {
  readonly manifest: string
  /** The service worker, which keeps the page for being offline; undefined where a browser is to keep nothing. */
  readonly worker: { readonly url: string; readonly scope: string } | undefined
}

/** Undefined on a site that stays a page (`app.display = "browser"`). */
export async function installation(session: SignedIn | undefined, look: Look): Promise<Installation | undefined> {
  const site = await currentSite(session)
  if (site.app.display === 'browser') return undefined
  const all = rootUrls()
  // Another version makes browsers fetch the page anew.
  const version = createHash('sha256').update(JSON.stringify([site.title, await pageLanguage(), look.style?.hash, look.scheme])).digest('base64url').slice(0, 16)
  const keeps = session !== undefined && !session.onPublicComputer
  return { manifest: all.webManifest(), worker: keeps ? { url: all.serviceWorker(version), scope: all.home() } : undefined }
}

/** The manifest for whoever asks; undefined on a site that stays a page. */
export async function currentManifest(): Promise<object | undefined> {
  const session = await currentSession()
  const site = await currentSite(session)
  if (site.app.display === 'browser') return undefined
  const look = await lookFor(session)
  const [language, words, all] = [await pageLanguage(), await pageWords(), rootUrls()]
  return writeManifest({
    site,
    urls: all,
    language,
    direction: languageOf(language)?.direction ?? 'ltr',
    words: { compose: words.shell.newMessage, inbox: words.mailboxes.special['\\Inbox'] },
    color: themeColors(look)[0]?.color,
    icons: await appIcons(themes(), look.theme, all),
  })
}

/** The page for being offline, in the reader's language and theme. */
export async function currentOfflinePage(): Promise<ReturnType<typeof offlinePage>> {
  const session = await currentSession()
  const { title } = await currentSite(session)
  const [language, { app }, { style, scheme }] = [await pageLanguage(), await pageWords(), await lookFor(session)]
  return offlinePage({ language, direction: languageOf(language)?.direction ?? 'ltr', scheme, themeCss: style?.wholeCss ?? '', title: app.offline({ site: title }), sentence: app.offlineWhy, again: app.again })
}
