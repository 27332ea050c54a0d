import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { demoDirectory } from '#lib/config/directories/demo-directory.ts'
import { administeredSites, directorySettingsOf, filterServerOf, groupsOfSession, sessionLimits, siteOfSession } from './site-of-session.ts'

const [first] = loadConfig({ data: '/nowhere', env: {} }).sites
const lab = { ...first, name: 'lab', session: { ...first.session, idleMinutes: 5, totalMinutes: 3000 } }
const group = { name: 'g', members: ['alice'], motd: '', links: [], defaults: {}, locks: {}, hidden: [] }
const config = { sites: [first, lab] as const, groups: [group] }
const session = (site: string) => ({ account: accountKey({ site, host: 'h', port: 1, user: 'alice' }), user: 'alice', address: 'alice@x', imap: first.servers.imap })

test('whoever is signed in belongs to the site they signed in to', () => {
  assert.deepEqual([siteOfSession({ sites: [first, lab] }, session('lab'))?.name, siteOfSession({ sites: [first] }, session('lab')), siteOfSession({ sites: [first] }, { account: 'x' })], ['lab', undefined, undefined])
})

test('groups are only for people of the site’s own server', () => {
  assert.deepEqual(groupsOfSession({ ...config, sites: [first, lab] }, session('lab')).map(({ name }) => name), ['g'])
  assert.deepEqual(groupsOfSession({ ...config, sites: [first, lab] }, { ...session('lab'), imap: { ...first.servers.imap, allowed: ['public'] } }), [])
  assert.deepEqual(groupsOfSession({ ...config, sites: [first] }, session('lab')), [])
})

test('directories are those of the site, in its order, and of nobody who brought a mail server along', () => {
  const [one, two] = ['one', 'two'].map((name) => ({ ...demoDirectory(389), name }))
  assert.ok(one && two)
  const names = (more: Partial<typeof first>, imap: object = {}) => {
    const site = { ...first, modules: { ...first.modules, directory: true }, directories: ['two', 'one', 'gone'], ...more }
    return directorySettingsOf({ sites: [site], directories: [one, two] }, { ...session('default'), imap: { ...first.servers.imap, ...imap } }).map(({ name }) => name)
  }
  assert.deepEqual(names({}), ['two', 'one'])
  assert.deepEqual(names({ modules: { ...first.modules, directory: false } }), [])
  assert.deepEqual(names({}, { allowed: ['public'] }), [])
  assert.deepEqual(names({ name: 'other' }), [])
})

test('filters are at the site’s server; of whoever brought a mail server along they are beside it, if the site says so, or nowhere', () => {
  const sieve = { host: 'filters.example.org', port: 4190, tls: 'starttls', verify: true } as const
  const own = { host: 'imap.other.test', port: 993, tls: 'tls', verify: true, allowed: ['public'] } as const
  const of = (servers: object, imap: object = first.servers.imap, filters = true) => {
    const site = { ...first, modules: { ...first.modules, filters }, servers: { ...first.servers, ...servers } }
    return filterServerOf({ sites: [site] }, { ...session('default'), imap: imap as typeof first.servers.imap })
  }
  assert.deepEqual(of({ sieve }), sieve)
  assert.equal(of({}), undefined)
  assert.equal(of({ sieve }, first.servers.imap, false), undefined)
  assert.equal(of({ sieve, freeChoice: true }, own), undefined, 'a password of another server is not for the site’s')
  const beside = { sieve, freeChoice: true, freeChoiceSieve: true }
  assert.deepEqual(of(beside, own), { host: 'imap.other.test', port: 4190, tls: 'starttls', verify: true, allowed: ['public'] }, 'reached no further than the mail server')
  assert.equal(of({ ...beside, freeChoice: false }, own), undefined)
})

test('sessions last as long as their site says, and not at all without it', () => {
  const of = (account?: string) => sessionLimits({ sites: [first, lab] }, account)
  assert.deepEqual(of(session('lab').account), { idleMilliseconds: 300_000, totalMilliseconds: 180_000_000 })
  assert.deepEqual(of(), { idleMilliseconds: 7_200_000, totalMilliseconds: 180_000_000 })
  assert.ok(of(session('gone').account).idleMilliseconds < 0)
})

test('an administrator of the default site administers all, one of another site that site, and others nothing', () => {
  const names = (admins: { readonly first?: readonly string[]; readonly lab?: readonly string[] }, who: ReturnType<typeof session> & { imap?: object }) =>
    administeredSites({ sites: [{ ...first, admins: admins.first ?? [] }, { ...lab, admins: admins.lab ?? [] }] }, who).map(({ name }) => name)
  assert.deepEqual(names({ first: ['alice'] }, session('default')), ['default', 'lab'])
  assert.deepEqual(names({ first: ['*@x'] }, session('default')), ['default', 'lab'])
  assert.deepEqual(names({ lab: ['Alice'] }, session('lab')), ['lab'])
  assert.deepEqual(names({ lab: ['alice'] }, session('default')), [], 'the same name on another site is somebody else')
  assert.deepEqual(names({ first: ['alice'] }, session('lab')), [])
  assert.deepEqual(names({ first: ['bob'], lab: ['bob'] }, session('lab')), [])
  assert.deepEqual(names({ first: ['alice'] }, { ...session('default'), imap: { ...first.servers.imap, allowed: ['public'] } }), [], 'at a server of one’s own anybody may be called anything')
  assert.deepEqual(names({ first: ['alice'] }, session('gone')), [])
})
