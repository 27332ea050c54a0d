import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { USUAL_ATTRIBUTES } from '#lib/mail/directory/directory-settings.ts'
import { mistakeInEnglish } from '#lib/testing/reasons/in-english.ts'
import { ConfigProblem } from '../config-problem.ts'
import { loadConfigWithOrigins, type LoadedConfig } from '../load.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-directories-'))
after(() => rmSync(folder, { recursive: true }))

function load(...lines: readonly string[]): LoadedConfig {
  writeFileSync(join(folder, 'postern.toml'), lines.join('\n'))
  return loadConfigWithOrigins({ env: {}, directory: folder })
}

function problems(...lines: readonly string[]): string {
  try {
    load(...lines)
    return 'none'
  } catch (error) {
    return error instanceof ConfigProblem ? error.problems.map(mistakeInEnglish).join('\n') : String(error)
  }
}

test('a directory is named by its server and where people stand; the rest goes without saying', () => {
  const { config } = load('[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "ou=people,dc=example,dc=org"')
  assert.deepEqual(config.directories, [{
    name: 'campus', title: 'campus', base: 'ou=people,dc=example,dc=org', identity: { as: 'nobody' }, attributes: USUAL_ATTRIBUTES,
    server: { host: 'ldap.example.org', port: 636, tls: 'tls', verify: true, timeout: 2000 },
  }])
  assert.deepEqual(config.sites[0].directories, ['campus'])
})

test('sites choose among them, in an order of their own', () => {
  const directory = (name: string): string[] => [`[directory.${name}]`, 'url = "ldap://127.0.0.1:389"', 'base = "dc=x"']
  const { config } = load(...directory('one'), ...directory('two'), '[site.lab]', 'directories = ["two", "one"]', '[site.kiosk]', 'directories = []', '[site.usual]')
  assert.deepEqual(config.sites.map(({ name, directories }) => [name, directories]), [['default', ['one', 'two']], ['lab', ['two', 'one']], ['kiosk', []], ['usual', ['one', 'two']]])
  assert.deepEqual(config.directories[0]?.server, { host: '127.0.0.1', port: 389, tls: 'none', verify: false, timeout: 2000 })
})

test('whoever asks as a service has a password that no page and no command prints', () => {
  writeFileSync(join(folder, 'secret'), 'Blaß & co.\nnot this\n', { mode: 0o600 })
  const { config, origins } = load('[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "dc=x"', 'bind = "service"', 'bind_dn = "cn=postern,dc=x"', 'password_file = "secret"')
  assert.deepEqual(config.directories[0]?.identity, { as: 'service', dn: 'cn=postern,dc=x', password: 'Blaß & co.' })
  const direct = load('[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "dc=x"', 'bind = "service"', 'bind_dn = "cn=postern,dc=x"', 'password = "unmistakable"')
  assert.doesNotMatch(JSON.stringify([origins, direct.origins]), /Blaß|unmistakable/)
  assert.equal(direct.origins.find(({ name }) => name === 'directory.campus.password')?.isWithheld, true)
})

test('people may change their password in a directory that they ask as themselves', () => {
  const lines = ['[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "dc=x"', 'changes_passwords = true']
  assert.equal(load(...lines, 'bind = "person"', 'bind_dn = "uid=%l,dc=x"').config.directories[0]?.changesPasswords, true)
  assert.match(problems(...lines), /line 4: directory\.campus\.changes_passwords needs bind = "person"/)
})

test('a directory may keep an address book of each person, and whoever writes there is one person', () => {
  const lines = (bind: string, base: string) => ['[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "dc=x"', 'title = "Campus"', `bind = "${bind}"`, 'bind_dn = "uid=%l,dc=x"', 'password = "x"', '[directory.campus.book]', `base = "${base}"`]
  assert.deepEqual(load(...lines('person', 'ou=contacts,uid=%l,dc=x'), 'create = true').config.directories[0]?.book, { base: 'ou=contacts,uid=%l,dc=x', title: 'Campus', isMade: true })
  assert.equal(load('[directory.campus]', 'url = "ldaps://ldap.example.org"', 'base = "dc=x"').config.directories[0]?.book, undefined)
  assert.match(problems(...lines('person', 'ou=contacts,dc=x')), /line 9: directory\.campus\.book\.base must hold %u or %l/)
  assert.match(problems(...lines('service', 'ou=%l,dc=x')), /book\.base must hold %u because/)
  assert.match(problems(...lines('nobody', 'ou=%u,dc=x')), /directory\.campus\.book needs bind =/)
  assert.match(problems(...lines('person', 'ou=%u,dc=x').slice(0, -1), 'colour = 1'), /no key "directory\.campus\.book\.colour"[\s\S]*book needs base/)
})

test('what is wrong is named with its line', () => {
  const said = problems(
    '[directory.campus]', 'url = "http://ldap.example.org"', 'bind = "service"', 'timeout_seconds = 900', 'certificates = "nowhere.pem"',
    '[directory.campus.attributes]', 'mail = ["*)(uid=*"]', 'nickname = ["x"]',
    '[directory.own]', 'url = "ldaps://x"', 'base = "dc=x"', 'bind = "person"', 'bind_dn = "uid=fixed,dc=x"',
    '[site.lab]', 'directories = ["campus", "nobody"]',
  )
  for (const expected of [/line 2: directory\.campus\.url must be an address such as "ldaps:/, /line 1: directory\.campus needs base/, /directory\.campus needs bind_dn/, /directory\.campus needs password_file/, /line 4: directory\.campus\.timeout_seconds must be/, /line 5: directory\.campus\.certificates names .*cannot be read/, /line 7: directory\.campus\.attributes\.mail must be/, /line 8: there is no key "directory\.campus\.attributes\.nickname"/, /line 13: directory\.own\.bind_dn must hold %u or %l/, /line 15: site\.lab\.directories\.1 is "nobody", but there is no \[directory\.nobody\]/]) assert.match(said, expected)
})
