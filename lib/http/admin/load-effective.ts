import 'server-only'
import type { EffectiveReport } from '#lib/api/admin/admin-shapes.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { effectiveFor } from '#lib/gateway/admin/effective-for.ts'
import { preferenceStore } from '../preferences/preferences-of.ts'
import { config, log } from '../wiring.ts'

/** What holds for whoever signs in to that site by this name. */
export function loadEffective(site: SiteConfig, user: string): Promise<EffectiveReport> {
  const { groups, preferences } = config()
  return effectiveFor({ site, groups, store: preferenceStore, isKeptOnServer: preferences.storage === 'imap', log: log() }, user)
}
