import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupsInTheBox, sitesInTheBox } from '#lib/config/servers-in-the-box.ts'
import { loadConfig } from '#lib/config/load.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import type { GroupConfig } from '#lib/config/sites/site-config.ts'
import { rememberPorts } from './remember-ports.ts'
import type { Services } from './running.ts'

const bound = (port: number): { host: string; port: number; tls: 'starttls' } => ({ host: '127.0.0.1', port, tls: 'starttls' })

test('a mail part that is started anew at the ports that it got knows whose mail it has', () => {
  const config = loadConfig({ data: '/nowhere', directory: '/nowhere', env: FREE_PORTS })
  const [site] = config.sites
  const staff = { ...config, groups: [{ name: 'staff', site: site.name, members: ['alice'] } as unknown as GroupConfig] }
  const services: Services = { imap: bound(40_143), imaps: bound(40_993), submission: bound(40_587), submissions: bound(40_465), smtp: bound(40_025), lmtp: bound(40_024) }
  const again = rememberPorts(staff, services)
  assert.deepEqual([again.mail.ports.imap, again.mail.ports.imaps], [40_143, 40_993])
  for (const each of [staff, again]) assert.deepEqual([sitesInTheBox(each).map(({ name }) => name), groupsInTheBox(each).map(({ name }) => name)], [[site.name], ['staff']])
})
