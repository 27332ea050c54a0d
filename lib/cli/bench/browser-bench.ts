import { chromium, type Browser, type Page } from '@playwright/test'
import { findChromium } from '../suites/find-program.ts'
import { BENCH_PASSWORD, startBenchSite, type BenchSite } from './bench-site.ts'
import { Figures } from './figures.ts'

const RUNS = 7
/** What comes ahead has come by then. */
const PAUSE_MS = 600
const ROWS = 'table[aria-label="Messages"] tbody tr[data-id]'

/** What a person waits for in Chromium, by the page's own clock: from the click to the frame that shows it. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const executablePath = findChromium()
  if (executablePath === undefined) return print('There is no Chromium here: nothing is measured in a browser')
  const sizes = quick ? [1000] : [1000, 100_000]
  const figures = new Figures('browser', print)
  const site = await startBenchSite({ sizes, attachments: [], readers: 0 })
  try {
    const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
    for (const size of sizes) await measure({ browser, site, size, figures })
    await browser.close()
  } finally {
    await site.close()
  }
  figures.write()
}

async function measure({ browser, site, size, figures }: { browser: Browser; site: BenchSite; size: number; figures: Figures }): Promise<void> {
  const signIns: number[] = []
  for (let run = 1; run < RUNS; run += 1) {
    const { page, waited } = await signIn(browser, site, size)
    signIns.push(waited)
    await page.context().close()
  }
  const { page, waited } = await signIn(browser, site, size)
  figures.record(`click on "Sign in" to the last row, ${size}`, 'ms', [...signIns, waited])
  const steps: Readonly<Record<string, (run: number) => Promise<number>>> = {
    'next page': () => click(page, 'a[rel=next]'),
    'next page, looked at before': () => lookAndClick(page, 'nav a[rel=next]'),
    'opening a message, looked at before': (run) => lookAndClick(page, `${ROWS}:nth-child(${3 * run + 4}) a`),
    'another order': (run) => click(page, `th a[href*="sort=${run % 2 === 0 ? 'subject' : 'from'}"]`),
  }
  for (const [name, step] of Object.entries(steps)) {
    const values: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      values.push(await step(run))
      await page.waitForTimeout(PAUSE_MS)
    }
    figures.record(`${name}, ${size}`, 'ms', values)
  }
  const opened = await openEach(page)
  figures.record(`opening a message of plain text, ${size}`, 'ms', opened.text)
  figures.record(`opening a message of HTML, ${size}`, 'ms', opened.html)
  await page.context().close()
}

/** Opens messages to which nothing has led before, by what they turn out to be. */
async function openEach(page: Page): Promise<{ readonly text: readonly number[]; readonly html: readonly number[] }> {
  const [text, html]: [number[], number[]] = [[], []]
  await click(page, 'nav a[rel=next]')
  for (let row = 4; row < 50; row += 2) {
    await page.waitForTimeout(PAUSE_MS)
    const waited = await click(page, `${ROWS}:nth-child(${row}) a`)
    ;((await page.locator('main iframe').count()) > 0 ? html : text).push(waited)
  }
  return { text, html }
}

/** A fresh browser, as somebody comes back to whom nothing is known but the sign-in page. */
async function signIn(browser: Browser, { origin }: BenchSite, size: number): Promise<{ page: Page; waited: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  await context.addInitScript((rows) => {
    const now = (): number => performance.timeOrigin + performance.now()
    document.addEventListener('submit', () => sessionStorage.setItem('clicked', String(now())), true)
    const look = (): void => void (document.querySelectorAll(rows).length >= 50 ? sessionStorage.setItem('shown', String(now())) : requestAnimationFrame(look))
    requestAnimationFrame(look)
  }, ROWS)
  const page = await context.newPage()
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('User name').fill(`mail-${size}`)
  await page.getByLabel('Password', { exact: true }).fill(BENCH_PASSWORD)
  await page.waitForTimeout(PAUSE_MS)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator(ROWS).nth(49).waitFor()
  await page.waitForTimeout(PAUSE_MS)
  return { page, waited: await page.evaluate(() => Number(sessionStorage.getItem('shown')) - Number(sessionStorage.getItem('clicked'))) }
}

async function lookAndClick(page: Page, selector: string): Promise<number> {
  await page.locator(selector).first().hover()
  await page.waitForTimeout(PAUSE_MS)
  return click(page, selector)
}

/** Milliseconds from a click to the frame in which another page of the index or another message is shown, its HTML included. */
function click(page: Page, selector: string): Promise<number> {
  return page.evaluate(([link = '', rows = '']) => {
    const sight = (): string => `${document.querySelector<HTMLElement>(rows)?.dataset.id} ${document.querySelector<HTMLElement>(`${rows}[data-open]`)?.dataset.id} ${document.querySelector('#subject')?.textContent}`
    const before = sight()
    const start = performance.now()
    document.querySelector<HTMLElement>(link)?.click()
    return new Promise<number>((resolve) => {
      const isShown = (): boolean => sight() !== before && document.querySelector('main iframe:not([data-loaded])') === null
      const look = (): void => void (isShown() ? resolve(performance.now() - start) : requestAnimationFrame(look))
      requestAnimationFrame(look)
    })
  }, [selector, ROWS])
}
