import { KEYS } from '../keys.ts'
import { name as nameKind, people } from '../kinds.ts'
import { readLinks } from './read-links.ts'
import { readRules } from './read-rules.ts'
import { isName } from './read-sites.ts'
import type { GroupConfig } from './site-config.ts'
import type { SettingsTable } from './settings-table.ts'

/** Every `[group.NAME]`, in the order of the file. */
export function readGroups(top: SettingsTable): readonly GroupConfig[] {
  const tables = top.table('group')
  return tables.names().flatMap((name) => (isName(tables, name) ? [readGroup(tables.table(name), name)] : []))
}

function readGroup(table: SettingsTable, name: string): GroupConfig {
  const members = table.read('members', people, 'who belongs to it')
  if (!table.has('members')) table.problem('', { code: 'group-members', expected: people.expected })
  const site = table.read('site', nameKind, 'the only site on which it counts')
  const theme = table.read('theme', KEYS.theme.kind, KEYS.theme.about)
  const group: GroupConfig = {
    name,
    members: (members ?? []).map((member) => member.toLowerCase()),
    ...(site === undefined ? {} : { site }),
    motd: table.read('motd', KEYS.motd.kind, 'message of the day for its members') ?? table.derived('motd', '', 'default', { about: 'message of the day for its members' }),
    ...(theme === undefined ? {} : { theme }),
    links: readLinks(table) ?? table.derived('links', [], 'default', { about: 'links for its members' }),
    ...readRules(table),
  }
  table.refuseOthers()
  return group
}
