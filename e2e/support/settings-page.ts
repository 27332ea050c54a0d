import type { Locator, Page } from '@playwright/test'

/** The settings: each field by its label, saved by one button. */
export class SettingsPage {
  readonly page: Page
  readonly form: Locator

  constructor(page: Page) {
    this.page = page
    this.form = page.getByRole('form', { name: 'Settings' })
  }

  /** Opens a topic by its name in the list: "Reading", "List of messages". */
  async open(topic: string): Promise<void> {
    await this.page.goto('./settings')
    await this.page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: topic, exact: true }).click()
    await this.page.getByRole('heading', { level: 1, name: topic }).waitFor()
  }

  /** A preference of one value; those of lists stand in groups. */
  field(label: string): Locator {
    return this.form.getByLabel(label, { exact: true }).and(this.page.locator(':not(fieldset *)'))
  }

  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Save', exact: true }).click()
    await this.page.getByText('Your settings are saved.').waitFor()
  }

  /** Takes one back to what the site presets. */
  async reset(label: string): Promise<void> {
    await this.form.getByRole('button', { name: `Back to the default: ${label}` }).click()
    await this.page.getByText('That setting has its default again.').waitFor()
  }
}
