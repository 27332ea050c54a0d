import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import manifest from '../../../package.json' with { type: 'json' }
import { noteInEnglish } from '#lib/testing/reasons/in-english.ts'
import { KEY_NAMES } from '../keys.ts'
import { examineConfig } from '../load.ts'
import { KEY_HISTORY } from './key-history.ts'
import { RENAMED } from './old-names.ts'
import { brokenPromises } from './promise.ts'

function examine(text: string, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-deprecated-'))
  try {
    writeFileSync(join(folder, 'postern.toml'), text)
    const { config, notes, problems, origins } = examineConfig({ directory: folder, env })
    const from = origins.find(({ name }) => name === 'servers.free_choice_ports')?.from
    return { ports: config.sites.map(({ servers }) => servers.ports), problems, notes: notes.map(noteInEnglish), from }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('an old name works as the new one does, at the top and of a site, and its line is named', () => {
  const { ports, problems, notes, from } = examine('[servers]\nports = [993]\n[site.lab]\nhosts = ["lab.test"]\n[site.lab.servers]\nports = [143]\n')
  assert.deepEqual([ports, problems], [[[993], [143]], []])
  assert.deepEqual(notes, [
    'postern.toml, line 2: servers.ports is an old name that version 0.2 does not know any more; write servers.free_choice_ports',
    'postern.toml, line 6: site.lab.servers.ports is an old name that version 0.2 does not know any more; write site.lab.servers.free_choice_ports',
  ])
  assert.deepEqual(from, { file: 'postern.toml', line: 2 })
})

test('an old variable works, too; where both names are said the new one holds, and the old one is still named', () => {
  const variable = examine('', { POSTERN_SERVERS_PORTS: '465' })
  assert.deepEqual([variable.ports, variable.notes], [[[465]], ['POSTERN_SERVERS_PORTS is an old name that version 0.2 does not know any more; write POSTERN_SERVERS_FREE_CHOICE_PORTS']])
  const both = examine('[servers]\nports = [1]\nfree_choice_ports = [2]\n', { POSTERN_SERVERS_PORTS: '3', POSTERN_SERVERS_FREE_CHOICE_PORTS: '4' })
  assert.deepEqual([both.ports, both.problems, both.notes.length], [[[4]], [], 2])
  assert.deepEqual(examine('[servers]\nports = [1]\nfree_choice_ports = [2]\n').ports, [[2]])
  assert.deepEqual(examine('[servers]\nfree_choice_ports = [2]\n').notes, [])
})

test('a wrong value under an old name is refused at its line', () => {
  const { problems } = examine('\n[servers]\nports = ["x"]\n')
  assert.deepEqual(problems.map(({ line }) => line), [3])
})

test('no key goes that has not stood deprecated for a minor version', () => {
  const [major, minor] = manifest.version.split('.')
  assert.deepEqual(brokenPromises(KEY_HISTORY, { version: `${major}.${minor}`, keys: KEY_NAMES, deprecated: RENAMED.map(({ old }) => old) }), [])
})

test('the rule finds what it is for', () => {
  const history = { '1.0': { keys: ['a', 'b', 'c'], deprecated: [] }, '1.1': { keys: ['a'], deprecated: ['b'] } }
  const now = { version: '1.2', keys: ['a'], deprecated: [] }
  assert.deepEqual(brokenPromises(history, now), ['c is gone, and no earlier version said that it would go'])
  assert.deepEqual(brokenPromises(history, { ...now, version: '1.1' }).length, 2, 'not in the version that deprecates it')
  assert.deepEqual(brokenPromises(history, { ...now, deprecated: [{ name: 'c', since: '1.2', removedIn: '1.3' }] }), [])
  assert.deepEqual(brokenPromises(history, { ...now, deprecated: [{ name: 'c', since: '1.1', removedIn: '1.2' }] }), ['c was to go with 1.2'])
  assert.deepEqual(brokenPromises(history, { ...now, version: '1.9', deprecated: [{ name: 'c', since: '1.10', removedIn: '1.10' }] }), ['c would go in the version that deprecates it'])
})
