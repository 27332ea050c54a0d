import { LANGUAGES } from '#lib/i18n/languages.ts'
import type { IndexPage } from '#lib/mail/index-page.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { LynxTerminal } from '../support/lynx/lynx-terminal.ts'
import { routeTable, type RouteCase } from '../support/route-table.ts'
import { SiteClient } from '../support/site-client.ts'
import { baseOf, personOf } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

const LYNX = 'Lynx/2.9.0 libwww-FM/2.14'

/** Every page that somebody has, but for the help itself and the addresses that only lead on. */
async function pagesOf(client: SiteClient): Promise<readonly (RouteCase & { readonly file: string })[]> {
  const { urls } = client
  const index = (await (await client.ask(urls.api.messages('INBOX'), { headers: { Accept: 'application/json' } })).json()) as IndexPage
  const named = readMessageId(index.messages[0]?.id ?? '')
  if (named === undefined) throw new Error('the Inbox is empty')
  const ref = { ...named, mailbox: 'INBOX' }
  const { id } = (await (await client.ask(urls.api.compositions(), { json: { kind: 'new', subject: 'Where is the help?' } })).json()) as { id: string }
  const { id: book } = (await (await client.ask(urls.api.addressBooks(), { json: { title: 'Where is the help?' } })).json()) as { id: string }
  const { id: contact } = (await (await client.ask(urls.api.contacts(book), { json: { given: 'Somebody' } })).json()) as { id: string }
  const upload = new FormData()
  upload.append('file', new File(['BEGIN:VCARD\r\nFN:Somebody\r\nEND:VCARD\r\n'], 'somebody.vcf'))
  const { id: contactImport } = (await (await client.ask(urls.api.contactImports(), { upload, headers: { 'X-Postern': '1' } })).json()) as { id: string }
  const table = routeTable(urls, { mailbox: 'INBOX', ref, html: '', attachment: '', inside: '1', packed: '1', composition: id, formatted: id, picture: 'a', book, contact, contactImport, server: 's'.repeat(22), ticket: '' })
  return Object.entries(table)
    .filter(([file]) => file.endsWith('page.tsx') && file !== 'page.tsx' && !file.startsWith('help/'))
    .flatMap(([file, cases]) => cases.filter(({ method }) => method === 'GET').map((each) => ({ ...each, file })))
}

/** Where the help link of a page leads; undefined where it has none. */
const helpLink = (html: string): string | undefined => /<a href="([^"]*\/help\/[^"]*)"[^>]*>Help<\/a>/.exec(html)?.[1]?.replaceAll('&amp;', '&')

async function expectToBeThere(client: SiteClient, target: string): Promise<void> {
  const [path = '', anchor] = target.split('#')
  const answer = await client.ask(path)
  expect(answer.status, target).toBe(200)
  if (anchor !== undefined) expect(await answer.text(), target).toContain(`id="${anchor}"`)
}

for (const agent of [undefined, LYNX]) {
  test(`every page leads to the help that is about it${agent === undefined ? '' : ', in a text browser too'}`, async ({ site }) => {
    test.setTimeout(120_000)
    const headers = { 'Accept-Language': 'en', ...(agent === undefined ? {} : { 'User-Agent': agent }) }
    const client = await SiteClient.signIn(site, personOf(site, 'carol'))
    const pages = await pagesOf(client)
    const targets = new Map<string, string>()
    for (const { path, file } of pages) {
      const asker = file.startsWith('sign-in') ? new SiteClient(site) : client
      const answer = await asker.ask(path, { headers })
      const html = await answer.text()
      // What this person may not open is no page for them.
      if (answer.status === 404) continue
      expect(answer.status, path).toBe(200)
      const target = helpLink(html)
      expect(target, `${path} has no link to the help`).toBeDefined()
      targets.set(file, target ?? '')
    }
    for (const target of new Set(targets.values())) await expectToBeThere(client, target)
    expect(targets.get('(mail)/mailboxes/[mailbox]/page.tsx')).toBe(client.urls.help('getting-started#what-you-see'))
    expect(targets.get('(mail)/mailboxes/[mailbox]/[message]/page.tsx')).toBe(client.urls.help('reading'))
    expect(targets.get('(mail)/settings/[topic]/page.tsx')).toBe(client.urls.help('settings#reading'))
    for (const { path, file } of pages) if (file.startsWith('(mail)/compose/[')) await client.ask(client.urls.api.composition(path.split('/').at(-1) ?? ''), { json: { intent: 'discard', revision: '1' } })
  })
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('from a page to its section, and from a question to an answer', async ({ signedIn }) => {
      const { page } = await signedIn('carol')
      await page.goto('./settings/appearance')
      await page.getByRole('banner').getByRole('link', { name: 'Help', exact: true }).click()
      await expect(page).toHaveURL(/\/help\/settings#look$/)
      await expect(page.getByRole('heading', { name: 'Look' })).toBeInViewport()
      const search = page.getByRole('search', { name: 'Search the help' })
      await search.getByRole('searchbox').fill('REMÔTE images')
      await search.getByRole('button', { name: 'Search' }).click()
      await expect(page.getByRole('status')).toContainText('“REMÔTE images”')
      await expect(search.getByRole('searchbox')).toHaveValue('REMÔTE images')
      const answer = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Reading: Text and HTML' }) })
      await expect(answer.locator('mark').first()).toHaveText(/^remote$/i)
      await answer.getByRole('link').click()
      await expect(page.getByRole('heading', { name: 'Text and HTML' })).toBeInViewport()
    })

    test('a question that nothing answers says so', async ({ page }) => {
      await page.goto('./help/search?q=attachment+xyzzy')
      await expect(page.getByRole('status')).toContainText('No section of the help has all of these words')
      await page.goto('./help/search')
      await expect(page.getByText('Type one or more words')).toBeVisible()
    })
  })
}

