import { expect, test } from '../support/test.ts'

test.use({ viewport: { width: 1280, height: 800 } })

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('where no message is open the page names the ways that there are to one', async ({ signedIn, page }) => {
      await signedIn('carol', page)
      await expect(page.getByText('No message chosen')).toBeVisible()
      await expect(page.getByText('Choose one from the list.')).toBeVisible()
      await expect(page.getByText('The keys j and k walk through it.')).toHaveCount(javaScriptEnabled ? 1 : 0)
    })
  })
}
