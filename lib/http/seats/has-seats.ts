import type { SiteConfig } from '#lib/config/sites/site-config.ts'

/** Whether a browser may be signed in to several accounts on that site: not where everybody uses the same one. */
export function hasSeats({ modules, session }: Pick<SiteConfig, 'modules' | 'session'>): boolean {
  return modules.accounts && session.publicComputer !== 'always'
}
