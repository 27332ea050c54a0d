import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEYS, LynxTerminal } from '../support/lynx/lynx-terminal.ts'
import { baseOf, personOf } from '../support/site.ts'
import type { Site } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

const SUBJECT = 'Opening night, from a terminal'
const TABLE = 'room;door\n1;open\n'

test('the main journey in Lynx', async ({ site, signedIn }) => {
  test.setTimeout(240_000)
  const scratch = mkdtempSync(join(tmpdir(), 'postern-lynx-spec-'))
  const lynx = LynxTerminal.open(`${baseOf(site)}sign-in`)
  try {
    await failToSignIn(lynx)
    await signIn(lynx, site)
    await turnPages(lynx)
    await findReadAndDownload(lynx, join(scratch, 'plan.pdf'))
    await answerAndPostpone(lynx, join(scratch, 'doors.csv'))
    await lynx.follow('Sign out')
    await signIn(lynx, site)
    await resumeAndSend(lynx)
    await tidyUp(lynx)
    await lynx.follow('Sign out')
    await lynx.shows('User name')
  } finally {
    await lynx.close()
    rmSync(scratch, { recursive: true })
  }
  const bob = await signedIn('bob')
  await expect(bob.row(SUBJECT)).toHaveCount(1)
})

test('somebody is looked up in Lynx, for a message that is being written', async ({ site }) => {
  test.setTimeout(120_000)
  const lynx = LynxTerminal.open(`${baseOf(site)}sign-in`)
  try {
    await signIn(lynx, site)
    await lynx.follow('New message')
    await lynx.find('look-up')
    await lynx.fill('To', 'bob@example.test')
    await lynx.follow('Look up')
    await lynx.shows('Look up by city, department and more')
    await lynx.fill('Name, address or telephone', 'Ada Brandt')
    await lynx.follow('Search')
    await lynx.find('ada.brandt@example.test')
    await lynx.focus('Ada Brandt')
    // The box to tick is what stands before the name.
    await lynx.press(KEYS.up)
    await lynx.press(KEYS.enter)
    await lynx.follow('Cc')
    await lynx.find('Ada Brandt <ada.brandt@example.test>')
    await lynx.shows('bob@example.test')
    await lynx.follow('Discard')
    await lynx.shows('discarded')
    await lynx.follow('Sign out')
  } finally {
    await lynx.close()
  }
})

test('a contact is made, found and written to in Lynx', async ({ site }) => {
  test.setTimeout(120_000)
  const lynx = LynxTerminal.open(`${baseOf(site)}sign-in`)
  try {
    await signIn(lynx, site)
    await lynx.follow('Address book')
    await lynx.follow('Personal')
    await lynx.follow('New contact')
    await lynx.fill('First name', 'Lyn Terminal')
    await lynx.fill('E-mail address 1', 'lyn@example.org')
    await lynx.follow('Save')
    await lynx.find('Lyn Terminal was added.')
    await lynx.fill('Search all contacts', 'term')
    await lynx.follow('Search all contacts')
    await lynx.follow('Lyn Terminal')
    await lynx.follow('Write to Lyn Terminal')
    await lynx.find('Lyn Terminal <lyn@example.org>')
    await lynx.follow('Discard')
  } finally {
    await lynx.close()
  }
})

/** Lynx would ask before it shows the body of a 401. */
async function failToSignIn(lynx: LynxTerminal): Promise<void> {
  await lynx.shows('User name')
  await lynx.fill('User name', 'alice')
  await lynx.fill('Password', 'not hers')
  await lynx.follow('Sign in')
  await lynx.shows('did not accept this user name and password')
}

async function signIn(lynx: LynxTerminal, site: Site): Promise<void> {
  const { name, password } = personOf(site, 'alice')
  await lynx.shows('User name')
  await lynx.fill('User name', name)
  await lynx.fill('Password', password)
  await lynx.follow('Sign in')
  await lynx.shows('Mark as read')
}

async function turnPages(lynx: LynxTerminal): Promise<void> {
  await lynx.follow('10000')
  await lynx.follow('Next page')
  await lynx.find(/51.100 of 10[,.]?000/)
  await lynx.follow('Inbox')
}

async function findReadAndDownload(lynx: LynxTerminal, file: string): Promise<void> {
  // The search field stands between the link to the mailboxes and its button.
  await lynx.fill('Mailboxes', 'lens')
  await lynx.follow('Search')
  await lynx.find('found for')
  await lynx.follow('The lens: report and picture')
  await lynx.find('The lens, as it stands now, is in the attached picture.')
  // The first one downloads the whole message.
  await lynx.focus('Download', { nth: 1 })
  await lynx.press('d')
  await lynx.shows('Save to disk')
  await lynx.follow('Save to disk')
  await lynx.press(`${KEYS.eraseLine}${file}${KEYS.enter}`)
  await expect.poll(() => readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  await lynx.press(KEYS.back)
}

async function answerAndPostpone(lynx: LynxTerminal, file: string): Promise<void> {
  writeFileSync(file, TABLE)
  await lynx.follow('Reply')
  await lynx.find('Attachments')
  await lynx.fill('To', 'bob@example.test')
  await lynx.fill('Subject', SUBJECT)
  await lynx.focusField('Message')
  await lynx.press('Written in a terminal. ')
  await lynx.focusField('Attachments')
  await lynx.press(file)
  await lynx.follow('Attach')
  await lynx.find('doors.csv')
  await lynx.follow('Postpone')
  await lynx.shows('Your message is in Drafts.')
}

async function resumeAndSend(lynx: LynxTerminal): Promise<void> {
  await lynx.follow('Drafts')
  await lynx.follow(SUBJECT)
  await lynx.find('Written in a terminal.')
  await lynx.follow('Continue writing')
  await lynx.find('doors.csv')
  await lynx.follow('Send')
  await lynx.find('Message sent')
}

async function tidyUp(lynx: LynxTerminal): Promise<void> {
  await lynx.follow('Open Sent')
  await lynx.follow(SUBJECT)
  await lynx.follow('Delete')
  await lynx.follow('Trash')
  await lynx.focus(SUBJECT)
}
