import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { MODULE_NAMES } from '#lib/mail/sites/modules.ts'
import { mistakeInEnglish, sourceInEnglish } from '#lib/testing/reasons/in-english.ts'
import { ConfigProblem } from '../config-problem.ts'
import { KEYS, KEY_NAMES, type Key } from '../keys.ts'
import { loadConfigWithOrigins } from '../load.ts'
import { withServersInTheBox } from '../servers-in-the-box.ts'
import { groupsOf, isAmong, siteOfGroups } from './groups-of.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-sites-'))
after(() => rmSync(directory, { recursive: true }))

function load(toml: string, env: Record<string, string> = {}) {
  const file = join(directory, 'postern.toml')
  writeFileSync(file, toml)
  return loadConfigWithOrigins({ env, directory, file })
}

function problemsOf(toml: string): readonly string[] {
  try {
    load(toml)
  } catch (error) {
    if (error instanceof ConfigProblem) return error.problems.map(mistakeInEnglish)
    throw error
  }
  return []
}

const LAB = `title = "Campus"
motd = "Everybody"
modules.help = false
links = [{ title = "Home", url = "https://campus.example" }]
contacts = [{ name = "Helpdesk", address = "help@campus.example" }]

[defaults]
index.page_size = 25

[servers]
imap_url = "imaps://imap.campus.example"
free_choice = true

[site.lab]
title = "The lab"
hosts = ["Lab.Example.org"]
networks = ["10.1.0.0/16"]
sign_in_text = """
Use your **lab** password.
"""
groups = ["guests"]
[site.lab.servers]
imap_url = "imaps://imap.lab.example"
free_choice = false
[site.lab.session]
idle_minutes = 5
[site.lab.limits]
message_size = "10M"
[site.lab.modules]
help = true
[site.lab.defaults]
"index.page_size" = 100
[site.lab.locks."reading.mark_seen"]
value = "when-opened"
reason = "The lab counts what was read"

[group.guests]
members = ["*@guests.example", "Visitor"]
motd = "Welcome"
hidden = ["index.page_size"]

[site.lab.outside_books]
hosts = ["DAV.lab.example"]
`

