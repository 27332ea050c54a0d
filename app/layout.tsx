import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { preferences, presetPreferences } from '#lib/http/preferences/preferences-of.ts'
import { currentSession, currentSite } from '#lib/http/wiring.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import { words } from '#lib/i18n/words.ts'
import './base.css'
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
  return (
    <html lang="en" data-scheme={look['appearance.scheme']} data-density={look['appearance.density']} data-font-size={look['appearance.font_size']}>
      <head>
        <TrustedTypesPolicy nonce={nonce} />
      </head>
      <body>
        <a className="skip-link" href="#content">{words.shell.skipToContent}</a>
        {children}
      </body>
    </html>
  )
}
