import type { Locator, Page } from '@playwright/test'

export interface NewAttachment {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** The form in which a message is written. */
export class ComposePage {
  readonly page: Page
  readonly form: Locator
  readonly to: Locator
  readonly cc: Locator
  readonly bcc: Locator
  readonly replyTo: Locator
  readonly subject: Locator
  readonly text: Locator
  readonly priority: Locator
  readonly files: Locator
  readonly alert: Locator
  /** What the page says once the message is sent. */
  readonly sent: Locator

  constructor(page: Page) {
    this.page = page
    this.form = page.getByRole('form', { name: 'Compose message' })
    const field = (name: string): Locator => this.form.getByRole('textbox', { name, exact: true })
    // Comboboxes where a directory offers people.
    const address = (name: string): Locator => this.form.getByLabel(name, { exact: true })
    this.to = address('To')
    this.cc = address('Cc')
    this.bcc = address('Bcc')
    this.replyTo = field('Reply-To')
    this.subject = field('Subject')
    this.text = field('Message')
    this.priority = this.form.getByRole('combobox', { name: 'Priority' })
    this.files = this.form.getByLabel('Attachments')
    this.sent = page.getByRole('heading', { name: 'Message sent' })
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ })
  }

  /** Adds files and waits until the form lists them. */
  async attach(...files: readonly NewAttachment[]): Promise<void> {
    await this.files.setInputFiles([...files])
    // Scripts take chosen files at once and empty the field; without them the button does.
    if ((await this.files.inputValue()) !== '') await this.form.getByRole('button', { name: 'Attach', exact: true }).click()
    for (const { name } of files) await this.attachment(name).waitFor()
  }

  /** An attachment that the composition holds. */
  attachment(name: string): Locator {
    return this.form.getByRole('listitem').filter({ hasText: name })
  }

  async send(): Promise<void> {
    await this.form.getByRole('button', { name: 'Send', exact: true }).click()
  }

  async postpone(): Promise<void> {
    await this.form.getByRole('button', { name: 'Postpone', exact: true }).click()
  }

  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Save', exact: true }).click()
  }

  async discard(): Promise<void> {
    await this.form.getByRole('button', { name: 'Discard', exact: true }).click()
    // Whoever goes elsewhere at once would cut the post off.
    await this.form.waitFor({ state: 'detached' })
  }
}
