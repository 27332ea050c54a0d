import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { findChromium } from '#lib/cli/suites/find-program.ts'
import { ROOT } from '#lib/cli/root.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'

const SITES = join(ROOT, 'lib/demo/sites')
const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 390, height: 780 }

/** Signs in at one of the example sites and takes its pictures: the way in, the index, a message, and both on a phone. */
async function takePictures(browser: Browser, { site }: RunningSite, { name, into }: { readonly name: string; readonly into: string }): Promise<void> {
  const person = site.users.find((each) => each.name === 'alice')
  if (!person) throw new Error('the demonstration has no alice')
  const baseURL = `http://${name}.localhost:${new URL(site.origin).port}/`
  const context = await browser.newContext({ baseURL, viewport: WIDE, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  const picture = (what: string): Promise<unknown> => page.screenshot({ path: join(into, `${name}-${what}.png`) })
  await page.goto('sign-in')
  await picture('1-sign-in')
  await page.getByLabel('User name').fill(person.name)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('row').nth(1).waitFor()
  await picture('2-index')
  await page.getByRole('link', { name: 'Tomorrow!' }).first().click()
  await page.getByRole('heading', { name: 'Tomorrow!' }).waitFor()
  await picture('3-message')
  await page.setViewportSize(NARROW)
  await picture('4-phone-message')
  await page.goto('')
  await page.getByRole('row').nth(1).waitFor()
  await picture('5-phone-index')
  await context.close()
}

if (import.meta.main) {
  const into = resolve(process.argv[2] ?? join(ROOT, '.site-pictures'))
  mkdirSync(into, { recursive: true })
  const names = readdirSync(join(SITES, 'themes')).filter((name) => process.argv.length < 4 || process.argv.slice(3).includes(name))
  const running = await startSite({ env: { POSTERN_CONFIG: join(SITES, 'postern.toml') } })
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    for (const name of names) {
      await takePictures(browser, running, { name, into })
      console.log(`${name}: written to ${into}`)
    }
  } finally {
    await browser.close()
    await running.close()
  }
}
