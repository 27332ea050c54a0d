import type { Locator, Page } from '@playwright/test'

/** The pages on which mailboxes are made, renamed and deleted. */
export class ManagePage {
  readonly page: Page
  readonly alert: Locator

  constructor(page: Page) {
    this.page = page
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ })
  }

  async goto(): Promise<void> {
    await this.page.goto('manage')
  }

  async create(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await this.page.getByRole('button', { name: 'Create', exact: true }).click()
  }

  /** Opens the settings of one mailbox, by its full name. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('link', { name: `Settings of ${name}`, exact: true }).click()
  }

  async rename(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'New name' }).fill(name)
    await this.page.getByRole('button', { name: 'Rename', exact: true }).click()
  }

  async delete(name: string): Promise<void> {
    await this.page.getByRole('checkbox', { name: `Yes, delete ${name} and every message in it` }).check()
    await this.page.getByRole('button', { name: `Delete ${name}`, exact: true }).click()
  }
}
