import { ComposePage } from '../support/compose-page.ts'
import { expect, test } from '../support/test.ts'

test.use({ javaScriptEnabled: false })

test('signing out here leaves alone what one writes elsewhere', async ({ signedIn }) => {
  const [here, elsewhere] = [await signedIn('admin'), await signedIn('admin')]
  await elsewhere.compose()
  const compose = new ComposePage(elsewhere.page)
  await expect(compose.form).toBeVisible()
  await here.signOut()
  await expect(here.page.getByRole('textbox', { name: 'User name' })).toBeVisible()
  await compose.to.fill('bob@example.test')
  await compose.text.fill('Written while I signed out at the other desk.')
  await compose.postpone()
  await elsewhere.openMailbox('Drafts')
  await expect(elsewhere.row('bob@example.test')).toHaveCount(1)
})
