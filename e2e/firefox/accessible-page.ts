import { setTimeout as delay } from 'node:timers/promises'
import type { ElementHandle, Page } from 'puppeteer-core'

/** As long as Playwright's expectations wait. */
const PATIENCE = 10_000
const STEP = 50

/** A page in Firefox, met as a person with a screen reader meets it: by role and accessible name alone. */
export class AccessiblePage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url)
  }

  /** The first element of that role and exact name; waits for it. `within` narrows the search. */
  async find(role: string, name: string, within?: ElementHandle): Promise<ElementHandle> {
    return this.#await(`${role} "${name}"`, async () => (await this.#visible(role, name, within))[0])
  }

  /** The first element of that role whose text holds this. */
  async findWith(role: string, text: string | RegExp, within?: ElementHandle): Promise<ElementHandle> {
    return this.#await(`${role} with ${text}`, async () => (await this.#withText(role, text, within))[0])
  }

  /** Resolves once so many elements of that role hold this text. */
  async count(role: string, text: string | RegExp, wanted: number, within?: ElementHandle): Promise<void> {
    await this.#await(`${wanted} of ${role} with ${text}`, async () => ((await this.#withText(role, text, within)).length === wanted ? true : undefined))
  }

  /** Resolves once the page shows this text. */
  async shows(text: string | RegExp): Promise<void> {
    await this.#await(`text ${text}`, async () => (matches(await this.#text(), text) ? true : undefined))
  }

  async click(role: string, name: string, within?: ElementHandle): Promise<void> {
    await (await this.find(role, name, within)).click()
  }

  /** Chooses files in the field with that label; Firefox adds the words of its own button to its name. */
  async chooseFiles(label: string, ...paths: readonly string[]): Promise<void> {
    const input = await this.#await(`field for files "${label}"`, async () => {
      const found = await this.page.$$('input[type=file]')
      const labels = await Promise.all(found.map((element) => element.evaluate((each) => each.labels?.[0]?.innerText.trim())))
      return found.find((_, at) => labels[at] === label)
    })
    await input.uploadFile(...paths)
  }

  /** The field that is labelled so, whatever its kind: one for a password has no role. */
  async field(name: string, within?: ElementHandle): Promise<ElementHandle> {
    return this.#await(`field "${name}"`, async () => {
      const found = await (within ?? this.page).$$(`::-p-aria([name=${JSON.stringify(name)}])`)
      const isField = await this.#ofEach(found, (...elements) => elements.map((each) => each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement))
      return found.find((_, at) => isField[at])
    })
  }

  /** Replaces what stands in a field. */
  async fill(name: string, text: string, within?: ElementHandle): Promise<void> {
    const field = await this.field(name, within)
    await field.focus()
    await this.page.keyboard.down('Control')
    await this.page.keyboard.press('a')
    await this.page.keyboard.up('Control')
    await this.page.keyboard.press('Backspace')
    await field.type(text)
  }

  async valueOf(name: string, wanted: RegExp, within?: ElementHandle): Promise<void> {
    await this.#await(`${name} with ${wanted}`, async () => {
      const value = await (await this.field(name, within)).evaluate((element) => (element as HTMLInputElement).value)
      return wanted.test(value) ? true : undefined
    })
  }

  async #visible(role: string, name: string, within?: ElementHandle): Promise<ElementHandle[]> {
    const found = await (within ?? this.page).$$(`::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`)
    const visible = await this.#ofEach(found, (...elements) => elements.map((each) => each.checkVisibility({ visibilityProperty: true })))
    return found.filter((_, at) => visible[at])
  }

  async #withText(role: string, text: string | RegExp, within?: ElementHandle): Promise<ElementHandle[]> {
    const found = await (within ?? this.page).$$(`::-p-aria([role="${role}"])`)
    const texts = await this.#ofEach(found, (...elements) => elements.map((each) => each.getAttribute('aria-label') ?? (each as HTMLElement).innerText))
    return found.filter((_, at) => matches(texts[at] ?? '', text))
  }

  /** One question about all of them: a question for each takes seconds on a full index. */
  async #ofEach<T>(found: readonly ElementHandle[], ask: (...elements: Element[]) => T[]): Promise<T[]> {
    return found.length === 0 ? [] : this.page.evaluate(ask, ...found)
  }

  #text(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText)
  }

  /** Looks until there is something; a page that is just being replaced has nothing. */
  async #await<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + PATIENCE
    for (;;) {
      const found = await look().catch(ifNavigating)
      if (found !== undefined) return found
      if (Date.now() > end) throw new Error(`there is no ${what} on ${this.page.url()}`)
      await delay(STEP)
    }
  }
}

/** What a page says that went away while it was looked at. */
function ifNavigating(error: unknown): undefined {
  if (error instanceof Error && /context|navigat|detached|no such (node|frame|handle)|stale|discarded|destroyed/i.test(error.message)) return undefined
  throw error
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}
