import { ComposePage } from '../support/compose-page.ts'
import { expectAccessible } from '../support/probes/accessible.ts'
import { personOf } from '../support/site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const TEXT = 'Helo Carol,\nwe meet at the haven. Bonjour à tous.\n> qwoted\n'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('spelling is checked in two languages, and words are replaced, learnt and left alone in their place', async ({ signedIn }) => {
      const mail = await signedIn('alice')
      const { page } = mail
      await mail.compose()
      const compose = new ComposePage(page)
      await compose.text.fill(TEXT)
      const panel = page.getByRole('region', { name: 'Spelling' })
      const word = (name: string) => panel.getByRole('group', { name, exact: true })
      await page.getByRole('button', { name: 'Check spelling' }).click()
      await expect(word('Helo')).toBeVisible()
      await expect(word('qwoted')).toHaveCount(0)
      await panel.getByText('Languages:').click()
      for (const name of ['British English', 'French']) await panel.getByRole('checkbox', { name }).check()
      await panel.getByRole('button', { name: 'Check again' }).click()
      await expect(word('tous')).toHaveCount(0)
      await word('Helo').getByRole('textbox', { name: 'Another word' }).fill('Hello')
      await word('Helo').getByRole('button', { name: 'Replace', exact: true }).click()
      await expect(compose.text).toHaveValue(TEXT.replace('Helo', 'Hello'))
      await expect(word('Helo')).toHaveCount(0)
      if (javaScriptEnabled) await expectAccessible(page)
      await expect(panel.getByRole('status')).toContainText('No unknown words.')
    })

    test('a message is kept as a template, used and changed', async ({ signedIn }) => {
      const mail = await signedIn('bob')
      const { page } = mail
      const name = javaScriptEnabled ? 'Offer one' : 'Offer two'
      await mail.compose()
      const compose = new ComposePage(page)
      await compose.subject.fill('Our offer')
      await compose.text.fill('Dear customer')
      await page.getByText('Template', { exact: true }).click()
      await page.getByRole('textbox', { name: 'Template name' }).fill(name)
      await page.getByRole('button', { name: 'Save as template' }).click()
      await expect(page.getByText('The template is saved.')).toBeVisible()
      await page.getByText('Template', { exact: true }).click()
      await page.getByRole('link', { name: 'Templates' }).last().click()
      await expect(page.getByRole('list', { name: 'Templates' })).toContainText(name)
      if (javaScriptEnabled) await expectAccessible(page)
      await page.getByRole('button', { name: `Use ${name}` }).click()
      await expect(compose.subject).toHaveValue('Our offer')
      await expect(compose.text).toHaveValue('Dear customer')
    })
  })
}

