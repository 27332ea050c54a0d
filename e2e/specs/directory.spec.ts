import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PIER, startPierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { ComposePage } from '../support/compose-page.ts'
import { DirectoryPage } from '../support/directory/directory-page.ts'
import { MailPage } from '../support/mail-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { SignInPage } from '../support/sign-in-page.ts'
import { personOf } from '../support/site.ts'
import { startSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('people are found by name, telephone and sound, by both conditions or by either', async ({ page, signedIn }) => {
      await signedIn('bob', page)
      await page.getByRole('link', { name: 'Directory' }).click()
      const directory = new DirectoryPage(page)
      await directory.lookUp({ what: 'Name', how: 'is', text: 'Zoë 山本' })
      await expect(directory.row('zoe.yamamoto@example.test')).toHaveCount(1)
      await expect(directory.found).toHaveText('One person found')
      const phone = (await directory.row('Zoë 山本').getByRole('cell').nth(2).textContent()) ?? ''
      expect(phone).toMatch(/^\+999 /)
      await directory.lookUp({ what: 'Telephone', how: 'is', text: phone })
      await expect(directory.row('Zoë 山本')).toHaveCount(1)
      await directory.lookUp({ what: 'Last name', how: 'sounds like', text: 'Kowalschik' })
      await expect(directory.row('Kowalczyk')).toHaveCount(20)
      await directory.lookUp({ what: 'Last name', how: 'contains', text: 'AMICO' }, { join: 'both conditions', what: 'First name', how: 'begins with', text: 'Ada' })
      await expect(directory.found).toHaveText('One person found')
      await expect(directory.row('Ada D’Amico')).toHaveCount(1)
      await directory.lookUp({ what: 'User name', how: 'is', text: 'ada.brandt' }, { join: 'either condition', what: 'Address', how: 'begins with', text: 'ken.wang@' })
      await expect(directory.found).toHaveText('2 people found')
      await directory.lookUp({ what: 'Name', how: 'begins with', text: '' })
      await expect(page.getByText('Type what to look for first.')).toBeVisible()
    })

    test('those who are chosen stand in a new message, quoted where they must be', async ({ page, signedIn }) => {
      await signedIn('bob', page)
      const directory = new DirectoryPage(page)
      await directory.goto()
      await directory.lookUp({ what: 'Last name', how: 'is', text: 'Smith (Sr.)' })
      await page.getByRole('group', { name: /who are chosen/ }).getByRole('button', { name: 'To', exact: true }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'Choose one or more people first.' })).toBeVisible()
      await directory.put('To', 'Ada Smith (Sr.)', 'Zoë Smith (Sr.)')
      const compose = new ComposePage(page)
      await expect(compose.to).toHaveValue('"Ada Smith (Sr.)" <ada.smith@example.test>, "Zoë Smith (Sr.)" <zoe.smith@example.test>')
      await compose.discard()
    })

    test('those who are chosen are added to the message that is being written', async ({ page, signedIn }) => {
      await signedIn('bob', page)
      await new MailPage(page).compose()
      const compose = new ComposePage(page)
      await compose.to.fill('carol@example.test,')
      await compose.subject.fill('Half of it')
      await compose.text.fill('Nothing of this is lost.')
      const directory = new DirectoryPage(page)
      for (const into of ['To', 'Cc'] as const) {
        await compose.form.getByRole('button', { name: 'Look up…' }).click()
        await page.getByRole('link', { name: 'Look up by city, department and more' }).click()
        await directory.lookUp({ what: 'Name', how: 'begins with', text: 'Ольга Л' })
        await directory.put(into, 'Ольга Лебедева')
      }
      await expect(compose.to).toHaveValue('carol@example.test, Ольга Лебедева <olga.lebedeva@example.test>')
      await expect(compose.cc).toHaveValue('Ольга Лебедева <olga.lebedeva@example.test>')
      await expect(compose.subject).toHaveValue('Half of it')
      await expect(compose.text).toHaveValue(/^Nothing of this is lost\./)
      await compose.form.getByRole('button', { name: 'Look up…' }).click()
      await page.getByRole('link', { name: 'Back to the message' }).click()
      await expect(compose.subject).toHaveValue('Half of it')
      await compose.discard()
    })

    test('a person has a page with a photo, a group one with its members', async ({ page, signedIn }) => {
      await signedIn('bob', page)
      const directory = new DirectoryPage(page)
      await directory.goto()
      await directory.lookUp({ what: 'Name', how: 'is', text: 'Ada Brandt' })
      await directory.row('Ada Brandt').getByRole('link').click()
      await expect(page.getByRole('heading', { name: 'Ada Brandt' })).toBeVisible()
      const photo = page.getByRole('img', { name: 'Photo of Ada Brandt' })
      const answer = await page.request.get((await photo.getAttribute('src')) ?? '')
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png'])
      if (javaScriptEnabled) await expect.poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(96)
      await page.getByRole('link', { name: 'Back to who was found' }).click()
      await expect(directory.found).toHaveText('One person found')
      await directory.lookUp({ what: 'Name', how: 'is', text: 'Museum' })
      await expect(directory.row('Museum').getByRole('checkbox')).toHaveCount(0)
      await directory.row(/Museum\s*group/).getByRole('link').click()
      const members = page.getByRole('table', { name: 'Members' })
      await members.getByRole('checkbox').first().check()
      const address = (await members.getByRole('row').nth(1).getByRole('cell').nth(1).textContent()) ?? ''
      await page.getByRole('button', { name: 'Bcc', exact: true }).click()
      const compose = new ComposePage(page)
      await expect(compose.bcc).toHaveValue(new RegExp(`<${address}>$`))
      await compose.discard()
    })
  })
}

