import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from '@playwright/test'

/** A place that nobody may ever ask for anything, on loopback: it hears browsers and servers alike. */
export class Canary {
  readonly #server: Server
  /** The paths that somebody has asked for. */
  readonly heard: string[] = []

  private constructor() {
    this.#server = createServer((request, response) => {
      this.heard.push(`asked for ${request.url ?? ''}`)
      response.end()
    })
  }

  static async open(): Promise<Canary> {
    const canary = new Canary()
    await new Promise<void>((resolve) => canary.#server.listen(0, '127.0.0.1', resolve))
    return canary
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What has been heard since the last time. */
  take(): string[] {
    return this.heard.splice(0)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** Tells of scripts that run, dialogs, windows and downloads in any page of the context. */
export async function watchContext(context: BrowserContext, tell: (what: string) => void): Promise<void> {
  await context.exposeBinding('hostileRan', ({ frame }) => tell(`a script ran in ${frame.url().slice(0, 80)}`))
  context.on('dialog', (dialog) => {
    tell(`a dialog: ${dialog.type()}`)
    void dialog.dismiss()
  })
  const watch = (page: Page): void => {
    page.on('popup', (popup) => tell(`a window: ${popup.url()}`))
    page.on('download', (download) => tell(`a download: ${download.url()}`))
  }
  context.on('page', watch)
}