describe('sites and groups in postern.toml', () => {
  it('there is always a default site, made of the top level', () => {
    const { sites, groups, servers } = load('').config
    assert.deepEqual([sites.length, groups], [1, []])
    assert.deepEqual([sites[0].name, sites[0].title, sites[0].theme, sites[0].servers, sites[0].modules], ['default', 'Postern', 'postern', servers, { help: true, manage: true, settings: true, contacts: true, outside_books: true, spelling: true, accounts: true, program_passwords: true, signatures: true, password: true, phone: true, directory: false, filters: false }])
    const named = load('', { POSTERN_TITLE: 'Campus', POSTERN_MODULES_MANAGE: 'no', POSTERN_LANGUAGES: 'de pt-BR', POSTERN_ADMINS: 'alice,bob@x.example' }).config.sites[0]
    assert.deepEqual([named.title, named.modules.manage, named.languages, named.admins], ['Campus', false, ['de', 'pt-BR'], ['alice', 'bob@x.example']])
  })

  it('reads a site, which takes what it does not name from the default one, but no words and no rules', () => {
    const [top, lab] = load(LAB).config.sites
    assert.deepEqual([top.title, top.motd, top.modules, top.defaults], ['Campus', 'Everybody', { help: false, manage: true, settings: true, contacts: true, outside_books: true, spelling: true, accounts: true, program_passwords: true, signatures: true, password: true, phone: true, directory: false, filters: false }, { 'index.page_size': 25 }])
    assert.ok(lab)
    assert.deepEqual([lab.title, lab.hosts, lab.networks, lab.path, lab.motd, lab.signInText], ['The lab', ['lab.example.org'], ['10.1.0.0/16'], 'lab', '', 'Use your **lab** password.\n'])
    assert.deepEqual([top.outsideHosts, lab.outsideHosts], [[], ['dav.lab.example']])
    assert.deepEqual([top.contacts, lab.contacts], [[{ name: 'Helpdesk', address: 'help@campus.example' }], top.contacts])
    assert.deepEqual([lab.modules, lab.theme, lab.links], [{ help: true, manage: true, settings: true, contacts: true, outside_books: true, spelling: true, accounts: true, program_passwords: true, signatures: true, password: true, phone: true, directory: false, filters: false }, 'postern', top.links])
    assert.deepEqual([lab.defaults, lab.locks], [{ 'index.page_size': 100 }, { 'reading.mark_seen': { value: 'when-opened', reason: 'The lab counts what was read' } }])
    assert.deepEqual([lab.servers.imap.host, lab.servers.smtp.host, lab.servers.smtp.port, lab.servers.freeChoice, lab.servers.domain], ['imap.lab.example', 'imap.lab.example', 465, false, 'lab.example'])
    assert.deepEqual([lab.session, lab.limits], [{ idleMinutes: 5, totalMinutes: 1440, publicComputer: 'ask' }, { messageSize: 10 * 1024 * 1024, pageSize: 50 }])
  })

  it('has filters where a server keeps them, and never another’s', () => {
    const sitesOf = (text: string): readonly (readonly [string, string | undefined, boolean])[] => load(text).config.sites.map(({ name, servers, modules }) => [name, servers.sieve?.host, modules.filters])
    assert.deepEqual(sitesOf('[site.a]\n'), [['default', undefined, false], ['a', undefined, false]])
    const top = '[servers]\nsieve_url = "sieve://filters.example.org"\n'
    assert.deepEqual(sitesOf(`${top}[site.a]\n[site.b.modules]\nfilters = false\n`), [['default', 'filters.example.org', true], ['a', 'filters.example.org', true], ['b', 'filters.example.org', false]])
    const own = '[site.a.servers]\nimap_url = "imaps://imap.lab.example"\n'
    assert.deepEqual(sitesOf(top + own)[1], ['a', undefined, false], 'its people’s passwords are not for the default site’s server')
    assert.deepEqual(sitesOf(`${top}${own}sieve_url = "sieve://imap.lab.example"\n`)[1], ['a', 'imap.lab.example', true])
    assert.deepEqual(sitesOf('[servers]\nfree_choice = true\nfree_choice_sieve = true\n[site.a.servers]\nfree_choice = false\n'), [['default', undefined, true], ['a', undefined, false]])
    assert.match(problemsOf('[servers]\nsieve_url = "http://filters.example.org"\n').join(), /line 2: servers\.sieve_url must be an address such as "sieve:\/\/imap\.example\.org"/)
  })

  it('shows every key that a site can have, whoever says it', () => {
    const shown = load(LAB).origins.map(({ name }) => name)
    for (const name of KEY_NAMES.filter((key) => (KEYS[key] as Key).ofSite)) assert.ok(shown.includes(`site.lab.${name}`), name)
    for (const each of MODULE_NAMES) assert.ok(Object.hasOwn(KEYS, `modules.${each}`), each)
  })

  it('says of every value of a site where it came from, line by line', () => {
    const from = Object.fromEntries(load(LAB, { POSTERN_MOTD: 'From outside' }).origins.map((origin) => [origin.name, [sourceInEnglish(origin.from), origin.value]]))
    assert.deepEqual(from.title, ['postern.toml, line 1', 'Campus'])
    assert.deepEqual(from.motd, ['POSTERN_MOTD', 'From outside'])
    assert.deepEqual(from['modules.help'], ['postern.toml, line 3', false])
    assert.deepEqual(from['defaults.index.page_size'], ['postern.toml, line 8', 25])
    assert.deepEqual(from['site.lab.title'], ['postern.toml, line 15', 'The lab'])
    assert.deepEqual(from['site.lab.servers.free_choice'], ['postern.toml, line 24', false])
    assert.deepEqual(from['site.lab.defaults.index.page_size'], ['postern.toml, line 32', 100])
    assert.deepEqual(from['site.lab.locks.reading.mark_seen'], ['postern.toml, line 33', { value: 'when-opened', reason: 'The lab counts what was read' }])
    assert.deepEqual([from['site.lab.servers.smtp_url']?.[0], from['site.lab.theme'], from['site.lab.motd'], from['site.lab.links']?.[0]], ['default (beside its servers.imap_url)', ['the default site', 'postern'], ['default', ''], 'the default site'])
    assert.deepEqual(from['group.guests.hidden'], ['postern.toml, line 40', ['index.page_size']])
  })

  it('names every mistake with its line', () => {
    const toml = `titel = "x"
[locks]
"reading.mark_seen" = true
[locks."index.page_size"]
value = 50
[locks."index.nonsense"]
value = 1
reason = "r"
[site.Lab]
title = "x"
[site.a]
hosts = ["x.example", "y.example"]
colour = "red"
path = "p"
[site.a.limits]
message_size = "1T"
connections_per_account = 3
[site.b]
hosts = [
  "y.example",
]
path = "p"
groups = ["nobody"]
links = [
  { title = "ok", url = "javascript:alert(1)" },
]
[site.default]
title = "no"
[group.g]
site = "gone"
hidden = ["index.page_size",
  "no.such"]
`
    assert.deepEqual(problemsOf(toml), [
      'postern.toml, line 1: there is no key "titel"; perhaps "title" is meant',
      'postern.toml, line 3: locks.reading.mark_seen must be a table with value = … and reason = "…"',
      'postern.toml, line 4: locks.index.page_size must say in reason = "…" why it is locked, in at most 500 characters: people are shown it',
      'postern.toml, line 7: locks.index.nonsense.value cannot be locked: there is no preference "index.nonsense"',
      'postern.toml, line 9: site.Lab must be called by a name of at most 32 small letters, digits and hyphens',
      'postern.toml, line 16: site.a.limits.message_size must not be larger than limits.message_size at the top of the file',
      'postern.toml, line 13: there is no key "site.a.colour"',
      'postern.toml, line 17: there is no key "site.a.limits.connections_per_account"',
      'postern.toml, line 25: site.b.links.0 needs a url that begins with https:, http: or mailto:',
      'postern.toml, line 27: site.default stands at the top of the file: what is there is the default site',
      'postern.toml, line 29: group.g needs members = …, a list of user names or addresses such as ["alice", "*@example.org"]',
      'postern.toml, line 32: group.g.hidden.1 names no preference: "no.such"',
      'postern.toml, line 20: site.b.hosts.0 is "y.example", which chooses the site a already',
      'postern.toml, line 22: site.b.path is "p", which chooses the site a already',
      'postern.toml, line 23: site.b.groups.0 names "nobody", but there is no [group.nobody]',
      'postern.toml, line 30: group.g.site names "gone", but there is no [site.gone]',
    ])
  })

  it('knows a network again that is written in another way, and one that holds nobody', () => {
    assert.deepEqual(problemsOf('[site.a]\nnetworks = ["10.1.0.0/8"]\n[site.b]\nnetworks = ["192.0.2.0/24",\n "10.0.0.0/8"]\n[site.c]\nnetworks = ["10.0.0.0/9"]\n'), [
      'postern.toml, line 5: site.b.networks.1 is "10.0.0.0/8", which chooses the site a already as "10.1.0.0/8"',
    ])
    assert.deepEqual(problemsOf('[site.a]\nnetworks = ["::ffff:10.20.0.0/112"]\n'), ['postern.toml, line 2: site.a.networks.0 is "::ffff:10.20.0.0/112", where no client ever is: write it as IPv4, "10.20.0.0/16"'])
    assert.deepEqual(problemsOf('[http]\ntrusted_proxies = ["::ffff:10.20.0.0/112"]\n'), [])
  })

  it('blames the site that names a path for it, not the one that is called so', () => {
    assert.deepEqual(problemsOf('[site.a]\npath = "b"\n[site.b]\n'), ['postern.toml, line 2: site.a.path is "b", which chooses the site b already'])
    assert.deepEqual(problemsOf('[site.b]\n[site.a]\npath = "b"\n'), ['postern.toml, line 3: site.a.path is "b", which chooses the site b already'])
    assert.deepEqual(problemsOf('[site.a]\npath = "default"\n'), ['postern.toml, line 2: site.a.path is "default", which chooses the site default already'])
  })

  it('refuses tables where values belong, and values where tables belong', () => {
    for (const [toml, problem] of [
      ['site = 1', 'line 1: site must be a table'],
      ['[site]\nlab = 1', 'line 2: site.lab must be a table'],
      ['group = []', 'line 1: group must be a table'],
      ['defaults = "x"', 'line 1: defaults must be a table'],
      ['http = 3', 'line 1: http must be a table'],
      ['[site.a]\nservers = 3', 'line 2: site.a.servers must be a table'],
      ['[site.a]\nmodules = []', 'line 2: site.a.modules must be a table'],
      ['[site.a]\nlimits = "x"', 'line 2: site.a.limits must be a table'],
      ['hidden = "x"', 'line 1: hidden must be a list'],
      ['contacts = 1', 'line 1: contacts must be a list'],
      ['contacts = [{ name = "Help", address = "nobody" }]', 'line 1: contacts.0 needs an address'],
      ['contacts = [{ address = "help@example.org", phone = "1" }]', 'line 1: contacts.0.phone means nothing'],
      ['links = 1', 'line 1: links must be a list'],
      ['[title]\nx = 1', 'title must be a text'],
      ['[site.a.title]\nx = 1', 'site.a.title must be a text'],
      ['[group.g]\nmembers = ["*"]', 'line 2: group.g.members must be a list of user names'],
      ['links = [1]', 'line 1: links.0 needs a title'],
      ['[locks.index.page_size]\nvalue = "r"\nreason = "r"', 'line 2: locks.index.page_size.value cannot be locked: index.page_size must be '],
      ['[locks.index.page_size]\nreason = "r"', 'must be a table with value'],
      ['[locks]\nindex.page_siez = 5', 'line 2: locks.index.page_siez cannot be locked: there is no preference "index.page_siez"'],
      ['[defaults]\nindex.sort = "weight"', 'line 2: defaults.index.sort cannot be used: index.sort must be '],
      ['[locks."index.page_size"]\nvalue = 50\nreason = "r"\nmore = 1', 'line 4: locks.index.page_size.more means nothing'],
    ] as const) assert.match(problemsOf(toml).join('\n'), new RegExp(problem.replaceAll(/[.[\]]/g, '\\$&')), toml)
  })

  it('refuses a preference that is written in two ways', () => {
    const twice = 'is written in two ways, with quotes around its dots and without: keep one of them'
    assert.deepEqual(problemsOf('[locks]\nindex.page_size = { value = 25, reason = "r" }\n"index.page_size" = { value = 50, reason = "r" }\n'), [`postern.toml, line 2: locks.index.page_size ${twice}`])
    assert.deepEqual(problemsOf('[site.a.defaults]\n"index.page_size" = 25\n[site.a.defaults.index]\npage_size = 25\nsort = "date"\n'), [`postern.toml, line 2: site.a.defaults.index.page_size ${twice}`])
  })

  it('refuses quotes around the dots of a key, which would hide it', () => {
    assert.deepEqual(problemsOf('"http.port" = 1\n[site.a]\n"servers.imap_url" = "x"\n"session".idle_minutes = 5\n'), [
      'postern.toml, line 1: http.port must be written without quotes around its dots',
      'postern.toml, line 3: site.a.servers.imap_url must be written without quotes around its dots',
    ])
  })

  it('takes an empty table for one that says nothing', () => {
    assert.deepEqual(problemsOf('[http]\n[site.a]\n[site.a.servers]\n'), [])
    assert.deepEqual(problemsOf('[htpt]\n'), ['postern.toml, line 1: there is no key "htpt"'])
  })

  it('takes limits.page_size for the default of index.page_size that it has always been', () => {
    const defaults = (toml: string) => load(toml).config.sites.map((site) => site.defaults['index.page_size'])
    assert.deepEqual(defaults('[limits]\npage_size = 25\n[site.a]\n[site.b.limits]\npage_size = 400\n[site.c.defaults]\nindex.page_size = 30\n'), [25, 25, 400, 30])
    assert.deepEqual(defaults(''), [undefined])
  })

  it('moves the servers of every site that has those in the box', () => {
    const { config } = load('[site.a]\n[site.b.servers]\nimap_url = "imap://127.0.0.1:9143"\n')
    const moved = withServersInTheBox(config, { imap: 4711, submission: 4712 })
    assert.deepEqual(moved.sites.map(({ servers }) => servers.imap.port), [4711, 4711, 9143])
    assert.deepEqual([moved.servers.imap.port, moved.sites[2]?.servers.smtp.port], [4711, 4712])
  })
})

describe('groups of a person', () => {
  const { sites, groups } = load(`${LAB}[group.staff]\nmembers = ["alice"]\nsite = "lab"\n`).config
  const names = (user: string, address: string, site: string) => groupsOf(groups, { user, address }, site).map(({ name }) => name)

  it('are found by user name, address or domain, on their site', () => {
    assert.deepEqual(names('visitor', 'visitor@campus.example', 'default'), ['guests'])
    assert.deepEqual(names('VISITOR', 'x@y', 'lab'), ['guests'])
    assert.deepEqual(names('someone', 'someone@Guests.Example', 'default'), ['guests'])
    assert.deepEqual(names('someone', 'someone@more.guests.example', 'default'), [])
    assert.deepEqual([names('alice', 'alice@x', 'lab'), names('alice', 'alice@x', 'default')], [['staff'], []])
    assert.ok(!isAmong(['*@x'], { user: 'a', address: 'a' }))
  })

  it('lead to the site that names them', () => {
    const to = (user: string) => siteOfGroups(sites, groups, { user, address: `${user}@campus.example` }, sites[0]).name
    assert.deepEqual([to('visitor'), to('alice')], ['lab', 'default'])
  })
})
