import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processSingleton } from '#lib/http/process-singleton.ts'

/** The pages of the manual in their order; only what stands here is ever read. */
export const PAGES = [
  { group: 'people', slug: 'getting-started', title: 'Getting started' },
  { group: 'people', slug: 'reading', title: 'Reading' },
  { group: 'people', slug: 'writing', title: 'Writing' },
  { group: 'people', slug: 'filing', title: 'Finding and filing' },
  { group: 'people', slug: 'settings', title: 'Settings' },
  { group: 'people', slug: 'keyboard', title: 'Keyboard' },
  { group: 'people', slug: 'text-browsers', title: 'Text browsers' },
  { group: 'administrators', slug: 'install', title: 'Install and run' },
  { group: 'administrators', slug: 'configuration', title: 'Configuration' },
  { group: 'administrators', slug: 'sites', title: 'Sites and groups' },
  { group: 'administrators', slug: 'themes', title: 'Themes' },
  { group: 'administrators', slug: 'preferences', title: 'Preferences, defaults and locks' },
  { group: 'administrators', slug: 'reverse-proxy', title: 'HTTPS and proxies' },
  { group: 'administrators', slug: 'mail-server', title: 'Mail server' },
  { group: 'administrators', slug: 'errors', title: 'Errors' },
  { group: 'administrators', slug: 'limits', title: 'Limits' },
  { group: 'administrators', slug: 'test-kit', title: 'Test kit' },
] as const

export type HelpPage = (typeof PAGES)[number]

export const findHelpPage = (slug: string): HelpPage | undefined => PAGES.find((page) => page.slug === slug)

/** The Markdown of a page. */
export function readHelpPage({ group, slug }: HelpPage): Promise<string> {
  const root = processSingleton('root', () => process.cwd())
  return readFile(join(/* turbopackIgnore: true */ root, 'app', 'help', 'pages', group, `${slug}.md`), 'utf8')
}
