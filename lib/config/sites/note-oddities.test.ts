import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { CONFIG_NOTES } from '#lib/mail/sites/config-note.ts'
import { noteInEnglish } from '#lib/testing/reasons/in-english.ts'
import { loadConfigWithOrigins } from '../load.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-notes-'))
after(() => rmSync(directory, { recursive: true }))

const reached = new Set<string>()

function notesOf(toml: string, env: Record<string, string> = {}): readonly string[] {
  const file = join(directory, 'postern.toml')
  writeFileSync(file, toml)
  const { notes } = loadConfigWithOrigins({ env, directory, file })
  for (const { reason } of notes) reached.add(reason.code)
  return notes.map(noteInEnglish)
}

describe('what is allowed but surely not meant', () => {
  it('is a language that the screens do not speak', () => {
    assert.deepEqual(notesOf('languages = ["de",\n "xx"]\n[site.a]\n[site.b]\nlanguages = ["tlh", "xx"]\n'), [
      'postern.toml, line 2: languages.1 is "xx", which Postern does not speak: it is left out',
      'postern.toml, line 5: site.b.languages.0 is "tlh", which Postern does not speak: all of its languages are offered',
      'postern.toml, line 5: site.b.languages.1 is "xx", which Postern does not speak: all of its languages are offered',
    ])
    assert.deepEqual(notesOf('', { POSTERN_LANGUAGES: 'PT-br xx' }), ['POSTERN_LANGUAGES: languages.1 is "xx", which Postern does not speak: it is left out'])
    assert.deepEqual(notesOf('languages = ["en", "EN-xa", "zh-hans"]\n'), [])
  })

  it('is a default for a language that is not offered', () => {
    assert.deepEqual(notesOf('[site.c]\nlanguages = ["en"]\n[site.c.defaults]\nlanguage = "de"\n'), ['postern.toml, line 4: site.c.defaults.language is "de", which site.c does not offer: it has no effect'])
    assert.deepEqual(notesOf('languages = ["EN"]\n[defaults]\nlanguage = "de"\n[site.a.defaults]\nlanguage = "en"\n'), ['postern.toml, line 3: defaults.language is "de", which the default site does not offer: it has no effect'])
    assert.deepEqual(notesOf('[site.c]\nlanguages = ["en"]\n[group.g]\nmembers = ["a"]\nsite = "c"\ndefaults.language = "de"\n'), ['postern.toml, line 6: group.g.defaults.language is "de", which its sites do not offer: it has no effect'])
    for (const fine of ['[defaults]\nlanguage = "de"\n', 'languages = ["en"]\ndefaults.language = "auto"\nlocks.language = { value = "de", reason = "r" }\n', '[site.c]\nlanguages = ["en"]\n[group.g]\nmembers = ["a"]\ndefaults.language = "de"\n']) assert.deepEqual(notesOf(fine), [], fine)
  })

  it('is a session that may idle for longer than it lasts', () => {
    assert.deepEqual(notesOf('[session]\nidle_minutes = 90\ntotal_minutes = 60\n[site.a.session]\nidle_minutes = 61\n[site.b.session]\nidle_minutes = 60\n'), [
      'postern.toml, line 2: session.idle_minutes is 90, but a session ends after 60 minutes in any case (session.total_minutes)',
      'postern.toml, line 5: site.a.session.idle_minutes is 61, but a session ends after 60 minutes in any case (session.total_minutes)',
    ])
    assert.match(notesOf('', { POSTERN_SESSION_IDLE_MINUTES: '2000' }).join(), /^POSTERN_SESSION_IDLE_MINUTES: session\.idle_minutes is 2000/)
    assert.deepEqual(notesOf('[session]\ntotal_minutes = 60\n[site.a.session]\ntotal_minutes = 30\n'), [], 'who only shortens the total means it')
  })

  it('is a lock of a group that contradicts the lock of a site, which wins', () => {
    assert.deepEqual(notesOf('[locks."index.page_size"]\nvalue = 25\nreason = "r"\n[group.g]\nmembers = ["a"]\n[group.g.locks."index.page_size"]\nvalue = 50\nreason = "s"\n'), [
      "postern.toml, line 6: group.g locks index.page_size to another value than the default site does; the site’s lock wins",
    ])
    assert.deepEqual(notesOf('[site.c.locks."index.page_size"]\nvalue = 25\nreason = "r"\n[group.g]\nmembers = ["a"]\nsite = "c"\n[group.g.locks."index.page_size"]\nvalue = 50\nreason = "s"\n'), [
      'postern.toml, line 7: group.g locks index.page_size to another value than site.c does; the site’s lock wins',
    ])
  })

  it('is a lock of a group that contradicts the one of a group with the same members', () => {
    const groups = (first: string, second: string, more = '') => notesOf(`servers.domain = "x.example"\n[group.a]\n${first}\nlocks.index.page_size = { value = 25, reason = "r" }\n[group.b]\n${second}\nlocks.index.page_size = { value = 50, reason = "r" }\n${more}`)
    const note = 'postern.toml, line 7: group.b locks index.page_size to another value than group.a does, and somebody is in both; the lock of group.a wins, which comes first'
    for (const [first, second] of [['["u", "v"]', '["w", "V"]'], ['["u@y.example"]', '["*@y.example"]'], ['["*@y.example"]', '["u@y.example"]'], ['["u"]', '["u@x.example"]'], ['["*@x.example"]', '["u"]']] as const) {
      assert.deepEqual(groups(`members = ${first}`, `members = ${second}`), [note], `${first} ${second}`)
    }
    for (const [first, second] of [['["u"]', '["v"]'], ['["u@y.example"]', '["*@x.example"]'], ['["u"]', '["u@y.example"]'], ['["*@x.example"]', '["*@y.example"]']] as const) {
      assert.deepEqual(groups(`members = ${first}`, `members = ${second}`), [], `${first} ${second}`)
    }
    const [u] = ['members = ["u"]']
    assert.deepEqual(groups(`${u}\nsite = "one"`, `${u}\nsite = "two"`, '[site.one]\n[site.two]\n'), [], 'they never meet')
    assert.deepEqual(notesOf(`[group.a]\n${u}\nlocks.index.page_size = { value = 25, reason = "r" }\n[group.b]\n${u}\nlocks.index.page_size = { value = 25, reason = "s" }\n`), [], 'they say the same')
  })

  it('is a directory that is not there', () => {
    assert.deepEqual(notesOf('themes = "gone"\n'), [`postern.toml, line 1: themes names ${join(directory, 'gone')}, which is no directory`])
  })

  it('is an old name', () => {
    assert.deepEqual(notesOf('servers.ports = [993]\n'), ['postern.toml, line 1: servers.ports is an old name that version 0.2 does not know any more; write servers.free_choice_ports'])
  })

  it('is nothing else', () => assert.deepEqual(Object.keys(CONFIG_NOTES).filter((code) => !reached.has(code)), []))
})
