import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { DIRECTORY_FIELDS } from '#lib/mail/directory/directory-query.ts'
import { USUAL_ATTRIBUTES, type AttributeMap, type DirectoryBookSettings, type DirectoryIdentity, type DirectorySettings } from '#lib/mail/directory/directory-settings.ts'
import { anyText, hosts, integer, oneOf, shortText, truth, type Kind } from '../kinds.ts'
import { isOpenToOthers } from '../secret-files.ts'
import { ldapUrl } from '../server-url.ts'
import { isName } from '../sites/read-sites.ts'
import type { SettingsTable } from '../sites/settings-table.ts'

/** Attribute descriptions (RFC 4512 §2.5). */
const attributeNames: Kind<string[]> = {
  expected: { code: 'attributes' },
  schema: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,63}(?:;[A-Za-z0-9-]{1,30})*$/))), v.maxLength(10)),
  fromText: (text) => text.split(/[\s,]+/),
}

/** Every `[directory.NAME]`, in the order of the file. `folder` is where relative paths begin. */
export function readDirectories(top: SettingsTable, folder: string): readonly DirectorySettings[] {
  const tables = top.table('directory')
  return tables.names().flatMap((name) => (isName(tables, name) ? readDirectory(tables.table(name), name, folder) : []))
}

function readDirectory(table: SettingsTable, name: string, folder: string): readonly DirectorySettings[] {
  const address = table.read('url', ldapUrl, 'its server')
  if (!table.has('url')) table.problem('', { code: 'directory-url', expected: ldapUrl.expected })
  const base = table.read('base', anyText, 'the distinguished name below which people are looked for')
  if (!table.has('base')) table.problem('', { code: 'directory-base' })
  const title = table.read('title', shortText, 'what people read') ?? table.derived('title', name, 'its-name', { about: 'what people read' })
  const seconds = table.read('timeout_seconds', integer(1, 60), 'how long it may take to connect, and to answer') ?? table.derived('timeout_seconds', 2, 'default', { about: 'how long it may take to connect, and to answer' })
  const certificates = readFileName(table, 'certificates', { about: 'PEM file of certificates by which its server is trusted, too', folder })
  const referrals = table.read('referrals', hosts, 'servers to which it may refer; others are not asked') ?? table.derived('referrals', [], 'default', { about: 'servers to which it may refer; others are not asked' })
  const identity = readIdentity(table, folder)
  const attributes = readAttributes(table.table('attributes'))
  const changesPasswords = table.read('changes_passwords', truth, CHANGES_PASSWORDS) ?? table.derived('changes_passwords', false, 'default', { about: CHANGES_PASSWORDS })
  if (changesPasswords && identity.as !== 'person') table.problem('changes_passwords', { code: 'passwords-of-others' })
  const book = readBook(table, title, identity)
  table.refuseOthers()
  if (!address || base === undefined) return []
  const { host, port, tls, verify } = address
  return [{ name, title, base, identity, attributes, ...(changesPasswords ? { changesPasswords } : {}), ...(book ? { book } : {}), server: { host, port, tls, verify, timeout: seconds * 1000, ...(certificates === undefined ? {} : { certificates }), ...(referrals.length === 0 ? {} : { referrals }) } }]
}

const CHANGES_PASSWORDS = 'whether people change their password in it, as themselves'

function readIdentity(table: SettingsTable, folder: string): DirectoryIdentity {
  const as = table.read('bind', oneOf('nobody', 'service', 'person'), 'as whom it is asked') ?? table.derived('bind', 'nobody', 'default', { about: 'as whom it is asked' })
  const dn = table.read('bind_dn', anyText, 'the distinguished name of who asks; for "person" with %u for the user name or %l for what is before its "@"') ?? ''
  const password = table.readSecret('password', anyText, 'its password') ?? readSecretFile(table, folder) ?? ''
  if (as === 'nobody') return { as }
  if (dn === '') table.problem('', { code: 'bind-name', as })
  if (as === 'person') {
    if (dn !== '' && !/%[ul]/.test(dn)) table.problem('bind_dn', { code: 'bind-same-for-all' })
    return { as, dn }
  }
  if (password === '' && !table.has('password_file')) table.problem('', { code: 'bind-password' })
  return { as, dn, password }
}

/** `[directory.NAME.book]`: where each person keeps contacts of their own. */
function readBook(parent: SettingsTable, directory: string, identity: DirectoryIdentity): DirectoryBookSettings | undefined {
  if (!parent.has('book')) return undefined
  const table = parent.table('book')
  const base = table.read('base', anyText, 'the distinguished name right below which a person’s contacts stand, with %u for the user name or %l for what is before its "@"')
  const title = table.read('title', shortText, 'what people read') ?? table.derived('title', directory, 'of-directory', { about: 'what people read' })
  const isMade = table.read('create', truth, 'whether an organizationalUnit that is not there is made') ?? table.derived('create', false, 'default', { about: 'whether an organizationalUnit that is not there is made' })
  table.refuseOthers()
  if (base === undefined) table.problem('', { code: 'book-base' })
  else if (identity.as === 'nobody') table.problem('', { code: 'book-of-nobody' })
  // A service writes for everybody: what names two people as one would give them one book.
  else if (identity.as === 'service' && !base.includes('%u')) table.problem('base', { code: 'book-of-service' })
  else if (!/%[ul]/.test(base)) table.problem('base', { code: 'book-same-for-all' })
  return base === undefined ? undefined : { base, title, isMade }
}

/** The first line of a file, so that no password need stand in postern.toml. */
function readSecretFile(table: SettingsTable, folder: string): string | undefined {
  const file = readFileName(table, 'password_file', { about: 'a file whose first line is its password', folder })
  if (file === undefined) return undefined
  const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1)
  if (line === '') table.problem('password_file', { code: 'file-empty', file })
  if (isOpenToOthers(file)) table.problem('password_file', { code: 'file-open-to-others', file })
  return line
}

function readFileName(table: SettingsTable, key: string, { about, folder }: { readonly about: string; readonly folder: string }): string | undefined {
  const named = table.read(key, anyText, about)
  const file = named === undefined ? undefined : resolve(folder, named)
  if (file === undefined || existsSync(file)) return file
  table.problem(key, { code: 'file-unreadable', file })
  return undefined
}

function readAttributes(table: SettingsTable): AttributeMap {
  const entries = DIRECTORY_FIELDS.map((field) => [field, table.read(field, attributeNames, `attributes that stand for ${field}`) ?? USUAL_ATTRIBUTES[field]] as const)
  table.refuseOthers()
  return Object.fromEntries(entries) as unknown as AttributeMap
}
