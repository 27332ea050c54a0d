import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { ComposePage } from './compose-page.ts'
import { MailPage } from './mail-page.ts'
import { MessagePage } from './message-page.ts'
import { SignInPage } from './sign-in-page.ts'
import type { Person } from './site.ts'

export interface Journey {
  readonly page: Page
  readonly alice: Person
  /** The index of bob's Inbox, open all the while. */
  readonly bob: MailPage
  /** In the subject of what is sent: journeys of one site do not mistake each other's mail. */
  readonly token: string
  /** Whether pages change by themselves. */
  readonly live: boolean
}

const PLAN = 'floor-plan.pdf'
const TABLE = Buffer.from('room;door\n1;open\n2;shut\n')

/** What a person comes for, from signing in to signing out, by role and name only; the same with and without JavaScript. */
export async function mainJourney(journey: Journey): Promise<void> {
  const { page, alice } = journey
  const signIn = new SignInPage(page)
  const mail = new MailPage(page)
  await signIn.goto()
  await signIn.signIn(alice)
  await expect(mail.heading).toHaveText('Inbox')
  await turnPages(mail)
  await findAndRead(mail)
  await downloadPlan(page)
  await answerAndPostpone(journey, mail)
  await mail.signOut()
  await expect(signIn.user).toBeVisible()
  await signIn.signIn(alice)
  await resumeAndSend(journey, mail)
  await arrives(journey)
  await tidyUp(journey, mail)
  await mail.signOut()
  await expect(signIn.user).toBeVisible()
}

async function turnPages(mail: MailPage): Promise<void> {
  await mail.openMailbox('10000')
  await expect(mail.rows).toHaveCount(50)
  const first = await mail.rows.first().textContent()
  await mail.nextPage()
  await expect(mail.page.getByText(/^51–100 of 10[,.]?000$/)).toBeVisible()
  await expect(mail.rows.first()).not.toHaveText(first ?? '')
  await mail.openMailbox('Inbox')
}

async function findAndRead(mail: MailPage): Promise<void> {
  await mail.searchFor('Opening night')
  const plan = mail.row('Carol').filter({ has: mail.page.getByTitle('Has attachments') }).first()
  await plan.getByRole('link').click()
  const message = new MessagePage(mail.page)
  await expect(message.subject).toHaveText('Re: Opening night of the lighthouse exhibition')
  await expect(message.region.getByText('Here is the plan.')).toBeVisible()
}

async function downloadPlan(page: Page): Promise<void> {
  const plan = await new MessagePage(page).download(PLAN)
  expect(plan.name).toBe(PLAN)
  expect(plan.content.subarray(0, 5).toString()).toBe('%PDF-')
}

async function answerAndPostpone({ page, token }: Journey, mail: MailPage): Promise<void> {
  await new MessagePage(page).answer('Reply')
  const compose = new ComposePage(page)
  await expect(compose.subject).toHaveValue('Re: Opening night of the lighthouse exhibition')
  await expect(compose.to).toHaveValue(/carol@example\.test/)
  await expect(compose.text).toHaveValue(/^> Here is the plan\./m)
  await compose.to.fill('bob@example.test')
  await compose.subject.fill(`Re: Opening night ${token}`)
  await compose.text.fill(`Doors as in the table, ${token}.\n\nAlice\n`)
  await compose.attach({ name: 'doors.csv', mimeType: 'text/csv', buffer: TABLE })
  await compose.postpone()
  await expect(mail.list).toBeVisible()
}

async function resumeAndSend({ page, token }: Journey, mail: MailPage): Promise<void> {
  await mail.openMailbox('Drafts')
  await mail.openMessage(`Re: Opening night ${token}`)
  await new MessagePage(page).resume()
  const compose = new ComposePage(page)
  await expect(compose.to).toHaveValue(/bob@example\.test/)
  await expect(compose.text).toHaveValue(new RegExp(`Doors as in the table, ${token}`))
  await expect(compose.attachment('doors.csv')).toBeVisible()
  await compose.send()
  await expect(compose.sent).toBeVisible()
  await mail.openMailbox('Sent')
  await expect(mail.row(token)).toHaveCount(1)
  await mail.openMailbox('Drafts')
  await expect(mail.row(token)).toHaveCount(0)
}

/** With scripts the row appears by itself; without, at the next look. */
async function arrives({ bob, token, live }: Journey): Promise<void> {
  if (!live) await bob.page.reload()
  await expect(bob.row(token)).toHaveCount(1)
  await bob.openMessage(`Re: Opening night ${token}`)
  const message = new MessagePage(bob.page)
  await expect(message.region.getByText(`Doors as in the table, ${token}.`)).toBeVisible()
  const table = await message.download('doors.csv')
  expect(table.content.equals(TABLE)).toBe(true)
}

async function tidyUp({ page, token }: Journey, mail: MailPage): Promise<void> {
  await mail.openMailbox('Sent')
  await mail.choose(token)
  await mail.bring('Move', 'Archive')
  await expect(mail.row(token)).toHaveCount(0)
  await mail.openMailbox('Archive')
  await mail.openMessage(`Re: Opening night ${token}`)
  await new MessagePage(page).act('Delete')
  await expect(mail.row(token)).toHaveCount(0)
  await mail.openMailbox('Trash')
  await expect(mail.row(token)).toHaveCount(1)
}
