import type { Locator, Page } from '@playwright/test'

/** The pages of filters: the list, and one of them in the editor. */
export class FilterPage {
  readonly page: Page
  readonly rules: Locator
  /** What the server has, beside what was typed. */
  readonly theirs: Locator
  readonly alert: Locator

  constructor(page: Page) {
    this.page = page
    this.rules = page.getByRole('textbox', { name: 'Rules' })
    this.theirs = page.getByRole('textbox', { name: 'What the mail server has now' })
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ })
  }

  row(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save', exact: true }).click()
  }

  async check(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check', exact: true }).click()
  }
}
