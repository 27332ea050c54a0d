import 'server-only'
import type { ConfigurationHealth, OverviewFigures, ThemeReport } from '#lib/api/admin/admin-shapes.ts'
import { checkPreferenceStorage, checkServers, checkSessionStorage } from '#lib/gateway/admin/check-backends.ts'
import { themeReports } from '#lib/gateway/admin/theme-reports.ts'
import { preferenceStore } from '../preferences/preferences-of.ts'
import { themes } from '../themes/themes-of.ts'
import { config, log } from '../wiring.ts'
import type { Administrator } from './administrator.ts'
import { peopleSeenBy } from './people.ts'

/** Asks all of them at the same time; each has its own patience, so that the page never hangs. */
export async function loadOverview(administrator: Administrator): Promise<OverviewFigures> {
  let signedIn: OverviewFigures['signedIn']
  const count = async (): Promise<void> => {
    const people = await peopleSeenBy(administrator)
    signedIn = { people: people.length, sessions: people.reduce((sum, { sessions }) => sum + sessions.length, 0) }
  }
  const [servers, ofSessions, ofPreferences, reports] = await Promise.all([
    checkServers(administrator.sites, config().directories),
    checkSessionStorage(count, log()),
    checkPreferenceStorage(preferenceStore, config().preferences, log()),
    loadThemeReports(administrator),
  ])
  return { uptimeSeconds: Math.floor(process.uptime()), signedIn, configuration: configurationFor(administrator), servers, storages: [ofSessions, ofPreferences], themes: reports }
}

/** Every theme that there is or would be. */
export function loadThemeReports({ sites }: Administrator): Promise<readonly ThemeReport[]> {
  const { data, themes: own } = config()
  return themeReports({ themes: themes(), data, own, sites })
}

/** What is wrong in the file may concern other sites, so only administrators of all of them read it. */
function configurationFor({ isOfAll }: Administrator): ConfigurationHealth | undefined {
  const { reading } = config()
  if (reading === undefined) return undefined
  const { readAt, refused, waiting, notes, file } = reading
  const iso = (moment: number): string => new Date(moment).toISOString()
  return {
    readAt: iso(readAt),
    refused: refused && { at: iso(refused.at), problems: isOfAll ? refused.problems : [] },
    waiting: isOfAll ? waiting : [],
    notes: isOfAll ? notes : [],
    file: isOfAll ? file : undefined,
  }
}
