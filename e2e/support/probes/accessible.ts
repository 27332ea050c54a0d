import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/**
 * Fails with every violation that axe finds on the page: where it is and what to do. Frames in which no script may run are left out: axe
 * waits in them for a timer that never comes.
 */
export async function expectAccessible(page: Page, what?: string): Promise<void> {
  // In the middle of a transition there are colours that nobody chose, such as after another scheme was asked for.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((animation) => animation instanceof CSSTransition).map(({ finished }) => finished)).then(() => undefined))
  const { violations } = await new AxeBuilder({ page }).exclude('iframe[sandbox]').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`)), what).toEqual([])
}
