import type { BrowserContext, Page } from '@playwright/test'
import { expect, test as base } from '@playwright/test'
import { MailPage } from './mail-page.ts'
import { SignInPage } from './sign-in-page.ts'
import { baseOf, currentSite, personOf } from './site.ts'
import { startSite, type Site } from './start-site.ts'

export interface PosternFixtures {
  /** Signs a person of the demonstration in, in this page or in a new context of their own. */
  readonly signedIn: (name: string, page?: Page) => Promise<MailPage>
  /** Whether the test itself changes a page, so that the browser has to make it anew. */
  readonly mayBeMadeAnew: boolean
  readonly asTheServerMadeIt: void
}

/** React's words, in a build for use, for a page that it found to be another than it would make: invalid nesting, a clock, chance. */
const MADE_ANEW = /Minified React error #(418|421|422|423|425)\b/

export interface PosternWorkerFixtures {
  readonly site: Site
}

/** Playwright's test with the site under test and people who are signed in. */
export const test = base.extend<PosternFixtures, PosternWorkerFixtures>({
  site: [async ({}, use) => use(currentSite()), { scope: 'worker' }],

  mayBeMadeAnew: [false, { option: true }],

  /** Whatever a test is about, each page of it is what the server made. */
  asTheServerMadeIt: [
    async ({ browser, mayBeMadeAnew }, use) => {
      const anew: string[] = []
      const watch = (context: BrowserContext): void => void context.on('weberror', (error) => {
        if (MADE_ANEW.test(String(error.error()))) anew.push(`${error.page()?.url() ?? ''}: ${String(error.error())}`)
      })
      browser.on('context', watch)
      await use()
      browser.off('context', watch)
      if (!mayBeMadeAnew) expect(anew, 'pages that the browser made anew').toEqual([])
    },
    { auto: true },
  ],

  baseURL: async ({ site }, use) => use(baseOf(site)),

  signedIn: async ({ browser, site, javaScriptEnabled, colorScheme }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, given) => {
      let page = given
      if (page === undefined) {
        const context = await browser.newContext({ baseURL: baseOf(site), ...(javaScriptEnabled === undefined ? {} : { javaScriptEnabled }), colorScheme: colorScheme ?? null, locale: 'en-GB' })
        contexts.push(context)
        page = await context.newPage()
      }
      const signIn = new SignInPage(page)
      await signIn.goto()
      await signIn.signIn(personOf(site, name))
      const mail = new MailPage(page)
      await mail.list.waitFor()
      return mail
    })
    for (const context of contexts) await context.close()
  },
})

/** The same with a site that no other suite meets: for those who change passwords, or the language of somebody. */
export function testAlone() {
  return test.extend<object, PosternWorkerFixtures>({
    site: [
      async ({}, use) => {
        const { site, close } = await startSite()
        await use(site)
        await close()
      },
      { scope: 'worker', timeout: 120_000 },
    ],
  })
}

/** The same with a site of its own for each worker: for those who change what people have set, which others' journeys would meet. */
export const testOnOwnSite = testAlone()

export { expect } from '@playwright/test'
