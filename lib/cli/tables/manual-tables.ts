import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import { auditTable } from './audit-table.ts'
import { capabilityTable } from './capability-table.ts'
import { commandTable } from './command-table.ts'
import { failureTable } from './failure-table.ts'
import { keyTable, serviceTable } from './key-table.ts'
import { gatewayLimitTable, mailServerLimitTable } from './limit-table.ts'
import { metricTable } from './metric-table.ts'
import { preferenceTable } from './preference-table.ts'

/** The tables of the manual that are made from the code, by the name that the comment before each has: `<!-- table: keys -->`. */
export const TABLES: Readonly<Record<string, { readonly page: string; readonly make: () => string | Promise<string> }>> = {
  preferences: { page: 'preferences', make: preferenceTable },
  keys: { page: 'configuration', make: keyTable },
  services: { page: 'mail-server', make: serviceTable },
  capabilities: { page: 'mail-server', make: capabilityTable },
  commands: { page: 'commands', make: commandTable },
  failures: { page: 'errors', make: failureTable },
  metrics: { page: 'operate', make: metricTable },
  audit: { page: 'operate', make: auditTable },
  'gateway limits': { page: 'limits', make: gatewayLimitTable },
  'mail server limits': { page: 'limits', make: mailServerLimitTable },
}

export interface GeneratedPage {
  readonly path: string
  readonly now: string
  /** With every table as the code makes it. */
  readonly wanted: string
}

/** Each page of the manual with generated tables. Throws where the place of one is not marked. */
export async function generatedPages(): Promise<readonly GeneratedPage[]> {
  return Promise.all([...new Set(Object.values(TABLES).map(({ page }) => page))].map(async (page) => {
    const path = join(ROOT, 'app/help/pages/administrators', `${page}.md`)
    const now = await readFile(path, 'utf8')
    let wanted = now
    for (const [name, { page: place, make }] of Object.entries(TABLES)) if (place === page) wanted = withTable(wanted, name, await make())
    return { path, now, wanted }
  }))
}

function withTable(markdown: string, name: string, table: string): string {
  const begin = `<!-- table: ${name} -->\n`
  const from = markdown.indexOf(begin)
  const to = markdown.indexOf('\n<!-- end -->', from)
  if (from === -1 || to === -1) throw new Error(`no page has the place of the table "${name}": <!-- table: ${name} --> … <!-- end -->`)
  return `${markdown.slice(0, from + begin.length)}\n${table}\n${markdown.slice(to)}`
}
