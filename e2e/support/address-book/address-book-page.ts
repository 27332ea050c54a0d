import type { Locator, Page } from '@playwright/test'

/** The address book as a person finds it, by role and name. */
export class AddressBookPage {
  readonly page: Page
  readonly books: Locator
  readonly content: Locator

  constructor(page: Page) {
    this.page = page
    this.books = page.getByRole('navigation', { name: 'Address books' })
    this.content = page.getByRole('main')
  }

  async open(book?: string): Promise<void> {
    await this.page.goto('./address-book')
    if (book !== undefined) await this.openBook(book)
  }

  async openBook(book: string): Promise<void> {
    await this.books.getByRole('link', { name: book, exact: true }).click()
    await this.heading(book).waitFor()
  }

  heading(text: string): Locator {
    return this.content.getByRole('heading', { level: 1, name: text })
  }

  field(name: string): Locator {
    return this.content.getByLabel(name, { exact: true })
  }

  link(name: string): Locator {
    return this.content.getByRole('link', { name, exact: true })
  }

  button(name: string): Locator {
    return this.content.getByRole('button', { name, exact: true })
  }

  /** A new contact in the book that is shown. */
  async add(given: string, family: string, address: string): Promise<void> {
    await this.link('New contact').click()
    await this.field('First name').fill(given)
    await this.field('Family name').fill(family)
    await this.field('E-mail address 1').fill(address)
    await this.button('Save').click()
    await this.heading(`${given} ${family}`).waitFor()
  }

  /** In all books, and in the directories. */
  async search(text: string): Promise<void> {
    const box = this.page.getByRole('searchbox', { name: /^(Search all contacts|Name, address or telephone)$/ })
    await box.fill(text)
    await box.press('Enter')
    await this.content.getByRole('status').first().waitFor()
  }

  async createBook(title: string): Promise<void> {
    await this.open()
    await this.field('Name of the book').fill(title)
    await this.button('Create').click()
    await this.heading(title).waitFor()
  }

  /** In the settings of the book that is shown. */
  async share(name: string, right: string): Promise<void> {
    await this.field('User name or address, or name of a group').fill(name)
    await this.field('Right').selectOption(right)
    await this.button('Share').click()
    await this.page.getByText(`The book is shared with ${name} now.`).waitFor()
  }

  /** The contact that is shown, after a question. */
  async delete(name: string): Promise<void> {
    await this.field(`Yes, delete ${name}`).check()
    await this.button('Delete').click()
    await this.page.getByText('The contact was deleted.').waitFor()
  }
}