test('that there are more is told, and more are shown', async ({ page, signedIn }) => {
  await signedIn('bob', page)
  const directory = new DirectoryPage(page)
  await directory.goto()
  await directory.lookUp({ what: 'City', how: 'begins with', text: 'b' })
  await expect(directory.found).toHaveText('50 people found')
  await page.getByRole('link', { name: 'Show more' }).click()
  await expect(directory.found).not.toHaveText('50 people found')
  await expect(page.getByRole('link', { name: 'Show more' })).toHaveCount(0)
})

test('what has a meaning in filters is a text like any other', async ({ page, signedIn }) => {
  await signedIn('bob', page)
  for (const text of ['(*)(\\0', '*', '*)(uid=*))(|(uid=*', '\u0000', '\\2a', ')']) {
    const answer = await page.goto(`directory?${new URLSearchParams({ text, match: 'is', look: '1' })}`)
    expect(answer?.status(), text).toBe(200)
    await expect(page.getByText('Nobody was found'), text).toBeVisible()
    expect((await page.request.get(`api/directory?${new URLSearchParams({ q: text })}`)).status()).toBe(200)
  }
  // Of the address nothing is believed.
  for (const path of ['directory?field=userPassword&match=drop&most=9999999&text=ada', 'directory?text=a&text=b', 'directory/entry?of=demonstration&entry=dc%3Delsewhere', 'directory/entry?of=nowhere&entry=x', 'directory/entry']) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBeLessThan(500)
  }
})

test.describe('while an address is typed', () => {
  test('people are offered and taken by keys, one address after the other', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    await new MailPage(page).compose()
    const compose = new ComposePage(page)
    const offered = page.getByRole('listbox', { name: 'People' })
    await expect(compose.to).toHaveAttribute('role', 'combobox')
    await compose.to.pressSequentially('carol@example.test, zo')
    await expect(offered.getByRole('option')).toHaveCount(10)
    await expect(compose.to).toHaveAttribute('aria-expanded', 'true')
    await expect(page.getByRole('status').filter({ hasText: '10 people found, and others fit too' })).toHaveCount(1)
    await compose.to.press('ArrowDown')
    await compose.to.press('ArrowDown')
    const marked = offered.getByRole('option', { selected: true })
    await expect(marked).toContainText('Zoë Ōta')
    await expect(compose.to).toHaveAttribute('aria-activedescendant', (await marked.getAttribute('id')) ?? '')
    await expectAccessible(page, 'with people offered')
    await compose.to.press('Enter')
    await expect(compose.to).toHaveValue('carol@example.test, Zoë Ōta <zoe.ota@example.test>, ')
    await expect(offered).toBeHidden()
    await compose.to.pressSequentially('smith ada')
    await expect(offered.getByRole('option')).toHaveCount(1)
    await compose.to.press('ArrowUp')
    await compose.to.press('Tab')
    await expect(compose.to).toHaveValue('carol@example.test, Zoë Ōta <zoe.ota@example.test>, "Ada Smith (Sr.)" <ada.smith@example.test>, ')
    await compose.cc.pressSequentially('ken')
    await offered.getByRole('option', { name: /Brandt/ }).click()
    await expect(compose.cc).toHaveValue('健 Brandt <ken.brandt@example.test>, ')
    await compose.bcc.pressSequentially('ada')
    await expect(offered.getByRole('option').first()).toBeVisible()
    await compose.bcc.press('Escape')
    await expect(offered).toBeHidden()
    await expect(compose.bcc).toHaveValue('ada')
    await compose.bcc.fill('')
    await compose.save()
    await page.reload()
    await expect(compose.cc).toHaveValue('健 Brandt <ken.brandt@example.test>, ')
    await compose.discard()
  })

  test('what is taken stands as it was typed by hand, and is sent', async ({ page, signedIn }) => {
    await signedIn('bob', page)
    await new MailPage(page).compose()
    const compose = new ComposePage(page)
    await expect(compose.to).toHaveAttribute('role', 'combobox')
    await compose.to.pressSequentially('carol')
    await expect(page.getByRole('option', { name: /carol@example\.test/ })).toBeVisible()
    await compose.to.press('ArrowDown')
    await compose.to.press('Enter')
    await compose.subject.fill('Found in the directory')
    await compose.send()
    await expect(compose.sent).toBeVisible()
    await expect((await signedIn('carol')).row('Found in the directory')).toHaveCount(1)
  })
})

