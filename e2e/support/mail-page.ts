import type { Locator, Page } from '@playwright/test'

/** What the buttons for chosen or open messages say. */
export type MessageAction = 'Mark as read' | 'Mark as unread' | 'Flag' | 'Unflag' | 'Archive' | 'Junk' | 'Delete'

/** The mailbox tree and the index of the mailbox that is open. */
export class MailPage {
  readonly page: Page
  readonly tree: Locator
  readonly list: Locator
  readonly heading: Locator
  readonly search: Locator
  /** What was just done ("Message moved to Archive"). */
  readonly status: Locator

  constructor(page: Page) {
    this.page = page
    this.tree = page.getByRole('navigation', { name: 'Mailboxes' })
    this.list = page.getByRole('table', { name: 'Messages' })
    this.heading = page.getByRole('heading', { level: 1 })
    this.search = page.getByRole('searchbox', { name: 'Search messages' })
    this.status = page.getByRole('status')
  }

  /** By its last level as the tree shows it: "Inbox", "Sent", "2025". */
  mailbox(label: string): Locator {
    return this.tree.getByRole('link', { name: new RegExp(`^${escape(label)}(\\s+[\\d,.]+\\s+unread)?$`) })
  }

  async openMailbox(label: string): Promise<void> {
    await this.mailbox(label).click()
    await this.heading.filter({ hasText: label }).waitFor()
  }

  /** The rows of messages, newest first unless sorted otherwise. */
  get rows(): Locator {
    return this.list.getByRole('row').filter({ has: this.page.getByRole('cell') })
  }

  /** The rows whose text holds this. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text })
  }

  /** Opens the first message whose subject is this. */
  async openMessage(subject: string): Promise<void> {
    await this.list.getByRole('link', { name: subject, exact: true }).first().click()
    await this.page.getByRole('region', { name: 'Message', exact: true }).getByRole('heading', { name: subject, exact: true }).waitFor()
  }

  async searchFor(text: string): Promise<void> {
    await this.search.fill(text)
    await this.search.press('Enter')
    await this.page.getByText(`found for “${text}”`).waitFor()
  }

  async sortBy(column: 'From' | 'To' | 'Subject' | 'Date' | 'Size'): Promise<void> {
    await this.list.getByRole('columnheader', { name: column }).getByRole('link').click()
  }

  async choose(...texts: readonly (string | RegExp)[]): Promise<void> {
    for (const text of texts) await this.row(text).first().getByRole('checkbox').check()
  }

  /** Does something to the chosen messages. */
  async act(action: MessageAction): Promise<void> {
    await this.#toolbar.getByRole('button', { name: action, exact: true }).click()
  }

  /** Moves or copies the chosen messages; `target` is the full name of the mailbox. */
  async bring(way: 'Move' | 'Copy', target: string): Promise<void> {
    await this.#toolbar.getByTitle('Move to', { exact: true }).click()
    await this.#toolbar.getByRole('combobox', { name: 'To mailbox' }).selectOption(target)
    await this.#toolbar.getByRole('button', { name: way, exact: true }).click()
  }

  async nextPage(): Promise<void> {
    await this.page.getByRole('link', { name: 'Next page' }).click()
  }

  async previousPage(): Promise<void> {
    await this.page.getByRole('link', { name: 'Previous page' }).click()
  }

  /** Begins a new message, and waits for its form: with scripts no page comes that a click would wait for. */
  async compose(): Promise<void> {
    await this.page.getByRole('button', { name: 'New message' }).or(this.page.getByRole('link', { name: 'New message' })).first().click()
    await this.page.getByRole('form', { name: 'Compose message' }).waitFor()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  }

  get #toolbar(): Locator {
    // The open message has a group of the same name: the one of the index stands with the list.
    return this.page.locator('form').filter({ has: this.list }).getByRole('group', { name: 'Actions' })
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
