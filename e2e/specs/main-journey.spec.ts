import { mainJourney } from '../support/main-journey.ts'
import { personOf } from '../support/site.ts'
import { test } from '../support/test.ts'

test('the main journey', async ({ page, site, signedIn }) => {
  const bob = await signedIn('bob')
  await mainJourney({ page, alice: personOf(site, 'alice'), bob, token: 'with scripts', live: true })
})
