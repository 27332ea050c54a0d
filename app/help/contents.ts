import type { Modules } from '#lib/mail/sites/modules.ts'

/** The pages of the manual in their order; only what stands here is ever read. Each page's first heading is its title. */
export const PAGES = [
  { group: 'people', slug: 'quick-start' },
  { group: 'people', slug: 'getting-started' },
  { group: 'people', slug: 'reading' },
  { group: 'people', slug: 'writing' },
  { group: 'people', slug: 'directory', module: 'directory' },
  { group: 'people', slug: 'filing' },
  { group: 'people', slug: 'filters', module: 'filters' },
  { group: 'people', slug: 'contacts', module: 'contacts' },
  { group: 'people', slug: 'signatures', module: 'signatures' },
  { group: 'people', slug: 'settings', module: 'settings' },
  { group: 'people', slug: 'phone', module: 'phone' },
  { group: 'people', slug: 'keyboard' },
  { group: 'people', slug: 'text-browsers' },
  { group: 'administrators', slug: 'install' },
  { group: 'administrators', slug: 'configuration' },
  { group: 'administrators', slug: 'sites' },
  { group: 'administrators', slug: 'themes' },
  { group: 'administrators', slug: 'administrators-page' },
  { group: 'administrators', slug: 'preferences' },
  { group: 'administrators', slug: 'directories' },
  { group: 'administrators', slug: 'reverse-proxy' },
  { group: 'administrators', slug: 'client-addresses' },
  { group: 'administrators', slug: 'mail-server' },
  { group: 'administrators', slug: 'operate' },
  { group: 'administrators', slug: 'tune' },
  { group: 'administrators', slug: 'recover' },
  { group: 'administrators', slug: 'upgrade' },
  { group: 'administrators', slug: 'commands' },
  { group: 'administrators', slug: 'errors' },
  { group: 'administrators', slug: 'limits' },
  { group: 'administrators', slug: 'test-kit' },
] as const satisfies readonly { readonly group: HelpGroupName; readonly slug: string; readonly module?: keyof Modules }[]

export type HelpGroupName = 'people' | 'administrators'
export type HelpPage = (typeof PAGES)[number]

/** What `/help` shows. */
export const FIRST_PAGE: HelpPage = PAGES[1]

/** False for a page about what the site has switched off: it is not among the contents, and not found. */
export function isOffered(slug: string, modules: Modules): boolean {
  const page = findHelpPage(slug)
  return page === undefined || !('module' in page) || modules[page.module]
}

export const findHelpPage = (slug: string): HelpPage | undefined => PAGES.find((page) => page.slug === slug)
