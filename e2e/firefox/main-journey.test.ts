import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { ElementHandle } from 'puppeteer-core'
import { baseOf, personOf, type Person } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import type { AccessiblePage } from './accessible-page.ts'
import { Firefox } from './firefox.ts'

const SUBJECT = 'Re: Opening night by Firefox'
const TABLE = Buffer.from('room;door\n1;open\n2;shut\n')

/* The main journey of e2e/support/main-journey.ts once more, in the other engine. */
describe('the main journey in Firefox', () => {
  let running: RunningSite
  let firefox: Firefox
  let alice: AccessiblePage
  let bob: AccessiblePage
  let files: string

  before(async () => {
    running = await startSite()
    firefox = await Firefox.start()
    alice = await firefox.newPerson()
    bob = await firefox.newPerson()
    files = await mkdtemp(join(tmpdir(), 'postern-files-'))
    await writeFile(join(files, 'doors.csv'), TABLE)
  })
  after(async () => {
    await firefox.close()
    await running.close()
    await rm(files, { recursive: true, force: true })
  })

  const message = (page: AccessiblePage): Promise<ElementHandle> => page.find('region', 'Message')
  const form = (page: AccessiblePage): Promise<ElementHandle> => page.find('form', 'Compose message')

  async function signIn(page: AccessiblePage, { name, password }: Person): Promise<void> {
    await page.goto(`${baseOf(running.site)}sign-in`)
    await page.fill('User name', name)
    await page.fill('Password', password)
    await page.click('button', 'Sign in')
    await page.find('table', 'Messages')
  }

  async function openMailbox(page: AccessiblePage, label: string): Promise<void> {
    const tree = await page.find('navigation', 'Mailboxes')
    await (await page.findWith('link', new RegExp(`^${label}(\\s|$)`), tree)).click()
    await page.findWith('heading', new RegExp(`^${label}$`))
    await page.find('table', 'Messages')
  }

  it('passes from signing in to signing out, by role and name only', { timeout: 220_000 }, async () => {
    await turnPages()
    await readAndDownload()
    await answerAndPostpone()
    await resumeAndSend()
    await arrives()
    await tidyUp()
  })

  async function turnPages(): Promise<void> {
    await signIn(bob, personOf(running.site, 'bob'))
    await signIn(alice, personOf(running.site, 'alice'))
    await openMailbox(alice, '10000')
    await alice.click('link', 'Next page')
    await alice.shows(/51–100 of 10[,.]?000/)
    await openMailbox(alice, 'Inbox')
  }

  async function readAndDownload(): Promise<void> {
    const search = await alice.find('searchbox', 'Search messages')
    await search.type('Opening night')
    await search.press('Enter')
    await alice.shows('found for “Opening night”')
    const row = await alice.findWith('row', /Carol[\s\S]*attachments/i)
    await (await alice.findWith('link', 'Opening night', row)).click()
    const open = await message(alice)
    await alice.find('heading', 'Re: Opening night of the lighthouse exhibition', open)
    await alice.shows('Here is the plan.')
    await alice.click('link', 'Download floor-plan.pdf', open)
    assert.equal((await firefox.downloaded('floor-plan.pdf')).subarray(0, 5).toString(), '%PDF-')
  }

  async function answerAndPostpone(): Promise<void> {
    await alice.click('button', 'Reply', await message(alice))
    const compose = await form(alice)
    await alice.valueOf('Subject', /^Re: Opening night of the lighthouse exhibition$/, compose)
    await alice.valueOf('To', /carol@example\.test/, compose)
    await alice.valueOf('Message', /^> Here is the plan\./m, compose)
    await alice.fill('To', 'bob@example.test', compose)
    await alice.fill('Subject', SUBJECT, compose)
    await alice.fill('Message', 'Doors as in the table.', compose)
    await alice.chooseFiles('Attachments', join(files, 'doors.csv'))
    await alice.findWith('listitem', 'doors.csv', await form(alice))
    await alice.click('button', 'Postpone', await form(alice))
    await alice.find('table', 'Messages')
  }

  async function resumeAndSend(): Promise<void> {
    await alice.click('button', 'Sign out')
    await alice.find('button', 'Sign in')
    await signIn(alice, personOf(running.site, 'alice'))
    await openMailbox(alice, 'Drafts')
    await alice.click('link', SUBJECT)
    await alice.click('button', 'Continue writing', await message(alice))
    const compose = await form(alice)
    await alice.valueOf('To', /bob@example\.test/, compose)
    await alice.valueOf('Message', /Doors as in the table/, compose)
    await alice.findWith('listitem', 'doors.csv', compose)
    await alice.click('button', 'Send', compose)
    await alice.find('heading', 'Message sent')
    await openMailbox(alice, 'Sent')
    await alice.count('row', SUBJECT, 1)
    await openMailbox(alice, 'Drafts')
    await alice.count('row', SUBJECT, 0)
  }

  async function arrives(): Promise<void> {
    await bob.count('row', SUBJECT, 1)
    await bob.click('link', SUBJECT)
    await bob.shows('Doors as in the table.')
    await bob.click('link', 'Download doors.csv', await message(bob))
    assert.deepEqual(await firefox.downloaded('doors.csv'), TABLE)
  }

  async function tidyUp(): Promise<void> {
    await openMailbox(alice, 'Sent')
    await alice.click('link', SUBJECT)
    const open = await message(alice)
    await alice.click('button', 'Archive', open)
    await openMailbox(alice, 'Archive')
    await alice.click('link', SUBJECT)
    await alice.click('button', 'Delete', await message(alice))
    await alice.count('row', SUBJECT, 0)
    await openMailbox(alice, 'Trash')
    await alice.count('row', SUBJECT, 1)
    await alice.click('button', 'Sign out')
    await alice.find('button', 'Sign in')
  }
})
