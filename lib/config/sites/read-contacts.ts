import * as v from 'valibot'
import { shortText } from '../kinds.ts'
import { readTables } from './read-tables.ts'
import { isTable, type SettingsTable } from './settings-table.ts'
import type { SiteContact } from './site-config.ts'

/** `contacts`: a list of tables with name and address. */
export function readContacts(table: SettingsTable): readonly SiteContact[] | undefined {
  return readTables(table, 'contacts', { most: 200, example: '{ name = "Helpdesk", address = "help@example.org" }', about: 'contacts that everybody has', read: readContact })
}

function readContact(table: SettingsTable, name: string, entry: unknown): SiteContact | undefined {
  const { name: given, address, ...others } = isTable(entry) ? entry : {}
  for (const other of Object.keys(others)) table.problem(`${name}.${other}`, { code: 'contact-part' })
  const hasName = v.is(shortText.schema, given)
  const hasAddress = typeof address === 'string' && address.length <= 254 && /^[^@\s<>,;]+@[^@\s<>,;]+$/.test(address)
  if (!hasName) table.problem(name, { code: 'contact-name', expected: shortText.expected })
  if (!hasAddress) table.problem(name, { code: 'contact-address' })
  return hasName && hasAddress ? { name: given as string, address } : undefined
}
