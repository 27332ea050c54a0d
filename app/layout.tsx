import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { themeOf } from '#lib/http/themes/themes-of.ts'
import { preferences, presetPreferences } from '#lib/http/preferences/preferences-of.ts'
import { appUrls, currentSession, currentSite } from '#lib/http/wiring.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import { pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import './base.css'
import { languageOf } from '#lib/i18n/languages.ts'
import { WordsProvider } from '#components/words/words-provider.tsx'
import { TrustedTypesPolicy } from '#components/shell/trusted-types-policy.tsx'

export const metadata: Metadata = {
  referrer: 'same-origin',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false, date: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [{ media: '(prefers-color-scheme: light)', color: '#f3f3f0' }, { media: '(prefers-color-scheme: dark)', color: '#121415' }],
}

/** How the screens look to whoever is signed in; before that, as the site presets it. */
async function lookOf(): Promise<PreferenceValues> {
  const session = await currentSession()
  return session ? (await preferences(session)).values : presetPreferences(await currentSite())
}

/** Waiting for the request's headers makes every page dynamic: none can be stored, each carries its own nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1] ?? ''
  const look = await lookOf()
  const theme = await themeOf(look['appearance.theme'], await currentSite())
  const language = await pageLanguage()
  const words = await pageWords()
  return (
    <html lang={language} dir={languageOf(language)?.direction} data-scheme={look['appearance.scheme']} data-density={look['appearance.density']} data-font-size={look['appearance.font_size']}>
      <head>
        <TrustedTypesPolicy nonce={nonce} />
        {theme && <link rel="stylesheet" href={appUrls().theme(theme.name, 'theme.css', theme.hash)} />}
      </head>
      <body>
        <a className="skip-link" href="#content">{words.shell.skipToContent}</a>
        <WordsProvider language={language}>{children}</WordsProvider>
      </body>
    </html>
  )
}
