import type { Locator, Page } from '@playwright/test'
import type { Person } from './site.ts'

/** The page that asks who one is. Addresses are relative: give Playwright a baseURL that ends in a slash. */
export class SignInPage {
  readonly page: Page
  readonly user: Locator
  readonly password: Locator
  readonly submit: Locator
  /** What went wrong, in words. */
  readonly alert: Locator

  constructor(page: Page) {
    this.page = page
    this.user = page.getByRole('textbox', { name: 'User name' })
    this.password = page.getByLabel('Password', { exact: true })
    this.submit = page.getByRole('button', { name: 'Sign in' })
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ })
  }

  async goto(): Promise<void> {
    await this.page.goto('sign-in')
  }

  async signIn({ name, password }: Pick<Person, 'name' | 'password'>): Promise<void> {
    await this.user.fill(name)
    await this.password.fill(password)
    await this.submit.click()
  }

  /** Names a server of one's own, where the site allows it. `security` is one of "none", "starttls", "tls". */
  async chooseServer({ host, port, security }: { readonly host: string; readonly port: number; readonly security: string }): Promise<void> {
    await this.page.getByText('Another mail server').click()
    await this.page.getByRole('textbox', { name: 'Host' }).fill(host)
    await this.page.getByLabel('Port').fill(String(port))
    await this.page.getByLabel('Security').selectOption(security)
  }
}
