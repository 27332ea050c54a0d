import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfigWithOrigins } from '../load.ts'

const load = (name: string) => loadConfigWithOrigins({ file: join(import.meta.dirname, '../../deploy', name), env: {} })

test('the samples that are shipped are valid, and say what they claim', () => {
  assert.deepEqual([load('postern.toml').notes, load('postern.toml').config.sites.length], [[], 1])
  const { config, notes } = load('sites.toml')
  assert.deepEqual(notes, [])
  assert.deepEqual(config.sites.map(({ name, servers, limits, modules }) => [name, servers.smtp.host, limits.messageSize / 1024 ** 2, modules.manage]), [['default', 'smtp.example.org', 100, true], ['medicine', 'imap.medicine.example.org', 25, false], ['alumni', 'smtp.example.org', 100, true]])
  assert.deepEqual(config.groups.map(({ name, site }) => [name, site]), [['alumni', undefined], ['wardens', 'medicine']])
})
