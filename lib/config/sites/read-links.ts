import * as v from 'valibot'
import { shortText } from '../kinds.ts'
import { readTables } from './read-tables.ts'
import type { SiteLink } from './site-config.ts'
import { isTable, type SettingsTable } from './settings-table.ts'

/** `links`: a list of tables with title and url. */
export function readLinks(table: SettingsTable): readonly SiteLink[] | undefined {
  return readTables(table, 'links', { most: 100, example: '{ title = "Timetable", url = "https://…" }', about: 'links beside the mailboxes', read: readLink })
}

function readLink(table: SettingsTable, name: string, entry: unknown): SiteLink | undefined {
  const { title, url, ...others } = isTable(entry) ? entry : {}
  for (const other of Object.keys(others)) table.problem(`${name}.${other}`, { code: 'link-part' })
  const hasTitle = v.is(shortText.schema, title)
  const hasUrl = isUrl(url)
  if (!hasTitle) table.problem(name, { code: 'link-title', expected: shortText.expected })
  if (!hasUrl) table.problem(name, { code: 'link-url' })
  return hasTitle && hasUrl ? { title: title as string, url: new URL(url).href } : undefined
}

function isUrl(url: unknown): url is string {
  return typeof url === 'string' && url.length <= 2000 && URL.canParse(url) && /^(https?|mailto):$/.test(new URL(url).protocol)
}
