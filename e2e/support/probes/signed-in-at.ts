import type { Browser, Page } from '@playwright/test'
import { MailPage } from '../mail-page.ts'
import { SignInPage } from '../sign-in-page.ts'
import { personOf } from '../site.ts'
import type { Site } from '../start-site.ts'

/** A browser of somebody's own. */
export interface BrowserKind {
  readonly javaScriptEnabled?: boolean
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
}

/** Somebody signed in on the site of that host name, in a browser of their own. */
export async function signedInAt(browser: Browser, site: Site, name: string, { host = '127.0.0.1', ...kind }: BrowserKind & { readonly host?: string } = {}): Promise<Page> {
  const { port } = new URL(site.origin)
  const context = await browser.newContext({ baseURL: `http://${host}:${port}/`, locale: 'en-GB', ...kind })
  const page = await context.newPage()
  const signIn = new SignInPage(page)
  await signIn.goto()
  await signIn.signIn(personOf(site, name))
  await new MailPage(page).list.waitFor()
  return page
}
