import { mainJourney } from '../support/main-journey.ts'
import { personOf } from '../support/site.ts'
import { test } from '../support/test.ts'

test.use({ javaScriptEnabled: false })

test('the main journey without JavaScript', async ({ page, site, signedIn }) => {
  const bob = await signedIn('bob')
  await mainJourney({ page, alice: personOf(site, 'alice'), bob, token: 'without scripts', live: false })
})