test('whatever is asked is text, and not too long', async ({ site }) => {
  const client = new SiteClient(site)
  const ask = async (path: string): Promise<string> => {
    const answer = await client.ask(path, { headers: { 'Accept-Language': 'en' } })
    expect(answer.status, path.slice(0, 80)).toBe(200)
    return answer.text()
  }
  expect(await ask(client.urls.helpSearch('<script>alert(1)</script>'))).not.toContain('<script>alert')
  expect(await ask(client.urls.helpSearch('a b c d e '.repeat(1000)))).not.toContain('a b c d e '.repeat(30))
  expect(await ask(`${client.urls.helpSearch('attachment')}&q=another`)).toContain('attachment')
  expect((await client.ask(client.urls.help('no-such-page'))).status).toBe(404)
  expect((await client.ask(client.urls.help('..%2f..%2fpackage'))).status).toBe(404)
})

test('German readers read German, and are told what is there in English only', async ({ browser, site }) => {
  const context = await browser.newContext({ baseURL: baseOf(site), locale: 'de-DE' })
  const page = await context.newPage()
  await page.goto('./help/settings#look')
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Aussehen' })).toBeInViewport()
  await expect(page).toHaveTitle(/^Einstellungen/)
  await page.goto('./help/operate')
  const text = page.locator('main [lang="en"]')
  await expect(text.getByRole('heading', { level: 1, name: 'Operate' })).toBeVisible()
  await page.goto('./help/search?q=GROSS+schrift')
  await expect(page.getByRole('main').getByRole('link', { name: 'Einstellungen: Aussehen' })).toBeVisible()
  await context.close()
})

test('a reader of a translation can have the English page, and come back', async ({ browser, site }) => {
  const context = await browser.newContext({ baseURL: baseOf(site), locale: 'ar' })
  const page = await context.newPage()
  await page.goto('./help/reading?in=en#attachments')
  const text = page.locator('main [lang="en"][dir="ltr"]')
  await expect(text.getByRole('heading', { level: 2, name: 'Attachments' })).toBeInViewport()
  await page.getByRole('link', { name: 'العودة إلى هذه الصفحة بلغتك' }).click()
  await expect(page).toHaveURL(/\/help\/reading$/)
  await expect(page.getByRole('heading', { level: 1, name: 'القراءة' })).toBeVisible()
  await expect(page.locator('main [lang="en"]')).toHaveCount(0)
  await context.close()
})

for (const { tag: locale } of LANGUAGES) {
  test(`the quick start is one printed page: ${locale}`, async ({ browser, site }) => {
    const context = await browser.newContext({ baseURL: baseOf(site), locale })
    const page = await context.newPage()
    await page.goto('./help/quick-start')
    const pdf = (await page.pdf({ format: 'A4', margin: { top: '1.5cm', bottom: '1.5cm', left: '2cm', right: '2cm' } })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    for (const role of ['navigation', 'search', 'banner'] as const) await expect(page.getByRole(role)).toHaveCount(0)
    const target = await page.getByRole('main').getByRole('link').first().evaluate((link) => getComputedStyle(link, '::after').content)
    expect(target).toContain('/help/getting-started')
    await context.close()
  })
}

test('on a phone the message and the compose form have the link, too', async ({ signedIn, page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const mail = await signedIn('carol', page)
  await expect(page.getByRole('link', { name: 'Help', exact: true })).toHaveCount(0)
  await mail.rows.first().getByRole('link').first().click()
  await page.getByRole('region', { name: 'Message' }).getByRole('link', { name: 'Help', exact: true }).click()
  await expect(page).toHaveURL(/\/help\/reading$/)
  await page.goto('./compose?to=bob@example.test')
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await expect(page).toHaveURL(/\/help\/writing$/)
})

for (const width of [390, 320]) {
  test(`at ${width} pixels a wide table scrolls in itself and can be reached by keys`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['help/configuration', 'help/quick-start', 'help/search?q=mail', 'help/errors', 'help/operate']) {
      await page.goto(path)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0)
    }
    await page.goto('help/configuration')
    const group = page.getByRole('group', { name: 'key and variable, means, unless set, may change' })
    await group.focus()
    await expect(group).toBeFocused()
    await expect.poll(() => group.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(0)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => group.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    for (const path of ['help/quick-start', 'help/configuration', 'help/search?q=attachment', 'help/search?q=xyzzy', 'help/errors']) {
      await page.goto(path)
      await expectAccessible(page, path)
    }
  })
}

test('the help in Lynx', async ({ site }: { site: Site }) => {
  test.setTimeout(120_000)
  const lynx = LynxTerminal.open(`${baseOf(site)}sign-in`)
  try {
    await lynx.shows('User name')
    await lynx.follow('Help')
    await lynx.find('Type the User name and Password of your mail account')
    await lynx.fill('Search the help', 'remote images')
    await lynx.follow('Search')
    await lynx.shows('remote images')
    await lynx.follow('Reading: Text and HTML')
    await lynx.find('the sender sees the server')
  } finally {
    await lynx.close()
  }
})
