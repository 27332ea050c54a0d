import 'server-only'
import type { SiteReport } from '#lib/api/admin/admin-shapes.ts'
import { describeSite } from '#lib/gateway/admin/describe-site.ts'
import { config } from '../wiring.ts'
import type { Administrator } from './administrator.ts'

/** What is in force on the sites that somebody administers, and who said so. */
export function loadSites({ sites }: Administrator): readonly SiteReport[] {
  const { groups, reading } = config()
  return sites.map((site) => describeSite(site, groups, reading?.from ?? {}))
}