test('two directories are asked, each with its name; one that stops is named, and writing goes on', async ({ browser }) => {
  test.setTimeout(120_000)
  const [pier, mirror] = [await startPierDirectory(), await startPierDirectory()]
  const folder = mkdtempSync(join(tmpdir(), 'postern-directory-spec-'))
  const file = join(folder, 'postern.toml')
  const table = (name: string, port: number): string => `[directory.${name}]\ntitle = "The ${name}"\nurl = "ldap://127.0.0.1:${port}"\nbase = "${PIER}"\n`
  writeFileSync(file, `${table('pier', pier.port)}${table('mirror', mirror.port)}[site.off]\nhosts = ["localhost"]\nmodules.directory = false\nmodules.contacts = false\n`)
  const running = await startSite({ env: { POSTERN_CONFIG: file }, quiet: true })
  try {
    const context = await browser.newContext({ baseURL: `${running.site.origin}/`, locale: 'en-GB' })
    const page = await context.newPage()
    const signIn = new SignInPage(page)
    await signIn.goto()
    await signIn.signIn(personOf(running.site, 'alice'))
    const directory = new DirectoryPage(page)
    await directory.goto()
    await directory.lookUp({ what: 'Last name', how: 'sounds like', text: 'Mayr' })
    await expect(directory.row('The pier, The mirror')).toHaveCount(2)
    await page.getByLabel('Directory', { exact: true }).selectOption('The mirror')
    await directory.lookUp({ what: 'Name', how: 'contains', text: 'deck*' })
    await expect(directory.row('The mirror')).toHaveCount(30)
    await directory.row('Crew 3 (deck*)').getByRole('link').click()
    await expect(page.getByText('The mirror', { exact: true })).toBeVisible()
    await mirror.close()
    await directory.goto()
    await directory.lookUp({ what: 'Last name', how: 'sounds like', text: 'Mayor' })
    await expect(page.getByRole('status').filter({ hasText: 'The mirror cannot be reached.' })).toContainText('Mail is not affected.')
    await expect(directory.row('The pier')).toHaveCount(2)
    await expectAccessible(page, 'one that is down')
    await page.goto('people?q=zoe')
    await expect(page.getByRole('status').filter({ hasText: 'The mirror cannot be reached.' })).toContainText('The others have been searched')
    await expect(directory.row('zoe@pier.test')).toHaveCount(1)
    await page.goto('')
    await new MailPage(page).compose()
    const compose = new ComposePage(page)
    await expect(compose.to).toHaveAttribute('role', 'combobox')
    await compose.to.pressSequentially('zoe')
    await expect(page.getByRole('option', { name: /zoe@pier\.test/ })).toBeVisible()
    await expect(page.getByText('The mirror cannot be reached.')).toBeVisible()
    await compose.to.fill('bob@example.test')
    await compose.subject.fill('All the same')
    await compose.send()
    await expect(compose.sent).toBeVisible()

    const { port } = new URL(running.site.origin)
    const off = await (await browser.newContext({ baseURL: `http://localhost:${port}/`, locale: 'en-GB' })).newPage()
    const offSignIn = new SignInPage(off)
    await offSignIn.goto()
    await offSignIn.signIn(personOf(running.site, 'alice'))
    await expect(off.getByRole('link', { name: 'Settings' })).toBeVisible()
    await expect(off.getByRole('link', { name: 'Directory' })).toHaveCount(0)
    for (const path of ['directory', 'people?q=zoe', 'api/people?q=zoe', 'directory/entry?of=pier&entry=x', 'api/directory?q=zoe', 'api/directory/photo?directory=pier&entry=x']) expect((await off.request.get(path)).status(), path).toBe(404)
    await new MailPage(off).compose()
    const plain = new ComposePage(off)
    await expect(plain.to).toBeVisible()
    await expect(plain.form.getByRole('button', { name: 'Look up…' })).toHaveCount(0)
    await expect(plain.form.getByRole('textbox', { name: 'To', exact: true })).toBeVisible()
    await off.context().close()
    await context.close()
  } finally {
    await running.close()
    await pier.close()
    rmSync(folder, { recursive: true })
  }
})

test('nothing scrolls sideways', async ({ page, signedIn }) => {
  await signedIn('bob', page)
  for (const width of [1440, 390, 320]) {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['directory', 'people?q=smith', 'directory?text=smith&field=last', 'directory/entry?of=demonstration&entry=uid%3Dzoe.vanderberg,ou%3Dpeople,dc%3Dexample,dc%3Dtest']) {
      await page.goto(path)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${path} ${width}`).toBe(0)
    }
  }
})
