import type { Locator, Page } from '@playwright/test'

/** The administrator's pages: a way through them, each with its heading. */
export class AdminPage {
  readonly page: Page
  readonly nav: Locator

  constructor(page: Page) {
    this.page = page
    this.nav = page.getByRole('navigation', { name: 'Administration' })
  }

  /** Opens one by its name in the list: "Overview", "Who is signed in". */
  async open(section: string): Promise<void> {
    await this.page.goto('./admin')
    await this.nav.getByRole('link', { name: section, exact: true }).click()
    await this.page.getByRole('heading', { level: 1, name: section, exact: true }).waitFor()
  }

  /** What one theme, site or other card says. */
  card(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** The value of one preference or key, by its name. */
  row(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  /** Shows an alert at a place, by its title. */
  async say(place: string, text: string): Promise<void> {
    await this.open('Messages and alerts')
    await this.card(place).getByRole('textbox', { name: 'Alert' }).fill(text)
    await this.card(place).getByRole('button', { name: /^Show the alert/ }).click()
  }

  async signOut(user: string): Promise<void> {
    await this.open('Who is signed in')
    await this.page.getByRole('link', { name: `Sign ${user} out …` }).click()
    await this.page.getByRole('button', { name: `Sign ${user} out everywhere` }).click()
  }
}
