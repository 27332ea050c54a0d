import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { loadConfigWithOrigins } from './load.ts'
import { waitingKeys, withLiveParts } from './reload.ts'
import { withServersInTheBox } from './servers-in-the-box.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-reload-'))
after(() => rmSync(directory, { recursive: true }))

function load(toml: string) {
  const file = join(directory, 'postern.toml')
  writeFileSync(file, toml)
  return loadConfigWithOrigins({ env: {}, directory, file })
}

const BOUND = { imap: 4711, submission: 4712 }

describe('a new configuration while it runs', () => {
  it('changes what people see, and nothing that waits for a start', () => {
    const running = withServersInTheBox(load('title = "Old"\n[http]\nport = 0\n[limits]\nmessage_size = "10M"\n').config, BOUND)
    const next = load('title = "New"\nthemes = "own"\nmotd = "m"\n[http]\nport = 80\n[mail]\nimap_port = 99\n[limits]\nmessage_size = "90M"\npage_size = 20\n[session]\nidle_minutes = 1\n[metrics]\ntoken = "t"\n[site.a]\n[site.b.limits]\nmessage_size = "5M"\n[group.g]\nmembers = ["x"]\n').config
    const merged = withLiveParts(running, withServersInTheBox(next, BOUND, { imap: running.mail.host, smtp: running.mail.host }))
    assert.deepEqual([merged.http, merged.mail, merged.log, merged.data], [running.http, running.mail, running.log, running.data])
    assert.deepEqual(merged.sites.map(({ title, servers, limits }) => [title, servers.imap.port, limits.messageSize]), [['New', 4711, 10 * 1024 ** 2], ['a', 4711, 10 * 1024 ** 2], ['b', 4711, 5 * 1024 ** 2]])
    assert.deepEqual([merged.servers.imap.port, merged.limits.pageSize, merged.session.idleMinutes, merged.groups.length, merged.themes, merged.metrics], [4711, 20, 1, 1, join(directory, 'own'), { token: 't', networks: [] }])
    assert.equal(withLiveParts(merged, load('').config).themes, undefined)
  })

  it('changes whom one can look up: a directory that is new, another, or gone', () => {
    const directories = (...names: readonly string[]) => load(names.map((name) => `[directory.${name}]\nurl = "ldaps://${name}.example"\nbase = "dc=x"\n`).join('')).config
    const running = directories('campus')
    const next = withLiveParts(running, directories('town', 'library'))
    assert.deepEqual(next.directories.map(({ name, server }) => [name, server.host]), [['town', 'town.example'], ['library', 'library.example']])
    assert.deepEqual(next.sites[0].directories, ['town', 'library'])
    const gone = withLiveParts(next, directories())
    assert.deepEqual([gone.directories, gone.sites[0].modules.directory], [[], false])
  })

  it('opens no free choice of server before it listens elsewhere', () => {
    const open = '[http]\nhost = "0.0.0.0"\nbehind_proxy = true\npublic_origin = "https://x.example"\n'
    const running = load(open).config
    assert.equal(running.servers.freeChoice, false)
    const back = withLiveParts(running, load('[site.a]\n').config)
    assert.deepEqual([back.servers.freeChoice, ...back.sites.map(({ servers }) => servers.freeChoice)], [false, false, false])
    assert.equal(withLiveParts(running, load(`${open}[servers]\nfree_choice = true\n`).config).servers.freeChoice, true, 'said in so many words')
  })

  it('names what waits, secrets too, and only that', () => {
    const [before, later] = ['[mail]\nsmarthost = "smtp://a:one@x"\n', 'title = "x"\n[http]\nport = 1\n[mail]\nsmarthost = "smtp://a:two@x"\n'].map(load)
    assert.ok(before && later)
    assert.deepEqual(waitingKeys(before.startValues, later.startValues), ['http.port', 'mail.smarthost'])
    assert.deepEqual(waitingKeys(before.startValues, before.startValues), [])
  })
})
