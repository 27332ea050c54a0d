import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'

/** Axe finds nothing and nothing scrolls sideways in both colour schemes, wide, on a phone and at 320 pixels; a picture of each is kept by that name. */
export async function expectFitsEverywhere(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await expectAccessible(page, `${colorScheme} ${width}`)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), String(width)).toBe(0)
      await page.screenshot({ path: `${test.info().outputDir}/${name}-${colorScheme}-${width}.png`, fullPage: true })
    }
  }
}
