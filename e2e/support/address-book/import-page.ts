import type { Locator, Page } from '@playwright/test'
import { AddressBookPage } from './address-book-page.ts'

/** Importing contacts as a person does it. */
export class ImportPage extends AddressBookPage {
  readonly counts: Locator

  constructor(page: Page) {
    super(page)
    this.counts = this.content.getByRole('status').getByRole('listitem')
  }

  /** Gives a file; then its settings are there. */
  async give(name: string, content: string | Uint8Array, book?: string): Promise<void> {
    await this.page.goto('./address-book/import')
    if (book !== undefined) await this.field('Into the address book').selectOption(book)
    await this.field('File').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
    await this.button('Read the file').click()
  }

  async importNow(): Promise<void> {
    await this.button('Import now').click()
    await this.content.getByRole('heading', { level: 1, name: /^(?:The import of|Nothing of)/ }).waitFor()
  }
}
