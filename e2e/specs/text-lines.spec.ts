import { MessagePage } from '../support/message-page.ts'
import { expect, test } from '../support/test.ts'

test('the lines of a text are lines without any style too', async ({ page, signedIn }) => {
  const mail = await signedIn('alice', page)
  await mail.openMessage('Keys of the lamp room')
  const region = new MessagePage(page).region
  await expect(region.getByRole('heading', { name: 'Keys of the lamp room' })).toBeVisible()
  const breaks = await region.evaluate((element) => element.getElementsByTagName('br').length)
  expect(breaks).toBeGreaterThan(1)
})