test.describe('without what waits between page and network', () => {
  // A request that passes the service worker is out of the test's sight.
  test.use({ serviceWorkers: 'block' })

  test('a message is written in the page that is open, Back leads to the list, and what is not saved yet stays', async ({ signedIn, context, page: given }) => {
    const mail = await signedIn('carol', given)
    const { page } = mail
    const compose = new ComposePage(page)
    // The list is there before everything that belongs to its page has come.
    await page.waitForLoadState('load')
    let loads = 0
    page.on('load', () => (loads += 1))
    const list = page.url()
    await mail.compose()
    await expect(compose.to).toBeFocused()
    expect(page.url()).not.toBe(list)
    await compose.subject.fill('Begun here')
    await expectAccessible(page)
    await context.setOffline(true)
    await compose.text.fill('Offline')
    await page.goBack()
    await expect(mail.list).toBeVisible()
    await expect(compose.form).toBeHidden()
    await expect(page.getByRole('alert').filter({ hasText: 'Not saved' })).toBeVisible()
    await page.goForward()
    await expect(compose.text).toHaveValue('Offline')
    await page.goBack()
    await context.setOffline(false)
    await expect(page.getByRole('region', { name: 'Open messages' }).getByRole('link', { name: 'Begun here' })).toBeVisible()
    expect(loads).toBe(0)
    await page.getByRole('link', { name: 'Begun here' }).click()
    await expect(compose.text).toHaveValue('Offline')
  })

  test('a long quotation stands beside the field and goes along whole', async ({ signedIn, page: given }) => {
    const mail = await signedIn('carol', given)
    const { page } = mail
    const compose = new ComposePage(page)
    const quoted = '> a line that somebody has written before\n'.repeat(2_000)
    await mail.compose()
    await compose.subject.fill('Long answer')
    await compose.text.fill(`\n${quoted}`)
    await compose.save()
    await expect(compose.form.getByText(/^Saved/)).toBeVisible()
    await page.reload()
    await expect(compose.text).toHaveValue('\n')
    await expectAccessible(page)
    await compose.text.fill('Yes')
    await compose.save()
    await expect(compose.form.getByText(/^Saved/)).toBeVisible()
    await compose.form.getByRole('button', { name: 'Edit the quoted message' }).click()
    await expect(compose.text).toHaveValue(`Yes\n${quoted}`)
    await page.reload()
    await compose.form.getByRole('button', { name: 'Leave it out' }).click()
    await expect(compose.text).toHaveValue('Yes\n')
  })

  test('an upload goes on by itself after the connection was lost, and can be given up', async ({ signedIn, context, page: given }) => {
    const mail = await signedIn('carol', given)
    const { page } = mail
    await mail.compose()
    const files = page.locator('input[name=files]')
    const pieces: string[] = []
    // The second piece never arrives.
    await page.route('**/uploads/*', async (route) => {
      pieces.push(route.request().headers()['upload-offset'] ?? '')
      await (pieces.length === 2 ? route.abort('connectionreset') : route.continue())
    })
    await files.setInputFiles({ name: 'harbour.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9 * 1024 * 1024, 'x') })
    await expect(page.getByRole('list', { name: 'Attached files' })).toContainText('harbour.bin')
    expect(pieces).toEqual([0, 4, 4, 8].map((megabytes) => String(megabytes * 1024 * 1024)))
    await context.setOffline(true)
    await files.setInputFiles({ name: 'given-up.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1024) })
    await expect(page.getByText('given-up.bin: waiting for the connection')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel upload' }).click()
    await context.setOffline(false)
    await expect(page.getByText('given-up.bin')).toHaveCount(0)
    await expect(page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')).toHaveCount(1)
  })

  test('two files that are dropped are sent, the one on its way when the session ended, too; a refused address has the focus', async ({ signedIn, context, page: given, site }) => {
    const mail = await signedIn('alice', given)
    const { page } = mail
    await mail.compose()
    const compose = new ComposePage(page)
    await compose.to.fill('bob@example.test')
    await compose.cc.fill('nobody at home')
    await compose.subject.fill('Dropped')
    let ended = false
    await page.route('**/uploads/*', async (route) => {
      if (!ended && route.request().headers()['upload-offset'] !== '0') {
        ended = true
        await context.clearCookies()
      }
      await route.continue()
    })
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['tides'], 'tides.txt', { type: 'text/plain' }))
      data.items.add(new File([new Uint8Array(4 * 1024 * 1024 + 1)], 'pier.bin', { type: 'application/octet-stream' }))
      return data
    })
    await compose.form.dispatchEvent('drop', { dataTransfer: dropped })
    await compose.form.getByLabel('Password').fill(personOf(site, 'alice').password)
    await compose.text.fill('Both of them')
    await compose.form.getByRole('button', { name: 'Sign in' }).click()
    for (const name of ['tides.txt', 'pier.bin']) await expect(compose.attachment(name)).toBeVisible()
    await expect(compose.alert).toHaveCount(0)
    await compose.send()
    await expect(compose.cc).toBeFocused()
    await expect(compose.alert.getByRole('link', { name: 'Cc' })).toHaveAttribute('href', `#${await compose.cc.getAttribute('id')}`)
    await expect(compose.text).toHaveValue('Both of them')
    await compose.cc.fill('')
    await compose.send()
    await expect(compose.sent).toBeVisible()
    await page.goto('./mailboxes/Sent')
    await mail.openMessage('Dropped')
    for (const name of ['tides.txt', 'pier.bin']) await expect(page.getByRole('link', { name: `Download ${name}` })).toBeVisible()
  })
})
