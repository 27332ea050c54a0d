import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
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

/** Waiting for the request's headers makes every page dynamic: none can be stored, each carries its own nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1] ?? ''
  return (
    <html lang="en">
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
