import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { launch, type Browser } from 'puppeteer-core'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { AccessiblePage } from './accessible-page.ts'

const DOWNLOAD_PATIENCE = 15_000

/** A Firefox without a screen, driven by WebDriver BiDi; each person has a browser context of their own. */
export class Firefox {
  readonly #browser: Browser
  readonly #downloads: string

  private constructor(browser: Browser, downloads: string) {
    this.#browser = browser
    this.#downloads = downloads
  }

  static async start(): Promise<Firefox> {
    const executablePath = findProgram('firefox-esr', 'firefox')
    if (executablePath === undefined) throw new Error('Firefox is missing: on Debian or Ubuntu as root: apt-get install firefox-esr')
    const downloads = await mkdtemp(join(tmpdir(), 'postern-firefox-'))
    const browser = await launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      defaultViewport: { width: 1440, height: 1000 },
      extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.alwaysOpenPanel': false, 'browser.download.always_ask_before_handling_new_types': false, 'intl.accept_languages': 'en-GB' },
    })
    return new Firefox(browser, downloads)
  }

  /** A page of somebody who shares no cookie with anybody else. */
  async newPerson(): Promise<AccessiblePage> {
    const context = await this.#browser.createBrowserContext()
    return new AccessiblePage(await context.newPage())
  }

  /** The octets of a file of that name once it is saved whole. */
  async downloaded(name: string): Promise<Buffer> {
    const end = Date.now() + DOWNLOAD_PATIENCE
    for (;;) {
      const names = await readdir(this.#downloads)
      // Firefox keeps the name with nothing in it, and the octets beside it under ".part", until it has them all.
      if (names.includes(name) && !names.some((each) => each.endsWith('.part'))) return readFile(join(this.#downloads, name))
      if (Date.now() > end) throw new Error(`${name} was not saved: ${names.join(', ')}`)
      await delay(50)
    }
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await rm(this.#downloads, { recursive: true, force: true })
  }
}
