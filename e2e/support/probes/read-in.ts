import type { Page } from '@playwright/test'

/** From the next page on this browser reads that language, as if it had been chosen on the sign-in page. */
export async function readIn(page: Page, language: string): Promise<void> {
  const { origin } = new URL(page.url())
  await page.context().addCookies([{ name: 'postern-language', value: language, url: origin }])
}
