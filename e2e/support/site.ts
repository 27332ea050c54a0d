import { environment } from '#lib/config/environment.ts'
import type { Site } from './start-site.ts'

/** A person of the demonstration. */
export interface Person {
  readonly name: string
  readonly address: string
  readonly password: string
}

/** The site under test, as the global setup or an outside suite put it into POSTERN_E2E_SITE. */
export function currentSite(): Site {
  const text = environment().POSTERN_E2E_SITE
  if (text === undefined) throw new Error('POSTERN_E2E_SITE is not set: run the suite with e2e/playwright.config.ts')
  return JSON.parse(text) as Site
}

/** The base of relative page addresses; ends in a slash. */
export function baseOf({ origin, basePath }: Site): string {
  return `${origin}${basePath}/`
}

/** The person of this name; every demonstration has alice, bob, carol, admin and outside. */
export function personOf({ users }: Site, name: string): Person {
  const person = users.find((user) => user.name === name)
  if (person === undefined) throw new Error(`the site has no user ${name}`)
  return person
}
