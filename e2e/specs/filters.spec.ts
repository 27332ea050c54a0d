import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { FilterPage } from '../support/filters/filter-page.ts'
import { startSievePeer, type SievePeer } from '../support/filters/sieve-peer.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { foreignTexts } from '../support/probes/foreign-texts.ts'
import { readIn } from '../support/probes/read-in.ts'
import { signedInAt } from '../support/probes/signed-in-at.ts'
import { startSite, type RunningSite, type Site } from '../support/start-site.ts'
import { expect, test as base } from '../support/test.ts'

interface Peered {
  readonly site: Site
  readonly peer: SievePeer
}

/** A site of its own with its own server of filters. */
const test = base.extend<object, Peered>({
  peer: [
    async ({}, use) => {
      const peer = await startSievePeer()
      await use(peer)
      await peer.close()
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ peer }, use) => {
      const { site, close } = await startSite({ env: { ...peer.env, POSTERN_LANGUAGES: 'en de en-XA', POSTERN_TITLE: '✉' } })
      await use(site)
      await close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

const HOLIDAY = 'require "vacation";\nvacation "Back on Monday.";\n'

async function openFilters(page: Page, signedIn: (name: string, page?: Page) => Promise<unknown>, name: string): Promise<FilterPage> {
  await signedIn(name, page)
  await page.getByRole('link', { name: 'Filters', exact: true }).click()
  return new FilterPage(page)
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    const person = javaScriptEnabled ? 'bob' : 'carol'
    /** axe runs in the page. */
    const expectGood = async (page: Page, what: string): Promise<void> => {
      if (javaScriptEnabled) await expectAccessible(page, what)
    }

    test('a filter is written, mended, used, renamed, saved as a file and deleted', async ({ page, signedIn, peer }) => {
      const filters = await openFilters(page, signedIn, person)
      await expect(page.getByText('There are no filters yet.')).toBeVisible()
      await expectGood(page, 'no filters')
      await page.getByRole('link', { name: 'Write a new filter' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Holiday')
      await filters.rules.fill('require "vacation";\nfrobnicate "Back on Monday.";\n')

      await filters.check()
      await expect(filters.alert).toHaveText('The mail server does not accept these rules.')
      await expect(page.getByText("line 2: error: unknown command 'frobnicate'.")).toBeVisible()
      await expect(filters.rules).toHaveAccessibleDescription(/Line 2: frobnicate "Back on Monday\.";/)
      if (javaScriptEnabled) await expect.poll(() => filters.rules.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toBe('frobnicate "Back on Monday.";')
      await expectGood(page, 'a mistake')
      await filters.save()
      await expect(filters.alert).toHaveText('The mail server does not accept these rules.')
      await expect(filters.rules).toHaveValue('require "vacation";\nfrobnicate "Back on Monday.";\n')
      expect(peer.server.of(person).scripts.size).toBe(0)

      await filters.rules.fill(HOLIDAY)
      await filters.check()
      await expect(page.getByText('The mail server found no mistakes. Nothing was saved.')).toBeVisible()
      await expect(filters.rules).toHaveValue(HOLIDAY)
      expect(peer.server.of(person).scripts.size).toBe(0)
      await filters.save()
      await expect(page.getByRole('heading', { name: 'Filter Holiday' })).toBeVisible()
      await expect(page.getByText('The filter Holiday was saved. It is not in use.')).toBeVisible()

      await page.getByRole('link', { name: 'All filters' }).click()
      await filters.row('Holiday').getByRole('button', { name: 'Use Holiday' }).click()
      await expect(page.getByText('The mail server follows the filter Holiday now.')).toBeVisible()
      await expect(filters.row('Holiday')).toContainText('In use')
      await expectGood(page, 'a filter in use')
      expect(peer.server.of(person).active).toBe('Holiday')

      await filters.row('Holiday').getByRole('link', { name: 'Holiday', exact: true }).click()
      await filters.rules.fill(`${HOLIDAY}redirect "a@example.test";\n`)
      await filters.save()
      await expect(page.getByText('The filter Holiday was saved. The mail server follows it. It warns: line 1: warning: this sends mail on.')).toBeVisible()
      await filters.rules.fill(`${HOLIDAY}keep;\n`)
      await filters.save()
      await expect(page.getByText('The filter Holiday was saved. The mail server follows it.', { exact: true })).toBeVisible()
      expect(peer.server.of(person).scripts.get('Holiday')).toBe(`${HOLIDAY}keep;\n`.replaceAll('\n', '\r\n'))

      await page.getByRole('textbox', { name: 'New name' }).fill('Summer "2026"')
      await page.getByRole('button', { name: 'Rename' }).click()
      await expect(page.getByRole('heading', { name: 'Filter Summer "2026"' })).toBeVisible()
      await expectGood(page, 'one filter')
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
      expect(file.suggestedFilename()).toBe('Summer _2026_.sieve')
      expect(readFileSync(await file.path(), 'utf8')).toBe(`${HOLIDAY}keep;\n`.replaceAll('\n', '\r\n'))

      await page.getByRole('button', { name: 'Stop using' }).click()
      await expect(page.getByText('The filter Summer "2026" is not in use any more.')).toBeVisible()
      await filters.row('Summer "2026"').getByRole('link', { name: 'Summer "2026"', exact: true }).click()
      await page.getByRole('checkbox', { name: 'Yes, delete Summer "2026"' }).check()
      await page.getByRole('button', { name: 'Delete Summer "2026"' }).click()
      await expect(page.getByText('There are no filters yet.')).toBeVisible()
      expect(peer.server.of(person).scripts.size).toBe(0)
    })

    test('what another device saves meanwhile is not overwritten, and neither text is lost', async ({ page, signedIn, peer }) => {
      const kept = peer.server.of(person).scripts
      kept.set('Lists', 'keep;\n')
      const filters = await openFilters(page, signedIn, person)
      await page.getByRole('link', { name: 'Lists', exact: true }).click()
      kept.set('Lists', '# from the telephone\nkeep;\n')
      await filters.rules.fill('# from here\nkeep;\n')
      await filters.save()
      await expect(filters.alert).toHaveText('This filter was changed elsewhere since you opened it. Nothing was overwritten.')
      await expect(filters.theirs).toHaveValue('# from the telephone\nkeep;\n')
      await expect(filters.rules).toHaveValue('# from here\nkeep;\n')
      await expectGood(page, 'a conflict')
      await page.getByRole('textbox', { name: 'Save under another name' }).fill('Lists here')
      await filters.save()
      await expect(page.getByRole('heading', { name: 'Filter Lists here' })).toBeVisible()
      expect([kept.get('Lists'), kept.get('Lists here')]).toEqual(['# from the telephone\nkeep;\n', '# from here\r\nkeep;\r\n'])

      kept.set('Lists here', '# again\n')
      await filters.rules.fill('# mine\n')
      await filters.save()
      await expect(filters.theirs).toHaveValue('# again\n')
      await filters.save()
      await expect(page.getByText('The filter Lists here was saved.')).toBeVisible()
      expect(kept.get('Lists here'), 'with the line ends that it has').toBe('# mine\n')
      kept.delete('Lists here')
      await filters.rules.fill('# once more\n')
      await filters.save()
      await expect(page.getByText('This filter was deleted elsewhere meanwhile.')).toBeVisible()
      await filters.save()
      await expect(page.getByText('The filter Lists here was saved.')).toBeVisible()
      kept.clear()
    })

    test('a message begins one for messages like it', async ({ page, signedIn }) => {
      const mail = await signedIn(person, page)
      const [subject, sender] = person === 'bob' ? ['Ladders', 'carol@example.test'] : ['Foghorn, short version', 'bob@example.test']
      await mail.openMessage(subject)
      await page.getByRole('link', { name: 'More', exact: true }).click()
      await page.getByRole('link', { name: 'Write a filter for messages like this one' }).click()
      await expect(new FilterPage(page).rules).toHaveValue(`require ["fileinto"];\n\nif address :is "from" "${sender}" {\n    fileinto "INBOX";\n}\n`)
    })

    test('a file is taken over; one that is wrong is mended first', async ({ page, signedIn, peer }) => {
      const filters = await openFilters(page, signedIn, person)
      const take = async (name: string, text: string | Buffer): Promise<void> => {
        await page.getByLabel('File').setInputFiles({ name, mimeType: 'application/sieve', buffer: Buffer.from(text) })
        await page.getByRole('button', { name: 'Take over' }).click()
      }
      await take('from work.sieve', 'keep;\r\n')
      await expect(page.getByText('The filter from work was taken over. It is not in use yet.')).toBeVisible()
      expect(peer.server.of(person).scripts.get('from work')).toBe('keep;\r\n')
      await take('from work.sieve', 'discard;\r\n')
      await expect(filters.alert).toHaveText('There is a filter of this name already. Choose another name.')
      await expect(filters.rules).toHaveValue('discard;\n')
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('second')
      await filters.save()
      await expect(page.getByRole('heading', { name: 'Filter second' })).toBeVisible()
      await page.getByRole('link', { name: 'All filters' }).click()
      await take('picture.png', Buffer.from([0x89, 0x50, 0xff, 0]))
      await expect(filters.alert).toHaveText('This file is not text, so it cannot be a filter.')
      peer.server.of(person).scripts.clear()
    })
  })
}

test('one that was just saved in its place is deleted at once', async ({ page, signedIn, peer }) => {
  const kept = peer.server.of('alice').scripts
  kept.set('Short', 'keep;\n')
  const filters = await openFilters(page, signedIn, 'alice')
  await page.getByRole('link', { name: 'Short', exact: true }).click()
  await filters.rules.fill('discard;\n')
  await filters.save()
  await expect(page.getByText('The filter Short was saved. It is not in use.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Yes, delete Short' }).check()
  await page.getByRole('button', { name: 'Delete Short' }).click()
  await expect(page.getByText('There are no filters yet.')).toBeVisible()
  expect(kept.size).toBe(0)
})

test('names of any kind lead to their filter and to no other', async ({ page, signedIn, peer }) => {
  const filters = await openFilters(page, signedIn, 'alice')
  const names = ['../carol', 'a/b?c#d&e=f', '{3+}\\"', '<b>bold</b>', 'ملف', '%2e%2e']
  for (const name of names) peer.server.of('alice').scripts.set(name, `# ${name}\n`)
  await page.reload()
  for (const name of names) {
    await filters.row(name).getByRole('link', { name, exact: true }).click()
    await expect(filters.rules, name).toHaveValue(`# ${name}\n`)
    await page.getByRole('link', { name: 'All filters' }).click()
  }
  peer.server.of('alice').scripts.clear()
})

test('administrators see how that server is', async ({ page, signedIn }) => {
  await signedIn('admin', page)
  await page.goto('admin')
  await expect(page.getByRole('listitem').filter({ hasText: 'Server of filters (ManageSieve)' })).toContainText(/Reached in \d+ ms, in the clear\./)
})

test.describe('where that server is away', () => {
  let running: RunningSite
  test.beforeAll(async () => {
    running = await startSite({ env: { POSTERN_SIEVE_URL: 'sieve://127.0.0.1:1' }, quiet: true })
  })
  test.afterAll(async () => running.close())

  test('it is said so, to people and to administrators, and mail goes on', async ({ browser }) => {
    const page = await signedInAt(browser, running.site, 'admin')
    await page.getByRole('link', { name: 'Filters', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'The server that keeps your filters cannot be reached.' })).toBeVisible()
    await page.goto('admin')
    await expect(page.getByRole('listitem').filter({ hasText: 'Server of filters (ManageSieve)' })).toContainText('It refuses connections')
    await page.context().close()
  })
})

test.describe('where there is no such server', () => {
  let running: RunningSite
  test.beforeAll(async () => {
    running = await startSite({ quiet: true })
  })
  test.afterAll(async () => running.close())

  test('there is neither page nor route nor link', async ({ browser }) => {
    const page = await signedInAt(browser, running.site, 'alice')
    await expect(page.getByRole('link', { name: 'Settings', exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Filters', exact: true })).toHaveCount(0)
    for (const path of ['filters', 'filters/edit', 'api/filters', 'api/filters/script?name=x', 'help/filters']) expect((await page.request.get(path)).status(), path).toBe(404)
    await page.context().close()
  })
})

test('in another language all of it is there, and fits a telephone', async ({ page, signedIn, peer }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const kept = peer.server.of('outside').scripts
  kept.set('12345', '#\n')
  await signedIn('outside', page)
  await readIn(page, 'en-XA')
  for (const path of ['filters', 'filters/edit', 'filters/edit?name=12345']) {
    await page.goto(path)
    expect.soft(await foreignTexts(page, ['fileinto, vacation, imap4flags']), path).toEqual([])
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} is too wide`).toBe(0)
  }
  kept.clear()
})
