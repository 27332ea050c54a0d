import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COMMANDS, findCommand } from './index.ts'

const FOLDER = new URL('../../testing/conversations/', import.meta.url)
const conversations = readdirSync(FOLDER).filter((name) => name.endsWith('.imap')).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
const titles = conversations.map((text) => text.slice(0, text.indexOf('\n')))

test('each advertised capability has a command citing its RFC and a conversation naming it', () => {
  for (const { name: command, spec, capabilities = [] } of COMMANDS) {
    for (const { name, spec: rfc } of capabilities) {
      assert.ok(spec.some((citation) => citation === rfc || citation.startsWith(`${rfc} `)), `${command} announces ${name} without citing ${rfc}`)
      const named = titles.some((title) => new RegExp(`${rfc}\\b`).test(title)) && conversations.some((text) => text.includes(name))
      assert.ok(named, `no conversation names ${name} of ${rfc}`)
    }
  }
})

test('each conversation cites the spec in its first line', () => {
  for (const title of titles) assert.match(title, /^# RFC \d{4}/)
})

test('each command is there once, found by its name, and spoken in some conversation', () => {
  for (const command of COMMANDS) {
    assert.equal(findCommand(command.name), command)
    assert.ok(command.spec.length > 0)
    assert.ok(conversations.some((text) => new RegExp(`^\\d> \\S+ (?:UID )?${command.name}\\b`, 'im').test(text)), `nobody says ${command.name}`)
  }
  assert.equal(new Set(COMMANDS.map(({ name }) => name)).size, COMMANDS.length)
})

test('commands that use sequence numbers do not let EXPUNGE through', () => {
  // RFC 3501 §7.4.1
  for (const name of ['FETCH', 'STORE', 'SEARCH', 'SORT', 'THREAD', 'ESEARCH']) assert.equal(findCommand(name)?.expungeAllowed, undefined)
  assert.equal(findCommand('CLOSE')?.expungeAllowed, undefined)
})
