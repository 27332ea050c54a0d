import type { Page } from '@playwright/test'

/**
 * Texts of a page in the pseudo-locale that are not from the catalogue: visible ones, names and titles. What people wrote is left out:
 * rows of the index, messages, addresses, and `names` of mailboxes.
 */
export async function foreignTexts(page: Page, names: readonly string[] = []): Promise<readonly string[]> {
  return page.evaluate((known) => {
    const WRITTEN_BY_PEOPLE = 'script, style, noscript, tbody, article, option, pre'
    const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'alt']
    const found = new Set<string>()
    const judge = (text: string): void => {
      // Accented letters are the catalogue's; plain ones in a row are somebody's.
      const plain = text.replaceAll(/\[[^[\]]*~+\]/g, '').replaceAll(/\S+@\S+|https?:\S+/g, '')
      if (/[A-Za-z]{3,}/.test(plain)) found.add(text.trim())
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest(WRITTEN_BY_PEOPLE)) judge(walker.currentNode.textContent ?? '')
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(WRITTEN_BY_PEOPLE)) continue
      for (const name of ATTRIBUTES) judge(element.getAttribute(name) ?? '')
    }
    return [...found].filter((text) => !known.includes(text))
  }, names)
}
