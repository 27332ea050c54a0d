import type { Locator, Page } from '@playwright/test'

/** A condition as somebody fills it in. */
export interface Condition {
  readonly what: string
  readonly how: 'begins with' | 'contains' | 'is' | 'sounds like'
  readonly text: string
}

/** The page on which people are looked up. */
export class DirectoryPage {
  readonly page: Page
  readonly people: Locator
  readonly found: Locator
  readonly first: Locator
  readonly second: Locator

  constructor(page: Page) {
    this.page = page
    this.people = page.getByRole('table', { name: 'People found' })
    this.found = page.getByRole('status').filter({ hasText: /found$/ })
    this.first = page.getByRole('group', { name: 'First condition' })
    this.second = page.getByRole('group', { name: 'Second condition, or nothing' })
  }

  async goto(): Promise<void> {
    await this.page.goto('directory')
  }

  /** Fills the conditions in and asks. */
  async lookUp(first: Condition, second?: Condition & { readonly join: 'both conditions' | 'either condition' }): Promise<void> {
    await this.#fill(this.first, first)
    await this.#fill(this.second, second ?? { what: 'Name', how: 'begins with', text: '' })
    if (second) await this.page.getByLabel('Fulfil').selectOption(second.join)
    await this.page.getByRole('button', { name: 'Look up', exact: true }).click()
  }

  async #fill(group: Locator, { what, how, text }: Condition): Promise<void> {
    await group.getByLabel('What').selectOption({ label: what })
    await group.getByLabel('How').selectOption({ label: how })
    await group.getByLabel('Text').fill(text)
  }

  /** The rows of people whose text holds this. */
  row(text: string | RegExp): Locator {
    return this.people.getByRole('row').filter({ has: this.page.getByRole('rowheader') }).filter({ hasText: text })
  }

  /** Chooses people and puts them into the message. */
  async put(into: 'To' | 'Cc' | 'Bcc', ...names: readonly string[]): Promise<void> {
    for (const name of names) await this.page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
    await this.page.getByRole('group', { name: /who are chosen/ }).getByRole('button', { name: into, exact: true }).click()
    await this.page.getByRole('form', { name: 'Compose message' }).waitFor()
  }
}
