import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect, type PeerCertificate } from 'node:tls'
import type { Browser, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { ROOT } from '#lib/cli/root.ts'
import { AddressBookPage } from '../address-book/address-book-page.ts'
import { ComposePage } from '../compose-page.ts'
import { MailPage } from '../mail-page.ts'
import { SettingsPage } from '../settings-page.ts'
import { SignInPage } from '../sign-in-page.ts'
import { personOf } from '../site.ts'
import { startSite, type Site } from '../start-site.ts'

/* What rows of both tables of the books ask for: each throws where Postern does not do it. */

type SignIn = (name: string, page?: Page) => Promise<MailPage>

/** Free of charge, and its source open: the licence is there and says so. */
export async function isFree(): Promise<void> {
  expect(await readFile(join(ROOT, 'LICENSE'), 'utf8')).toMatch(/^MIT License/)
  expect((JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { license: string }).license).toBe('MIT')
}

/** What a person sets in one browser holds in a fresh one. */
export async function preferencesFollow(signedIn: SignIn, name: string): Promise<void> {
  const here = new SettingsPage((await signedIn(name)).page)
  await here.open('Look')
  await here.field('Density').selectOption('Compact')
  await here.save()
  try {
    const fresh = await signedIn(name)
    await expect(fresh.page.locator('html')).toHaveAttribute('data-density', 'compact')
  } finally {
    await here.open('Look')
    await here.reset('Density')
  }
}

/** Browser and mail server are both reached by TLS, and the cookie never travels without it. */
export async function tlsOnBothLegs(browser: Browser, site: Site): Promise<void> {
  const { imaps, submissions } = site.services
  const pem = join(site.data, 'tls/self-signed.pem')
  const running = await startSite({
    quiet: true,
    env: { POSTERN_IMAP_URL: `imaps://127.0.0.1:${imaps?.port}`, POSTERN_SMTP_URL: `smtps://127.0.0.1:${submissions?.port}`, POSTERN_TLS_CERTIFICATE: pem, POSTERN_TLS_KEY: pem, POSTERN_HTTPS_PORT: '0' },
  })
  const https = running.site.services['https']
  const context = await browser.newContext({ baseURL: `https://127.0.0.1:${https?.port}/`, ignoreHTTPSErrors: true, locale: 'en-GB' })
  try {
    const page = await context.newPage()
    await new SignInPage(page).goto()
    await new SignInPage(page).signIn(personOf(site, 'alice'))
    await new MailPage(page).list.waitFor()
    const cookie = (await context.cookies()).find(({ name }) => name === '__Host-postern')
    expect(cookie).toMatchObject({ secure: true, httpOnly: true })
    expect(await protocolOf(https?.port ?? 0)).toMatch(/^TLSv1\.[23]$/)
  } finally {
    await context.close()
    await running.close()
  }
}

function protocolOf(port: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      const certificate: PeerCertificate = socket.getPeerCertificate()
      resolve(certificate.subject ? socket.getProtocol() : null)
      socket.destroy()
    }).once('error', reject)
  })
}

/** A message that is put away unfinished comes back with all that was typed. */
export async function postponed(signedIn: SignIn, name: string, token: string): Promise<void> {
  const mail = await signedIn(name)
  await mail.compose()
  const compose = new ComposePage(mail.page)
  await compose.subject.fill(token)
  await compose.text.fill(`Unfinished, ${token}`)
  await compose.postpone()
  await mail.openMailbox('Drafts')
  await mail.openMessage(token)
  await mail.page.getByRole('region', { name: 'Message', exact: true }).getByRole('button', { name: 'Continue writing' }).click()
  await expect(compose.text).toHaveValue(new RegExp(`Unfinished, ${token}`))
  await compose.discard()
}

/** Somebody becomes a contact and is found again. */
export async function keepsContact(mail: MailPage): Promise<void> {
  await mail.page.getByRole('link', { name: 'Address book', exact: true }).click()
  const book = new AddressBookPage(mail.page)
  await book.openBook('Personal')
  await book.add('Row', 'Keeper', 'row.keeper@example.org')
  await book.search('keep row')
  await book.link('Row Keeper').click()
  await book.delete('Row Keeper')
}
