import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { cache, type ReactNode } from 'react'
import { pageLook, themeColors } from '#lib/http/themes/themes-of.ts'
import { alertsOf } from '#lib/http/admin/announcements.ts'
import { installation } from '#lib/http/install/installation.ts'
import { appBase, appUrls, currentSession, formToken } from '#lib/http/wiring.ts'
import { ownWords } from '#lib/http/wording/own-words.ts'
import { pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import './base.css'
import { languageOf } from '#lib/i18n/languages.ts'
import { WordsProvider } from '#components/words/words-provider.tsx'
import { AlertBar } from '#components/shell/alert-bar.tsx'
import { InstalledApp } from '#components/shell/installed-app.tsx'
import { supportNotices } from './support-notices.tsx'
import { TrustedTypesPolicy } from '#components/shell/trusted-types-policy.tsx'

export const metadata: Metadata = {
  referrer: 'same-origin',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false, date: false },
}

/** Read once for a page. */
const lookOfPage = cache(pageLook)

export async function generateViewport(): Promise<Viewport> {
  return { width: 'device-width', initialScale: 1, colorScheme: 'light dark', themeColor: themeColors(await lookOfPage()) }
}

/** Waiting for the request's headers makes every page dynamic: none can be stored, each carries its own nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const own = await headers()
  const nonce = /'nonce-([^']+)'/.exec(own.get('content-security-policy') ?? '')?.[1] ?? ''
  const { theme, style, scheme, density, fontSize } = await lookOfPage()
  const urls = appUrls()
  const session = await currentSession()
  const app = await installation(session, await lookOfPage())
  const language = await pageLanguage()
  const words = await pageWords()
  return (
    <html lang={language} dir={languageOf(language)?.direction} data-scheme={scheme} data-density={density} data-font-size={fontSize}>
      <head>
        <TrustedTypesPolicy nonce={nonce} worker={app?.worker?.url} />
        {app && <link rel="manifest" href={app.manifest} crossOrigin="use-credentials" />}
        {style && <link rel="stylesheet" data-theme={style.name} href={urls.theme(style.name, 'theme.css', style.hash)} />}
        {theme?.icon && <link rel="icon" type="image/png" href={urls.theme(theme.icon.theme, theme.icon.file, theme.hash)} />}
      </head>
      <body>
        <a className="skip-link" href="#content">{words.shell.skipToContent}</a>
        {session && (await supportNotices(session, own.get('cookie')))}
        {session && <AlertBar alerts={await alertsOf(session, own.get('cookie'))} base={appBase()} token={await formToken(session)} label={words.admin.alert} putAway={words.admin.putAway} />}
        {app?.worker && <InstalledApp worker={app.worker.url} scope={app.worker.scope} />}
        <WordsProvider language={language} own={(await ownWords(language))?.screens}>{children}</WordsProvider>
      </body>
    </html>
  )
}
