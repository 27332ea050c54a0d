import { chromium, type Browser, type Page } from '@playwright/test'
import { urls } from '#lib/api/urls.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import { findChromium } from '../suites/find-program.ts'
import { BENCH_PASSWORD, startBenchSite, type BenchSite } from './bench-site.ts'
import { Figures } from './figures.ts'
import { GatewayClient } from './gateway-client.ts'
import { BenchImap } from './imap-client.ts'

const AT = urls('')
const MEGABYTE = 1_000_000
const USER = 'reader-0'
const LINE = 'a line of prose that somebody has written before, and more of it'
/** What comes ahead has come by then, and no save runs. */
const PAUSE_MS = 600
const BETWEEN_KEYS_MS = 60
/** Frames are drawn when they are ready and not when a screen is: the figure is work, and no waiting for the next frame. */
const AT_ONCE = ['--disable-frame-rate-limit', '--disable-gpu-vsync']

/** What a person waits for while they write, in Chromium, by the page's own clock: from the key to the frame that shows it, and from the click to the form. */
export async function bench({ quick, print }: { readonly quick: boolean; print(line: string): void }): Promise<void> {
  const executablePath = findChromium()
  if (executablePath === undefined) return print('There is no Chromium here: nothing is measured in a browser')
  const figures = new Figures('composer', print)
  const site = await startBenchSite({ sizes: [], attachments: [], readers: 1 })
  try {
    await append(site, longMessage())
    const client = await GatewayClient.signIn(site.origin, USER, BENCH_PASSWORD)
    const plain = await beginLong(client)
    await client.post(AT.api.preferences(), { changes: [{ name: 'composing.format', value: 'html' }] })
    const formatted = await begin(client, 'reply')
    await client.post(AT.api.preferences(), { changes: [{ name: 'composing.format' }] })
    client.close()
    const browser = await chromium.launch({ executablePath, args: [...AT_ONCE, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
    await measureOpening(browser, site, figures, quick ? 7 : 20)
    for (const [name, id] of [['plain', plain], ['formatted', formatted]] as const) await measureKeys(browser, site, { name, id, figures, keys: quick ? 60 : 200 })
    await browser.close()
  } finally {
    await site.close()
  }
  figures.write()
}

/** A megabyte of prose in HTML and as text. */
function longMessage(): Buffer {
  const text = `${LINE}\r\n`.repeat(MEGABYTE / (LINE.length + 2))
  const html = `<html><body>${`<p>${LINE}</p>\r\n`.repeat(MEGABYTE / (LINE.length + 9))}</body></html>`
  const part = (type: string, content: string): string => `--bench\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${content}\r\n`
  return Buffer.from(`From: sender@example.net\r\nTo: reader@example.test\r\nSubject: A megabyte\r\nMessage-ID: <megabyte@example.net>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=bench\r\n\r\n${part('text/plain', text)}${part('text/html', html)}--bench--\r\n`)
}

async function append({ services }: BenchSite, content: Buffer): Promise<void> {
  const imap = await BenchImap.open(services['imap']?.port ?? 0)
  await imap.command(`LOGIN ${USER} ${BENCH_PASSWORD}`)
  await imap.appendAll('INBOX', [{ content, flags: [] }])
  imap.close()
}

/** A megabyte of quoted text, more than is quoted of a message by itself. */
async function beginLong(client: GatewayClient): Promise<string> {
  const { id } = await client.post<{ readonly id: string }>(AT.api.compositions(), { kind: 'new' })
  await client.post(AT.api.composition(id), { intent: 'save', revision: 1, to: USER, subject: 'Re: A megabyte', body: `\n\n${`> ${LINE}\n`.repeat(MEGABYTE / (LINE.length + 3))}` })
  return id
}

/** A composition about the newest message. */
async function begin(client: GatewayClient, kind: string): Promise<string> {
  const { messages } = JSON.parse(await client.get(AT.api.messages('INBOX'))) as IndexPage
  const { id } = await client.post<{ readonly id: string }>(AT.api.compositions(), { kind, mailbox: 'INBOX', id: messages[0]?.id })
  return id
}

async function signIn(browser: Browser, { origin }: BenchSite): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  const page = await context.newPage()
  await page.goto(`${origin}${AT.signIn()}`)
  await page.getByLabel('User name').fill(USER)
  await page.getByLabel('Password', { exact: true }).fill(BENCH_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('tbody tr[data-id]').first().waitFor()
  await page.waitForTimeout(PAUSE_MS)
  return page
}

/** From the click on "New message" until a field of its form has the focus, whether the page is kept or another one comes. */
async function measureOpening(browser: Browser, site: BenchSite, figures: Figures, runs: number): Promise<void> {
  const page = await signIn(browser, site)
  await page.context().addInitScript(watchForm)
  const values: number[] = []
  for (let run = 0; run < runs; run += 1) {
    await page.goto(`${site.origin}${AT.mailbox('INBOX')}`)
    await page.waitForTimeout(PAUSE_MS)
    await page.getByRole('button', { name: 'New message' }).first().click()
    await page.getByRole('form', { name: 'Compose message' }).waitFor()
    await page.waitForTimeout(PAUSE_MS)
    values.push(await page.evaluate(() => Number(sessionStorage.getItem('shown')) - Number(sessionStorage.getItem('clicked'))))
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('form', { name: 'Compose message' }).waitFor({ state: 'detached' })
  }
  figures.record('click on "New message" to its form', 'ms', values)
  await page.context().close()
}

/** In the page, and in each that follows. */
function watchForm(): void {
  const now = (): number => performance.timeOrigin + performance.now()
  document.addEventListener('click', (event) => {
    if ((event.target as Element).closest('form[data-form=compose]')) sessionStorage.setItem('clicked', String(now()))
    sessionStorage.removeItem('shown')
  }, true)
  const look = (): void => {
    // Ready: what is typed goes into it.
    if (document.activeElement?.closest('form')?.querySelector('[name=body]') && !sessionStorage.getItem('shown')) sessionStorage.setItem('shown', String(now()))
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function measureKeys(browser: Browser, site: BenchSite, { name, id, figures, keys }: { readonly name: string; readonly id: string; readonly figures: Figures; readonly keys: number }): Promise<void> {
  const page = await signIn(browser, site)
  await page.goto(`${site.origin}${AT.composition(id)}`)
  const field = page.getByRole('textbox', { name: 'Message', exact: true })
  await field.waitFor()
  await page.waitForTimeout(3 * PAUSE_MS)
  await field.focus()
  await page.keyboard.press('Control+Home')
  await page.evaluate(listenToKeys)
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press(key % 7 === 6 ? 'Space' : 'e')
    await page.waitForTimeout(BETWEEN_KEYS_MS)
  }
  const octets = await field.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : element.innerHTML).length)
  const { shown, busy } = await page.evaluate(() => (window as unknown as { keys: { shown: number[]; busy: number[] } }).keys)
  figures.record(`a key to the frame that shows it, in an answer to 1 MB, ${name}`, 'ms', shown, { 'characters in the field': octets })
  figures.record(`the page is busy with a key, in an answer to 1 MB, ${name}`, 'ms', busy)
  await page.context().close()
}

/** Of each key: until its frame is drawn, and until nothing of it is left to be done before that. */
function listenToKeys(): void {
  const measured = { shown: [] as number[], busy: [] as number[] }
  Object.assign(window, { keys: measured })
  document.addEventListener('keydown', ({ timeStamp }) => {
    const drawn = new MessageChannel()
    drawn.port1.onmessage = () => measured.shown.push(performance.now() - timeStamp)
    document.addEventListener('input', () => {
      // Behind every handler of this event, and before anything is drawn.
      queueMicrotask(() => measured.busy.push(performance.now() - timeStamp))
      requestAnimationFrame(() => drawn.port2.postMessage(undefined))
    }, { once: true })
  }, true)
}
