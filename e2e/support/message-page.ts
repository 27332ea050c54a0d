import { readFile } from 'node:fs/promises'
import type { FrameLocator, Locator, Page } from '@playwright/test'
import type { MessageAction } from './mail-page.ts'

/** How one answers the open message. */
export type Answering = 'Reply' | 'Reply to all' | 'Reply to the list' | 'Forward' | 'Forward as attachment'

/** The message that is open. */
export class MessagePage {
  readonly page: Page
  readonly region: Locator
  readonly subject: Locator
  readonly attachments: Locator
  /** The sandboxed document of a message in HTML. */
  readonly frame: FrameLocator

  constructor(page: Page) {
    this.page = page
    this.region = page.getByRole('region', { name: 'Message', exact: true })
    this.subject = this.region.getByRole('heading', { level: 2 })
    this.attachments = this.region.getByRole('region', { name: 'Attachments' })
    this.frame = this.region.frameLocator('iframe[title="Text of the message"]')
  }

  /** Saves an attachment; answers its name as the browser has it and its octets. */
  async download(name: string): Promise<{ readonly name: string; readonly content: Buffer }> {
    const arriving = this.page.waitForEvent('download')
    await this.attachments.getByRole('link', { name: `Download ${name}`, exact: true }).click()
    const download = await arriving
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
  }

  async answer(way: Answering): Promise<void> {
    await this.region.getByRole('button', { name: way, exact: true }).click()
  }

  /** Opens a postponed message again. */
  async resume(): Promise<void> {
    await this.region.getByRole('button', { name: 'Continue writing' }).click()
  }

  async act(action: MessageAction): Promise<void> {
    await this.region.getByRole('button', { name: action, exact: true }).click()
  }

  async bring(way: 'Move' | 'Copy', target: string): Promise<void> {
    await this.region.getByTitle('Move to', { exact: true }).click()
    await this.region.getByRole('combobox', { name: 'To mailbox' }).selectOption(target)
    await this.region.getByRole('button', { name: way, exact: true }).click()
  }

  async showAllHeaders(): Promise<void> {
    await this.region.getByRole('link', { name: 'All headers' }).click()
  }

  async showAsText(): Promise<void> {
    await this.region.getByRole('link', { name: 'Show as text' }).click()
  }
}
