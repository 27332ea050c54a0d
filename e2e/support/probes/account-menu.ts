import type { Locator, Page } from '@playwright/test'

/** The menu beside one's address: the accounts of this browser. */
export class AccountMenu {
  readonly page: Page
  readonly summary: Locator
  readonly menu: Locator

  constructor(page: Page) {
    this.page = page
    this.summary = page.locator('summary').filter({ hasText: 'Signed in as' })
    this.menu = page.getByRole('navigation', { name: 'Accounts' })
  }

  async open(): Promise<void> {
    await this.summary.click()
    await this.menu.waitFor()
  }

  /** Opens the sign-in page of the next free account. */
  async add(): Promise<void> {
    await this.open()
    await this.menu.getByRole('link', { name: 'Add an account' }).click()
    await this.page.getByRole('textbox', { name: 'User name' }).waitFor()
  }

  account(address: string): Locator {
    return this.menu.getByRole('link', { name: address, exact: true })
  }

  async signOutOfAll(): Promise<void> {
    await this.open()
    await this.menu.getByRole('button', { name: 'Sign out of all accounts' }).click()
  }
}
